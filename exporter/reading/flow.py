"""Blocks of JSX among Markdown: what is indented below a tag is not code, and a component's content goes where
the component stood."""

from __future__ import annotations

from typing import Final

from exporter.reading.located import Text
from exporter.reading.quoting import quoted, trimmed
from exporter.reading.rows import Row, dedented, fenced, indent, joined, nested, rows

# Rows that begin with these are where a block begins and ends. XML forbids both characters, so no reader sees
# one of a post's own.
OPEN: Final = "\x0e"
CLOSE: Final = "\x0f"
# A block that is a callout: its kind and its title follow, parted by a tab.
BOX: Final = "\x10"

# From here on a row would be code.
_CODE: Final = 4


def settled(body: Text) -> Text:
    """``body`` with its blocks laid flat: each between blank rows, its content no further indented than the
    block itself."""
    lines = _flat(rows(body))
    kept = (
        row
        for row, before, code in zip(lines, [(0, "."), *lines], fenced(lines), strict=False)
        if code or row[1].strip() or before[1].strip()
    )
    return joined(kept)


def _flat(lines: list[Row]) -> list[Row]:
    code = fenced(lines)
    inside = list(nested(lines, code))
    ends = _ends(lines)
    found: list[Row] = []
    i = shift = 0
    while i < len(lines):
        number, line = lines[i]
        if i not in ends:
            if not code[i] and line.strip():
                shift = _shift(line, found, shift, inside=inside[i])
            found.append((number, dedented(line, shift) if shift else line))
            i += 1
            continue
        margin = " " * indent(line) if inside[i] else ""
        shift = 0
        found += _block(line.lstrip(" \t")[1:], lines[i + 1 : ends[i]], number, margin)
        i = ends[i]
        if i < len(lines):
            closing = lines[i][1].lstrip(" \t")[1:]
            found += [
                (lines[i][0], ""),
                (lines[i][0], margin + closing if closing else ""),
                (lines[i][0], ""),
            ]
            i += 1
    return found


def _shift(line: str, before: list[Row], shift: int, *, inside: bool) -> int:
    """By how much a row and those below it are moved to the left: JSX knows no code by indentation."""
    column = indent(line)
    if inside or column < shift:
        return 0
    if shift or column < _CODE or (before and before[-1][1].strip()):
        return shift
    return column


def _ends(lines: list[Row]) -> dict[int, int]:
    """The row at which each block of the outermost level ends, by the row at which it begins."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for i, (_, line) in enumerate(lines):
        mark = line.lstrip(" \t")[:1]
        if mark == OPEN:
            opened.append(i)
        elif mark == CLOSE and opened:
            start = opened.pop()
            if not opened:
                found[start] = i
    if opened:
        found[opened[0]] = len(lines)
    return found


def _block(opening: str, lines: list[Row], number: int, margin: str) -> list[Row]:
    code = fenced(lines)
    columns = min(
        (
            indent(line)
            for (_, line), is_code in zip(lines, code, strict=True)
            if line.strip() and not is_code
        ),
        default=None,
    )
    if columns is None:
        columns = min((indent(line) for _, line in lines if line.strip()), default=0)
    content = trimmed(_flat([(at, dedented(line, columns)) for at, line in lines]))
    if opening.startswith(BOX):
        kind, _, title = opening[1:].partition("\t")
        return [(number, ""), *quoted(kind, title, content, number=number, indent=margin)]
    head = [(number, ""), (number, margin + opening), (number, "")] if opening else [(number, "")]
    return [*head, *((at, margin + line if line.strip() else "") for at, line in content)]
