"""A table for a terminal. To import a library for it takes longer than many a build."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

_GAP = 2


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> str:
    """``rows`` under ``header``: the first and the last column to the left, the others to the right. A first column too
    long for ``width`` columns of the terminal is folded.
    """
    rest = [max(_columns(row[i]) for row in (header, *rows)) for i in range(1, len(header))]
    longest = max(_columns(row[0]) for row in (header, *rows))
    first = max(12, min(longest, width - sum(rest) - _GAP * len(rest)))
    lines = [*_lines(header, first, rest), "─" * (first + sum(rest) + _GAP * len(rest))]
    for row in rows:
        lines += _lines(row, first, rest)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """``rows`` in columns, all to the left."""
    sizes = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield (" " * _GAP).join(map(_left, row, sizes)).rstrip()


def _lines(row: Sequence[str], first: int, rest: Sequence[int]) -> Iterator[str]:
    *folded, last = _folded(row[0], first)
    yield from folded
    cells = [_left(last, first)]
    for i, (cell, columns) in enumerate(zip(row[1:], rest, strict=True), 1):
        cells.append(_left(cell, columns) if i == len(rest) else " " * (columns - _columns(cell)) + cell)
    yield (" " * _GAP).join(cells)


def _left(cell: str, columns: int) -> str:
    return cell + " " * (columns - _columns(cell))


def _folded(text: str, columns: int) -> list[str]:
    lines = [""]
    for character in text:
        if _columns(lines[-1] + character) > columns:
            lines.append("")
        lines[-1] += character
    return lines


def _columns(text: str) -> int:
    """How many columns a terminal gives ``text``: two to a wide character, none to one that combines."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
