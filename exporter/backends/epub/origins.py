"""The lines of a chapter's post behind the lines of its document, for those who judge the book."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

_LINE = "data-line"


class Settled(NamedTuple):
    """A document without its marks, and what they said: ``lines`` as in Origin."""

    content: bytes
    lines: str


def mark_lines(root: etree._Element, mark: str) -> None:
    """Renames ``data-line`` to ``mark``, an attribute that no text of the post can be taken for."""
    for element in root.iter(etree.Element):
        line = element.attrib.pop(_LINE, "")
        if line:
            element.set(mark, line)


def settle_lines(content: bytes, mark: str) -> Settled:
    """The document ``content`` without its marks; of several in one row the first counts."""
    first, *rest = content.split(f' {mark}="'.encode())
    kept, pairs = [first], []
    row, counted, last = 1 + first.count(b"\n"), 0, b""
    for piece in rest:
        line, _, tail = piece.partition(b'"')
        if row != counted and line != last:
            pairs.append(f"{row}:{line.decode()}")
            last = line
        kept.append(tail)
        counted = row
        row += tail.count(b"\n")
    return Settled(b"".join(kept), " ".join(pairs))
