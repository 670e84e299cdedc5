"""The lines of a chapter's post behind the lines of its document, for those who judge the book."""

from __future__ import annotations

import re
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
    """The document ``content`` without its marks."""
    pattern = re.compile(rb' %s="(\d+)"' % mark.encode())
    rows, pairs, last = content.split(b"\n"), [], 0
    for number, row in enumerate(rows, 1):
        found = pattern.search(row)
        if found is None:
            continue
        rows[number - 1] = pattern.sub(b"", row)
        if int(found[1]) != last:
            last = int(found[1])
            pairs.append(f"{number}:{last}")
    return Settled(b"\n".join(rows), " ".join(pairs))
