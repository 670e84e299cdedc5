"""``:::python`` or ``#!python`` as the first line of indented code: how Python-Markdown's codehilite is told
the language. Becomes a fence with that language."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.rows import Row, dedented, fenced, indent, joined, rows

# ``#!/bin/sh`` is a line of the program, and names its language too.
_LANGUAGE: Final = re.compile(
    r"[ \t]+(?:(?:::+|#!)(?P<name>[\w+#.-]+)|(?P<shebang>#!/[^\s]+.*?))(?:[ \t].*)?[ \t]*\Z"
)
_RUNS: Final = re.compile(r"`{3,}")
_STEP: Final = 4


def code_languages(body: Text) -> Text:
    """``body`` with such code fenced; ``body`` itself where there is none."""
    if ":::" not in body.text and "#!" not in body.text:
        return body
    lines = rows(body)
    code = fenced(lines)
    found: list[Row] = []
    i = 0
    while i < len(lines):
        match = None if code[i] or indent(lines[i][1]) < _STEP else _LANGUAGE.match(lines[i][1])
        if match is None or (match["shebang"] and i and lines[i - 1][1].strip()):
            found.append(lines[i])
            i += 1
            continue
        margin = indent(lines[i][1]) - _STEP
        end = _end(lines, i + 1, margin + _STEP)
        found += _fence(lines[i:end], match, margin)
        i = end
    return joined(found) if len(found) != len(lines) or found != lines else body


def _end(lines: list[Row], start: int, columns: int) -> int:
    end = start
    for i in range(start, len(lines)):
        line = lines[i][1]
        if line.strip() and indent(line) < columns:
            break
        end = i + 1 if line.strip() else end
    return end


def _fence(block: list[Row], match: re.Match[str], margin: int) -> list[Row]:
    """The block as fenced code; a line that only names the language is not of it."""
    number = block[0][0]
    name = match["name"] or match["shebang"].split()[0].rsplit("/", 1)[-1]
    content = block if match["shebang"] else block[1:]
    longest = max((len(run) for _, line in content for run in _RUNS.findall(line)), default=2)
    before, ticks = " " * margin, "`" * (longest + 1)
    inner = [(at, before + dedented(line, margin + _STEP) if line.strip() else "") for at, line in content]
    return [(number, ""), (number, f"{before}{ticks}{name}"), *inner, (block[-1][0], before + ticks)]
