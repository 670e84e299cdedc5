"""A Text as rows, for notations that are made of whole lines: what is code, what stands inside a list, what
is indented by how much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from exporter.reading.located import Text

# The source line, and what stands on it.
Row = tuple[int, str]

# Columns a tab may end at (CommonMark 0.31.2, section 2.2).
_TAB: Final = 4

_FENCE: Final = re.compile(
    r"(?P<before>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(?P<run>`{3,}(?=[^`]*\Z)|~{3,})"
)
# What holds the rows below it that are indented further: items of lists, notes, definitions.
_CONTAINER: Final = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\Z)|\[\^[^\]]+\]:|:[ \t])")


def rows(text: Text) -> list[Row]:
    return list(zip(text.numbers, text.text.split("\n"), strict=True))


def joined(lines: Iterable[Row]) -> Text:
    """The Text of which these are the rows."""
    kept = list(lines) or [(1, "")]
    return Text("\n".join(line for _, line in kept), tuple(number for number, _ in kept))


def indent(line: str) -> int:
    """Columns of white space before the first character."""
    column = 0
    for char in line:
        if char == " ":
            column += 1
        elif char == "\t":
            column += _TAB - column % _TAB
        else:
            break
    return column


def dedented(line: str, columns: int) -> str:
    """``line`` without its first ``columns`` columns of white space, or without all it has."""
    if line.startswith(" " * columns):
        return line[columns:]
    return " " * max(0, indent(line) - columns) + line.lstrip(" \t")


def fenced(lines: list[Row]) -> list[bool]:
    """Whether each row belongs to a fenced block of code, its fences included."""
    found: list[bool] = []
    closing: re.Pattern[str] | None = None
    inside = ""  # the white space, quote marks and bullet before the fence
    for _, line in lines:
        if closing is not None and _left(line, inside):
            closing = None
        if closing is not None:
            found.append(True)
            if closing.match(line):
                closing = None
        elif fence := _FENCE.match(line):
            inside = fence["before"]
            run = fence["run"]
            closing = re.compile(rf"[ \t>]*{re.escape(run[0])}{{{len(run)},}}[ \t]*\Z")
            found.append(True)
        else:
            found.append(False)
    return found


def _left(line: str, inside: str) -> bool:
    """Whether the quote or the item that held a fence ends before ``line``, and the fence with it."""
    if ">" in inside:
        return not line.lstrip(" \t").startswith(">")
    held = inside.strip(" \t") or indent(inside) >= _TAB
    return bool(held) and bool(line.strip()) and indent(line) == 0


def nested(lines: list[Row], code: list[bool]) -> Iterator[bool]:
    """Whether each row stands inside an item, a note or a definition that began on a row before it."""
    open_at: list[int] = []
    for (_, line), is_code in zip(lines, code, strict=True):
        if not is_code and line.strip():
            column = indent(line)
            while open_at and open_at[-1] >= column:
                open_at.pop()
            yield bool(open_at)
            if _CONTAINER.match(line):
                open_at.append(column)
        else:
            yield bool(open_at)
