"""A finished volume as its reader has it: the words on each page where PDFium finds them, what leads where by pikepdf.

Poppler reads every font of the volume again for every page: 106 s of CPU for 2,018 pages, PDFium takes 13.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from ctypes import byref
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, Self

import pypdfium2
import pypdfium2.raw as pdfium

from exporter.checks.pdf_file import PdfFile


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
        with closing(pypdfium2.PdfDocument(self.path)) as opened:
            return [[], *(_words(opened, number) for number in range(len(opened)))]

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


def _words(opened: pypdfium2.PdfDocument, number: int) -> list[Word]:
    with closing(opened[number]) as page, closing(page.get_textpage()) as text:
        marks = [_mark(text.raw, n) for n in range(text.count_chars())]
    words: list[Word] = []
    for is_word, group in groupby(marks, lambda mark: not mark.text.isspace()):
        if is_word:
            words += _lines(list(group))
    return words


class _Mark(NamedTuple):
    """A character and its box: left, low, right, high in points from the lower left corner of the page."""

    text: str
    box: tuple[float, float, float, float]


def _mark(page: Any, n: int) -> _Mark:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, n, byref(box))
    code = pdfium.FPDFText_GetUnicode(page, n)
    return _Mark(chr(code), (box.left, box.bottom, box.right, box.top))


def _lines(marks: list[_Mark]) -> Iterator[Word]:
    """A word for each line that ``marks`` without a space between them stand on."""
    start = 0
    for n in range(1, len(marks) + 1):
        if n == len(marks) or not _beside(marks[n - 1], marks[n]):
            yield _word(marks[start:n])
            start = n


def _beside(one: _Mark, other: _Mark) -> bool:
    return one.box[1] < (other.box[1] + other.box[3]) / 2 < one.box[3]


def _word(marks: list[_Mark]) -> Word:
    boxes = [mark.box for mark in marks]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
    # A character beyond the first 65,536 comes in two halves.
    text = "".join(mark.text for mark in marks).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Word((left + right) / 2, (low + high) / 2, right, text)
