"""Lines of code too long for the page: each hangs from its first words, and a hook marks where it goes on.

WeasyPrint breaks within a run of one colour, never between two: a bracket of its own colour hung out of the box.
So a long line may be broken between its runs where no space is near. Pango paints nothing for the zero-width space, so
nobody copies it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from itertools import accumulate
from typing import Final

from lxml import etree

from exporter.passes.columns import width

LONG: Final = "long"
PARTED: Final = "long parted"
HUNG: Final = "hung"
# A line of more columns than this may be parted by a page's end: kept whole it would leave much of a page empty.
_WHOLE: Final = 240
_ZWSP: Final = "\u200b"
# What belongs to the run before it, where that is short enough to be carried over with it.
_CLOSING: Final = tuple(",;:.)]}>\"'")
_SHORT: Final = 20
# Pango's time for a line grows with all the text behind it: two lines of 20,000 characters took 10 s of CPU, 2.4 so.
_MOST: Final = 1000
# In columns, of which a line of code on the smallest page holds more than this.
_FITS: Final = 56
# And the lines that hang below it.
_WORD_FITS: Final = 50
_WORD: Final = re.compile(r"\S+")

Piece = tuple[str, etree._Element | None]


def hang_long_lines(root: etree._Element) -> None:
    """Makes a block of every line of ``pre > code`` that may not fit; the characters stay the same.

    Of the first and the last line as well, for neither may stand alone on a page.
    """
    for code in root.iter("code"):
        parent = code.getparent()
        if parent is None or parent.tag != "pre" or any(len(child) for child in code):
            continue
        lines = list(_lines(code))
        if any(_is_long(line) for line in lines):
            code.text, code[:] = None, []
            code.set("class", HUNG)
            for at, line in enumerate(lines):
                _add(code, line, block=at in (0, len(lines) - 1) or _is_long(line))


def _lines(code: etree._Element) -> Iterator[list[Piece]]:
    """The pieces of each line, its line feed among them."""
    line: list[Piece] = []
    for text, holder in _pieces(code):
        for part in text.splitlines(keepends=True):
            line.append((part, holder))
            if part.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def _pieces(code: etree._Element) -> Iterator[Piece]:
    yield code.text or "", None
    for child in code:
        yield child.text or "", child
        yield child.tail or "", None


def _is_long(line: list[Piece]) -> bool:
    return width("".join(text for text, _ in line)) > _FITS


def _add(code: etree._Element, line: list[Piece], *, block: bool) -> None:
    target = code
    if block:
        name = LONG if width("".join(text for text, _ in line)) <= _WHOLE else PARTED
        target = etree.SubElement(code, "span", {"class": name})
        line = _loosen(list(_cut(line)))
    for text, holder in line:
        if holder is not None:
            made = copy(holder)
            made.text, made.tail = text, None
            target.append(made)
        elif len(target):
            target[-1].tail = (target[-1].tail or "") + text
        else:
            target.text = (target.text or "") + text


def _cut(line: list[Piece]) -> Iterator[Piece]:
    """``line`` with no piece longer than MOST."""
    for text, holder in line:
        if len(text) <= _MOST:
            yield text, holder
            continue
        for start in range(0, len(text), _MOST):
            yield text[start : start + _MOST], etree.Element("span") if holder is None else holder


def _loosen(line: list[Piece]) -> list[Piece]:
    """``line`` with places to break it between pieces, where it has no space for longer than a line."""
    ends = list(accumulate(len(text) for text, _ in line))
    words = [
        word.span()
        for word in _WORD.finditer("".join(text for text, _ in line))
        if width(word[0]) > _WORD_FITS
    ]
    loose, before = line[:1], len(line[0][0])
    for (text, holder), at in zip(line[1:], ends, strict=False):
        inside = any(start < at < stop for start, stop in words)
        if inside and before and not (before <= _SHORT and text.startswith(_CLOSING)):
            loose.append((_ZWSP, None))
            before = 0
        loose.append((text, holder))
        before += len(text)
    return loose
