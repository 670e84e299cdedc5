from __future__ import annotations

from datetime import UTC, datetime

import pytest

from exporter.build.tongues import misnamed
from exporter.model.post import Source


def post(title: str, language: str) -> Source:
    url = f"https://example.org/{title}/"
    return Source(
        id=url,
        source=f"{title}.md",
        url=url,
        title=title,
        published=datetime(2026, 7, 1, tzinfo=UTC),
        language=language,
    )


@pytest.mark.parametrize(
    ("language", "titles", "asked"),
    [
        ("en-us", ["はじめに", "紙の話", "Vim", "設定"], "ja"),
        ("en", ["前端", "後端", "Hexo 設定"], "zh"),
        ("de", ["첫 글", "둘째", "셋째"], "ko"),
        ("en", ["Привет", "Книга", "Дом"], "ru"),
        ("en", ["مرحبا", "كتاب", "بيت"], "ar"),
        ("ja", ["はじめに", "紙の話", "設定"], ""),
        ("zh-TW", ["前端", "後端", "設定"], ""),
        ("zh-CN", ["学习の路", "前端", "后端", "设置"], ""),
        ("zh-CN", ["学习の路"], ""),
        ("zh-CN", ["はじめに", "紙の話", "いち", "設定"], "ja"),
        ("ja-JP", ["設定", "環境", "日記"], ""),
        ("uk", ["Привіт", "Книга", "Дім"], ""),
        ("en", ["はじめに", "Notes", "More notes", "Others"], ""),
        ("en", ["はじめに", "紙の話"], ""),
        ("en", ["Notes", "More", "Others"], ""),
    ],
)
def test_a_language_that_the_titles_are_not_in_is_told(language: str, titles: list[str], asked: str) -> None:
    found = list(misnamed(post(title, language) for title in titles))
    assert [diagnostic.code for diagnostic in found] == (["S118"] if asked else [])
    assert not asked or f'language = "{asked}"' in found[0].message


def test_each_language_is_asked_by_itself() -> None:
    posts = [post(t, "ja") for t in ("はじめに", "紙", "本")] + [
        post(t, "en") for t in ("いち", "に", "さん")
    ]
    assert [d.message[:14] for d in misnamed(posts)] == ["3 of 3 titles "]
