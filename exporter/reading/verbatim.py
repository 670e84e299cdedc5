"""Where a text is code, for notations within a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from exporter.reading.located import Text
from exporter.reading.rows import fenced, indent, nested, rows

_RUN: Final = re.compile(r"\\`|(?P<run>`+)|(?P<end>\n[ \t]*(?=\n))")


class Verbatim(Struct, frozen=True):
    """The spans of code, in order; ``starts`` are their beginnings, ``ends`` the offsets after them."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, offset: int) -> bool:
        return bool(self.end(offset))

    def end(self, offset: int) -> int:
        """Where the span ends that holds ``offset``; 0 where none does."""
        place = bisect_right(self.starts, offset) - 1
        return self.ends[place] if place >= 0 and offset < self.ends[place] else 0


def verbatim(body: Text) -> Verbatim:
    """Blocks of code, fenced or by indentation, and code spans."""
    blocks = list(_blocks(body))
    spans: list[tuple[int, int]] = []
    position = 0
    for start, end in [*blocks, (len(body.text), len(body.text))]:
        spans += _spans(body.text, position, start)
        if end > start:
            spans.append((start, end))
        position = end
    return Verbatim(tuple(start for start, _ in spans), tuple(end for _, end in spans))


def fences(body: Text) -> Verbatim:
    """Fenced blocks of code alone."""
    spans: list[tuple[int, int]] = []
    offset = 0
    lines = rows(body)
    for (_, line), code in zip(lines, fenced(lines), strict=True):
        if code:
            spans.append((offset, offset + len(line) + 1))
        offset += len(line) + 1
    return Verbatim(tuple(start for start, _ in spans), tuple(end for _, end in spans))


def outside(body: Text, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What ``pattern`` finds, but for matches that begin in code."""
    found = list(pattern.finditer(body.text))
    if found:
        code = verbatim(body)
        yield from (match for match in found if not code.holds(match.start()))


def _blocks(body: Text) -> Iterator[tuple[int, int]]:
    lines = rows(body)
    code = fenced(lines)
    offset = 0
    before = True  # whether code may begin by indentation: after a blank line or such code
    for (_, line), is_code, inside in zip(lines, code, nested(lines, code), strict=True):
        end = min(offset + len(line) + 1, len(body.text))
        indented = before and not inside and indent(line) >= 4 and bool(line.strip())
        if is_code or indented:
            yield offset, end
        before = not line.strip() or indented
        offset = end


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Code spans: a run of backticks up to the next of the same length within the paragraph."""
    paragraph: list[tuple[int, int]] = []
    for match in _RUN.finditer(text, start, end):
        if match["end"] is not None:
            yield from _paired(paragraph)
            paragraph = []
        elif match["run"]:
            paragraph.append(match.span())
    yield from _paired(paragraph)


def _paired(runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = {end - start: i for i, (start, end) in enumerate(runs)}
    i = 0
    while i < len(runs):
        start, end = runs[i]
        size = end - start
        if last[size] > i:
            i += 1
            while runs[i][1] - runs[i][0] != size:
                i += 1
            yield start, runs[i][1]
        i += 1
