"""Marked content of one page (ISO 32000-1, 14.6): each piece given to its structure element, neighbours of one joined.

WeasyPrint marks every line of text; a paragraph of ten lines needs one mark. Fewer marks are fewer entries
of the parent
tree, and smaller pages: with the needless zeros gone a page of Latin text takes two thirds of its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

ARTIFACT: Final = -1

_MCID: Final = re.compile(rb"/MCID (\d+)")
_PAGINATION: Final = b"/Artifact BMC"


class Marked(NamedTuple):
    """A content stream; the owner of each of its marks; and what became of the marks it had before."""

    content: bytes
    owners: list[int]
    numbers: dict[int, int]


def rewrite(operators: Sequence[bytes], owners: Mapping[int, int]) -> Marked:
    """The content stream of ``operators``, wrapped in q and Q, with its marks joined and renumbered.

    ``owners`` maps the marks of ``operators`` to structure elements, or to ARTIFACT for what only looks like content:
    table heads that are repeated on the next page, decoration, images without meaning.
    """
    out: list[bytes] = [b"q"]
    found: list[int] = []
    numbers: dict[int, int] = {}
    open_marks: list[int] = []
    closed: int | None = None
    items = iter(operators)
    for item in items:
        if item[:1] == b"/" and b" " not in item:
            properties = next(items)
            owner, before = ARTIFACT, ARTIFACT
            if properties != b"BMC":
                next(items)
                match = _MCID.search(properties)
                before = int(match[1]) if match else ARTIFACT
                owner = owners.get(before, ARTIFACT)
            if closed == owner and out[-1] == b"EMC" and not open_marks:
                out.pop()
            else:
                out.append(_begin(owner, found))
            if owner != ARTIFACT:
                numbers[before] = len(found) - 1
            open_marks.append(owner)
        elif item == b"EMC":
            owner = open_marks.pop()
            if _end(out, found):
                closed = owner
            else:
                numbers = {before: now for before, now in numbers.items() if now < len(found)}
        else:
            _append(out, item)
    out.append(b"Q")
    return Marked(b"\n".join(out), found, numbers)


def strip(operators: Sequence[bytes]) -> bytes:
    """The content stream of ``operators`` without any marks, for what is an artifact as a whole."""
    out: list[bytes] = []
    items = iter(operators)
    for item in items:
        if item[:1] == b"/" and b" " not in item:
            if next(items) != b"BMC":
                next(items)
        elif item != b"EMC":
            _append(out, item)
    return b"\n".join(out)


def _begin(owner: int, found: list[int]) -> bytes:
    if owner == ARTIFACT:
        return _PAGINATION
    found.append(owner)
    return b"/P<</MCID %d>>BDC" % (len(found) - 1)


def _end(out: list[bytes], found: list[int]) -> bool:
    """Closes a mark, or takes it back where nothing was painted in it."""
    if out[-1].endswith(b"BDC"):
        found.pop()
        out.pop()
        return False
    if out[-1] == _PAGINATION:
        out.pop()
        return False
    out.append(b"EMC")
    return True


def _append(out: list[bytes], item: bytes) -> None:
    if item == b"BT" and out and out[-1] == b"ET":
        # The text matrix that follows is absolute, and font and size are graphics state.
        out.pop()
        return
    out.append(item)
