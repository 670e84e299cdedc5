"""Repositories of Zenn and Qiita: what is public, when and where, and what their Markdown has besides."""

from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.reading.zenn import zenn
from exporter.sites.base import SiteSettings
from tests.sites.support import post, site, sources

ARTICLE = (
    '---\ntitle: "記事"\nemoji: "📝"\ntype: "tech"\ntopics: ["zenn", "markdown"]\npublished: {}\n{}---\n{}'
)
SETTINGS = SiteSettings(base_url="https://zenn.dev/mei")


def test_articles_of_zenn() -> None:
    opened = site(
        {
            "articles/a-b.md": ARTICLE.format("true", "published_at: 2024-03-20 07:00\n", "本文\n改行"),
            "articles/draft.md": ARTICLE.format("false", "", "x"),
            "books/b/intro.md": "---\ntitle: はじめに\n---\n",
            "README.md": "x",
        },
        SETTINGS,
    )
    found = sources(opened)
    assert {path: (source.url, source.draft, source.page) for path, source in found.items()} == {
        "articles/a-b.md": ("https://zenn.dev/mei/articles/a-b", False, False),
        "articles/draft.md": ("https://zenn.dev/mei/articles/draft", True, False),
        "books/b/intro.md": ("https://zenn.dev/mei/books/b/viewer/intro", False, True),
    }
    article = post(opened, "articles/a-b.md")
    assert article.tags == ("zenn", "markdown")
    assert str(article.published) == "2024-03-20 07:00:00+09:00"
    assert article.language == "ja"
    assert "本文<br/>" in article.body.text


def test_articles_of_qiita() -> None:
    head = "---\ntitle: T\ntags: [Git]\nprivate: {}\nupdated_at: '2024-05-01T10:20:30+09:00'\nid: {}\n---\n"
    found = sources(
        site(
            {
                "qiita.config.json": "{}",
                "public/a.md": head.format("false", "0e8d"),
                "public/b.md": head.format("true", "1e8d"),
                "public/c.md": head.format("false", "null"),
                "public/.remote/a.md": head.format("false", "0e8d"),
            },
            SiteSettings(base_url="https://qiita.com/mei/"),
        )
    )
    assert {path: (source.url, source.draft) for path, source in found.items()} == {
        "public/a.md": ("https://qiita.com/mei/items/0e8d", False),
        "public/b.md": ("https://qiita.com/mei/items/1e8d", True),
        "public/c.md": ("https://qiita.com/mei/items/c", True),
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (":::message\nx\n:::", "> [!NOTE]\n>\n> x\n"),
        (":::note warn\nx\n:::", "> [!WARNING]\n>\n> x\n"),
        (":::message alert\nx\n:::", "> [!CAUTION]\n>\n> x\n"),
        (":::details題\nx\n:::", "> [!NOTE] 題\n>\n> x\n"),
        ("@[card](https://a.example/)", "<https://a.example/>"),
        ("@[gist](mei/12)", "<https://gist.github.com/mei/12>"),
        ("@[youtube](ab-c)", '<iframe src="https://www.youtube.com/embed/ab-c"></iframe>'),
        ('@[youtube](a"b)', 'youtube: a"b'),
        ("![a](/p.png =250x)", '<img src="/p.png" alt="a" width="250">'),
        ("```js:a.js\n@[card](x)\n```", "<p><strong>a.js</strong></p>\n\n```js\n@[card](x)\n```"),
        ("```diff ts:src/a.ts\n+x\n```", "<p><strong>src/a.ts</strong></p>\n\n```diff ts\n+x\n```"),
        ("```math\na:b\n```\n\n```\n:::message\n```", "$$\na:b\n$$\n\n```\n:::message\n```"),
        ("a $`x^2`$ b", "a $x^2$ b"),
        ("plain", "plain"),
    ],
)
def test_notations(written: str, read: str) -> None:
    assert zenn(locate(written)).text == read
