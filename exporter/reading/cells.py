"""Quarto's and R Markdown's code cells, ```` ```{python} ```` with ``#| echo: false``: fenced code, or nothing
where the cell is not shown. What a cell computes stands in none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from exporter.reading.located import Text
from exporter.reading.rows import Row, fenced, joined, rows

_CELL: Final = re.compile(
    r"(?P<margin>[ \t>]*)(?P<run>`{3,}|~{3,})[ \t]*\{(?P<language>=?[A-Za-z][\w-]*)(?P<said>[^{}]*)\}[ \t]*\Z"
)
_OPTION: Final = re.compile(r"[ \t>]*(?:#|//|--|%%)\|[ \t]*(?P<key>[\w.-]+):[ \t]*(?P<value>.*?)[ \t]*\Z")
_SAID: Final = re.compile(r"(?P<key>[\w.]+)[ \t]*=[ \t]*(?P<value>\"[^\"]*\"|'[^']*'|[^\s,]+)")
_RUN: Final = re.compile(r"`{3,}|~{3,}")
_FALSE: Final = frozenset(["false", "FALSE", "F", "no"])
# What runs in the reader's browser has no results to keep.
_BROWSER: Final = frozenset(["mermaid", "dot", "ojs", "css", "js", "html"])


class Cells(Struct, frozen=True):
    """The body with its cells as they are read here; ``computing`` are those that show what they compute."""

    body: Text
    computing: int


def cells(body: Text) -> Cells:
    if "{" not in body.text:
        return Cells(body, 0)
    lines = rows(body)
    found: list[Row] = []
    computing = 0
    for block, code in _blocks(lines):
        opening = _CELL.match(block[0][1]) if code else None
        if opening is None:
            found += block
            continue
        shown, computes = _cell(block, opening)
        found += shown
        computing += computes
    return Cells(joined(found), computing)


def _blocks(lines: list[Row]) -> Iterator[tuple[list[Row], bool]]:
    """The rows cut at fenced blocks, and whether each piece is one; two that touch are two."""
    piece: list[Row] = []
    closing: re.Pattern[str] | None = None  # of the block that the piece is
    for row, code in zip(lines, fenced(lines), strict=True):
        if piece and code != (closing is not None):
            yield piece, closing is not None
            piece, closing = [], None
        piece.append(row)
        if code and closing is None:
            closing = _closing(row[1])
        elif closing is not None and closing.fullmatch(row[1]):
            yield piece, True
            piece, closing = [], None
    if piece:
        yield piece, closing is not None


def _closing(line: str) -> re.Pattern[str]:
    run = _RUN.search(line)
    sign = run[0] if run else "```"
    return re.compile(rf"[ \t>]*{re.escape(sign[0])}{{{len(sign)},}}[ \t]*")


def _cell(block: list[Row], opening: re.Match[str]) -> tuple[list[Row], bool]:
    number, margin, language = block[0][0], opening["margin"], opening["language"]
    said = {pair["key"]: pair["value"].strip("\"'") for pair in _SAID.finditer(opening["said"])}
    code = block[1:-1]
    while code and (option := _OPTION.match(code[0][1])):
        said[option["key"]] = option["value"]
        code = code[1:]
    if language.startswith("="):
        return ([*code, (block[-1][0], margin.rstrip())] if language == "=html" else []), False
    hidden = {key for key in ("include", "echo", "eval", "output") if said.get(key) in _FALSE}
    computes = not hidden & {"include", "eval", "output"} and language not in _BROWSER
    if hidden & {"include", "echo"} or not code:
        return [(number, margin.rstrip())], computes
    return [(number, f"{margin}{opening['run']}{language}"), *code, block[-1]], computes
