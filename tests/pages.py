"""A finished volume as its reader has it: the words on each page where poppler finds them, what leads where by pikepdf,
and whether the two say the same.
"""

from __future__ import annotations

import html
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from exporter.checks.pdf_file import PdfFile

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)</word>', re.DOTALL
)


class Word(NamedTuple):
    """Its middle and its right edge in points from the lower left corner of the page, and its text."""

    x: float
    y: float
    right: float
    text: str


class Bookmark(NamedTuple):
    """``level`` is counted from 0, ``page`` from 1."""

    level: int
    title: str
    page: int


class Line(NamedTuple):
    """A link of the contents or the index: the words that stand in its rectangle, and the page, from 1, it leads to."""

    page: int
    words: list[str]
    target: int


class Pages(PdfFile):
    """Pages are counted from 1, as in a reader."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def words(self) -> list[list[Word]]:
        """The words of each page in the order of the file; the first entry is empty."""
        run = subprocess.run(
            ["pdftotext", "-q", "-raw", "-bbox", self.path, "-"], capture_output=True, text=True, check=True
        )
        return [[], *map(_words, _PAGE.finditer(run.stdout))]

    @cached_property
    def labels(self) -> list[str]:
        """The label of each page; the first entry is empty."""
        return ["", *(str(page.label) for page in self.pages)]

    @cached_property
    def body(self) -> int:
        """The first page that has a number in digits."""
        return next(n for n, label in enumerate(self.labels) if label.isdecimal())

    def folio(self, page: int) -> str:
        """The number printed at the foot of ``page``."""
        return " ".join(word.text for word in self.words[page] if word.y < 40)

    def letters(self, first: int, last: int = 0) -> str:
        """Letters and digits of the pages ``first`` to ``last``, without their feet and heads."""
        pages = range(first, max(first, last) + 1)
        return "".join(letters(word.text) for page in pages for word in self.body_words(page))

    def body_words(self, page: int) -> Iterator[Word]:
        """The words of ``page`` between its head and its foot."""
        height = float(self.pages[page - 1].MediaBox[3])
        return (word for word in self.words[page] if 40 < word.y < height - 40)

    def lines(self, pages: range) -> Iterator[Line]:
        """The links of ``pages`` that stay in the file."""
        for number, note in self.annotations:
            action = note.get("/A")
            if number not in pages or action is None or action.get("/S") != "/GoTo":
                continue
            left, low, right, high = map(float, note.Rect)
            inside = [
                w.text for w in self.words[number] if left - 1 <= w.x <= right + 1 and low <= w.y <= high
            ]
            yield Line(number, inside, self.number(action.D))

    def outline(self) -> Iterator[Bookmark]:
        """The bookmarks in their order."""
        todo = [(0, self.root.Outlines.get("/First"))]
        while todo:
            level, item = todo.pop()
            if item is not None:
                yield Bookmark(level, str(item.Title), self.number(item.Dest))
                todo += [(level, item.get("/Next")), (level + 1, item.get("/First"))]

    @property
    def info(self) -> dict[str, str]:
        """What pdfinfo says."""
        run = subprocess.run(["pdfinfo", self.path], capture_output=True, text=True, check=True)
        rows = (line.partition(":") for line in run.stdout.splitlines())
        return {name: value.strip() for name, _, value in rows}


def letters(text: str) -> str:
    """Letters and digits in their plain forms, as one glyph may stand for several that look alike."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _words(page: re.Match[str]) -> list[Word]:
    height = float(page[2])
    return [
        Word((float(a) + float(c)) / 2, height - (float(b) + float(d)) / 2, float(c), html.unescape(text))
        for a, b, c, d, text in _WORD.findall(page[3])
    ]
