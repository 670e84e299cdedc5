"""Lines of code too long for the page: each hangs from its first words, and a hook marks where it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Final

from lxml import etree

from exporter.passes.columns import width

LONG: Final = "long"
# In columns, of which a line of code on the smallest page holds more than this.
_FITS: Final = 56

Piece = tuple[str, etree._Element | None]


def hang_long_lines(root: etree._Element) -> None:
    """Makes a block of every line of ``pre > code`` that may not fit; the characters stay the same."""
    for code in root.iter("code"):
        parent = code.getparent()
        if parent is None or parent.tag != "pre" or any(len(child) for child in code):
            continue
        lines = list(_lines(code))
        if any(_is_long(line) for line in lines):
            code.text, code[:] = None, []
            for line in lines:
                _add(code, line)


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


def _add(code: etree._Element, line: list[Piece]) -> None:
    target = etree.SubElement(code, "span", {"class": LONG}) if _is_long(line) else code
    for text, holder in line:
        if holder is not None:
            made = copy(holder)
            made.text, made.tail = text, None
            target.append(made)
        elif len(target):
            target[-1].tail = (target[-1].tail or "") + text
        else:
            target.text = (target.text or "") + text
