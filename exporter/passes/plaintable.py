"""A data table as text: columns aligned by display width, or, where the line is too short, a record for each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from lxml import etree

from exporter.passes.columns import pad, width, wrap

_GAP: Final = 2  # columns between cells
_MOST: Final = 1000  # a hostile colspan makes no row longer than this


class _Cell(NamedTuple):
    text: str
    align: str
    head: bool


def draw(table: etree._Element, columns: int, text: Callable[[etree._Element], str]) -> list[str]:
    """The rows of ``table`` as lines; ``text`` gives a cell's content on one line."""
    rows = [_row(row, text) for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return []
    count = max(map(len, rows))
    rows = [row + [_Cell("", "left", False)] * (count - len(row)) for row in rows]
    sizes = [max(width(row[number].text) for row in rows) for number in range(count)]
    if sum(sizes) + _GAP * (count - 1) <= columns:
        return _grid(rows, sizes)
    return _records(rows, columns)


def _row(row: etree._Element, text: Callable[[etree._Element], str]) -> list[_Cell]:
    cells: list[_Cell] = []
    for cell in row:
        align = (cell.get("style") or "").removeprefix("text-align:").replace("end", "right")
        cells.append(_Cell(text(cell), align, cell.tag == "th"))
        cells += [_Cell("", "left", False)] * min(int(cell.get("colspan") or 1) - 1, _MOST - len(cells))
    return cells


def _is_head(row: list[_Cell]) -> bool:
    return all(cell.head or not cell.text for cell in row) and any(cell.head for cell in row)


def _grid(rows: list[list[_Cell]], sizes: list[int]) -> list[str]:
    lines: list[str] = []
    for number, row in enumerate(rows):
        cells = [pad(cell.text, size, cell.align) for cell, size in zip(row, sizes, strict=True)]
        lines.append((" " * _GAP).join(cells).rstrip())
        if number == 0 and _is_head(row):
            lines.append((" " * _GAP).join("-" * size for size in sizes))
    return lines


def _records(rows: list[list[_Cell]], columns: int) -> list[str]:
    """Each row as its first cell and, below it, "name: value" for the others."""
    names = [cell.text for cell in rows[0]] if _is_head(rows[0]) else []
    body = rows[1:] if names else rows
    lines: list[str] = []
    for row in body:
        if lines:
            lines.append("")
        lines += wrap(row[0].text or "-", columns)
        for number, cell in enumerate(row[1:], 1):
            if cell.text:
                lines += _field(names[number] if names else "", cell.text, columns)
    return lines


def _field(name: str, value: str, columns: int) -> list[str]:
    lines = wrap(f"{name}: {value}" if name else value, columns - 4)
    return [("  " if number == 0 else "    ") + line for number, line in enumerate(lines)]
