"""A site in Chinese or Korean gets a book, a letter and a volume that hold no English word of ours."""

from __future__ import annotations

import html
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Final

import pytest

from exporter.cli import main

_POST: Final = """---
title: {0}
date: 2026-07-0{1}
tags: [{0}]
---
{0}[^1]

> [!NOTE]
> {0}

- [ ] {0}
- [x] {0}

| {0} | {0} |
|--|--|
| 1 | 2 |

[^1]: {0}
"""
_CONFIG: Final = """
[publications.book]
backend = "epub"
every = "month"
[publications.volume]
backend = "pdf"
every = "year"
index = true
[publications.letter]
backend = "newsletter"
every = "month"
"""
# Names that are the same in every language, and what machines read.
_NAMES: Final = re.compile(
    r"(?:https?://)?example\.org\S*|mailto:\S+|urn:uuid:\S+|exporter|WeasyPrint|&\w+;|\bii\b"
)


@pytest.mark.parametrize(
    ("language", "word"), [("zh-CN", "山中下雨"), ("zh-TW", "山中下雨"), ("ko", "산속의비")]
)
def test_no_english_word_of_ours(tmp_path: Path, language: str, word: str) -> None:
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    for day in (1, 2):
        (posts / f"{day}.md").write_text(_POST.format(word, day), "utf-8")
    hugo = f'title = "{word}"\nlanguageCode = "{language}"\nbaseURL = "https://example.org/"\n'
    (tmp_path / "hugo.toml").write_text(f'{hugo}defaultContentLanguage = "{language}"\n', "utf-8")
    (tmp_path / "exporter.toml").write_text(_CONFIG, "utf-8")
    out = tmp_path / "out"

    args = ["build", "--site", str(tmp_path), "--cache", str(tmp_path / "cache"), "--out", str(out)]
    assert main([*args, "--jobs", "1"]) == 0

    for text in (_book(out / "book/2026-07.epub"), _volume(out / "volume/2026.pdf"), _letter(out / "letter")):
        assert word in text
        assert re.findall("[A-Za-z]{2,}", _NAMES.sub("", text)) == []


def _book(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return "".join(
            _plain(book.read(name).decode()) for name in book.namelist() if name.endswith(".xhtml")
        )


def _volume(path: Path) -> str:
    return subprocess.run(
        ["pdftotext", str(path), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout


def _letter(folder: Path) -> str:
    page = (folder / "2026-07.html").read_text("utf-8")
    return _plain(page) + (folder / "2026-07.txt").read_text("utf-8")


def _plain(page: str) -> str:
    """What a reader sees or hears: text, and the labels and descriptions of things."""
    page = re.sub(r"(?s)<style.*?</style>|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>", "", page)
    labels = re.findall(r'(?:aria-label|alt|title)="([^"]*)"', page)
    return html.unescape(" ".join([re.sub(r"(?s)<[^>]*>", " ", page), *labels]))
