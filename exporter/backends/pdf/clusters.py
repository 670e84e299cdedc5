"""What glyphs stand for where letters join, change places or have marks: a cluster of them for a character or more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple
from unicodedata import normalize

# Arabic ligatures by their letters. Poppler and PDFium turn round what a glyph stands for from right to left, letter by
# letter, so "لا" comes out as "ال"; of one character they make the right letters, in this order.
_LIGATURES: Final = {
    normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0xFEFC, 0xFE6F, -1), *range(0xFDFF, 0xFB4F, -1))
    if len(normalize("NFKC", chr(code))) > 1
}


class Cluster(NamedTuple):
    """Glyphs from ``start`` to ``stop`` that stand for ``text``; whether they say so together only."""

    start: int
    stop: int
    text: str
    is_said: bool


def clusters(text: bytes, item: Any, starts: Sequence[int]) -> list[Cluster]:
    """Those of a run of Pango's, ``item``; ``starts`` are where the characters of each glyph begin in ``text``."""
    leftward = item.analysis.level % 2 == 1
    found, at = [], 0
    for _, group in groupby(starts):
        stop = at + len(list(group))
        said = text_of(text, item, starts, at, stop - 1)
        if leftward and stop - at == 1:
            said = _LIGATURES.get(said, said)
        found.append(Cluster(at, stop, said, stop - at > 1 or (leftward and len(said) > 1)))
        at = stop
    return found


def text_of(text: bytes, item: Any, starts: Sequence[int], first: int, last: int | None = None) -> str:
    """What the glyphs from ``first`` to ``last`` stand for, which begin at one character."""
    last = first if last is None else last
    if item.analysis.level % 2:
        stop = starts[first - 1] if first else item.offset + item.length
    else:
        stop = starts[last + 1] if last + 1 < len(starts) else item.offset + item.length
    return str(text[starts[first] : stop], "utf-8")
