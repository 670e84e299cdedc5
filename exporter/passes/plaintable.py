"""A data table as text: columns aligned by display width, or, where the line is too short, a record for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Final, Literal, NamedTuple

from lxml import etree

from exporter.passes.columns import pad, width, wrap

_GAP: Final = 2  # columns between cells
_MOST: Final = 1000  # a hostile colspan makes no row longer than this


class _Cell(NamedTuple):
    """``spans`` says that the text is of the cell to the left or above, which spans this one."""

    text: str
    align: str = "left"
    head: bool = False
    spans: Literal["", "left", "above"] = ""


_Row = list[_Cell]


def draw(table: etree._Element, columns: int, text: Callable[[etree._Element], str]) -> list[str]:
    """The rows of ``table`` as lines; ``text`` gives a cell's content on one line."""
    rows = [row for row in _rows(table, text) if row]
    if not rows:
        return []
    count = max(map(len, rows))
    rows = [row + [_Cell("")] * (count - len(row)) for row in rows]
    heads = list(takewhile(_is_head, rows))
    body = rows[len(heads) :]
    sizes = _sizes(rows)
    if sum(sizes) + _GAP * (count - 1) <= columns:
        return _grid(heads, body, sizes)
    return _records(heads, body, columns) if body else _records([], heads, columns)


def _rows(table: etree._Element, text: Callable[[etree._Element], str]) -> Iterator[_Row]:
    """Each with a cell for every column, as far as it goes."""
    below: dict[int, tuple[_Cell, int]] = {}  # by column: what spans the next rows, and how many
    for row in table.iter("tr"):
        cells: _Row = []
        for cell in row:
            _take_spanned(cells, below)
            _place(cell, text(cell), cells, below)
        _take_spanned(cells, below)
        yield cells


def _take_spanned(cells: _Row, below: dict[int, tuple[_Cell, int]]) -> None:
    while len(cells) in below:
        cell, rows = below.pop(len(cells))
        if rows > 1:
            below[len(cells)] = cell, rows - 1
        cells.append(cell)


def _place(cell: etree._Element, text: str, cells: _Row, below: dict[int, tuple[_Cell, int]]) -> None:
    align = (cell.get("style") or "").removeprefix("text-align:").replace("end", "right")
    made = _Cell(text, align, cell.tag == "th")
    for number in range(max(1, min(int(cell.get("colspan") or 1), _MOST - len(cells)))):
        placed = made._replace(spans="left") if number else made
        if (rows := int(cell.get("rowspan") or 1)) > 1:
            below[len(cells)] = placed._replace(spans=placed.spans or "above"), rows - 1
        cells.append(placed)


def _spans(row: _Row) -> Iterator[tuple[int, int, str]]:
    """What is drawn: the columns each cell takes, from and up to, and its text."""
    start = 0
    for stop in range(1, len(row) + 1):
        if stop == len(row) or row[stop].spans != "left":
            yield start, stop, "" if row[start].spans else row[start].text
            start = stop


def _sizes(rows: list[_Row]) -> list[int]:
    """Of the columns: first for cells of one, then the last of those that a cell over several still lacks."""
    sizes = [0] * len(rows[0])
    spans = sorted((span for row in rows for span in _spans(row)), key=lambda span: span[1] - span[0])
    for start, stop, text in spans:
        sizes[stop - 1] += max(0, width(text) - _over(sizes, start, stop))
    return sizes


def _over(sizes: list[int], start: int, stop: int) -> int:
    return sum(sizes[start:stop]) + _GAP * (stop - start - 1)


def _is_head(row: _Row) -> bool:
    return all(cell.head or not cell.text for cell in row) and any(cell.head for cell in row)


def _grid(heads: list[_Row], body: list[_Row], sizes: list[int]) -> list[str]:
    lines = [
        _line([pad(text, _over(sizes, start, stop), row[start].align) for start, stop, text in _spans(row)])
        for row in heads + body
    ]
    if heads:
        lines.insert(len(heads), _line(["-" * size for size in sizes]))
    return lines


def _line(cells: list[str]) -> str:
    return (" " * _GAP).join(cells).rstrip()


def _records(heads: list[_Row], body: list[_Row], columns: int) -> list[str]:
    """Each row as its first cell and, below it, "name: value" for the others."""
    names = [
        " ".join(dict.fromkeys(cell.text for cell in column if cell.text))
        for column in zip(*heads, strict=True)
    ]
    lines: list[str] = []
    for row in body:
        if lines:
            lines.append("")
        lines += wrap(row[0].text or "-", columns)
        for number, cell in enumerate(row[1:], 1):
            if cell.text and cell.spans != "left":
                lines += _field(names[number] if names else "", cell.text, columns)
    return lines


def _field(name: str, value: str, columns: int) -> list[str]:
    lines = wrap(f"{name}: {value}" if name else value, columns - 4)
    return [("  " if number == 0 else "    ") + line for number, line in enumerate(lines)]
