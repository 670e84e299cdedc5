"""Tables of a post fitted to the page before WeasyPrint sees them: type made smaller, columns given their widths.

A fixed layout is a fifth of a page's time faster than WeasyPrint's own search for widths, and never clips.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from lxml import etree

from exporter.backends.pdf.grid import make_regular
from exporter.passes.columns import width

# What a table may want in ems of its own type before it is set smaller, and what a line of 34 ems holds of each size.
_ROOM: Final = {"": 39.0, "dense": 44.0, "wide": 52.0}
_DENSE: Final = 44
_WIDE: Final = 66
_LONGEST: Final = 14.0
_PADDING: Final = 1.3
_NARROW, _MIDDLE, _BROAD = 0.35, 0.6, 0.95
# More columns than this leave less than three characters to each: the table is set row by row.
_MOST_COLUMNS: Final = 16

Cell = etree._Element | None


def fit_tables(root: etree._Element) -> None:
    """Sets the class and the columns of every table below ``root``."""
    for table in root.iter("table"):
        make_regular(table)
        rows = [list(row) for row in table.iterfind("./*/tr")]
        columns = max((sum(_span(cell) for cell in row) for row in rows), default=0)
        if columns > _MOST_COLUMNS:
            table.set("class", "listed")
            _list_rows(rows)
            continue
        natural = _natural(rows, columns)
        capped = sum(min(ems, _LONGEST + _PADDING) for ems in natural)
        size = "wide" if capped > _WIDE else "dense" if capped > _DENSE else ""
        if size:
            table.set("class", size)
        _set_columns(table, share(natural, _ROOM[size]))


def share(natural: Sequence[float], room: float) -> list[float]:
    """The width of each column in ems: what it wants, or a fair part of what the modest ones leave."""
    left = dict(enumerate(natural))
    widths: dict[int, float] = {}
    while left:
        weight = sum(ems**0.5 for ems in left.values())
        modest = {n: ems for n, ems in left.items() if ems <= room * ems**0.5 / weight}
        if not modest:
            return [widths.get(n, room * left.get(n, 0) ** 0.5 / weight) for n in range(len(natural))]
        for n, ems in modest.items():
            widths[n] = ems
            room -= left.pop(n)
    return [widths[n] for n in range(len(natural))]


def _natural(rows: Sequence[Sequence[etree._Element]], columns: int) -> list[float]:
    """What each column would take on one line; a cell over several columns asks for nothing."""
    wanted = [_PADDING + 1.0] * columns
    for column, cells in enumerate(zip_longest(*rows)):
        if column < columns:
            wanted[column] = max(wanted[column], *(_ems(cell) for cell in cells))
    return wanted


def _ems(cell: Cell) -> float:
    if cell is None or _span(cell) > 1:
        return 0.0
    text = "".join(map(str, cell.itertext())).strip()
    bold = 1.08 if cell.tag == "th" else 1.0
    return bold * sum(map(_advance, text)) + _PADDING


def _advance(character: str) -> float:
    """About what a character takes of the default theme's faces: the table is laid out before they are asked."""
    if not character.isascii():
        return width(character) / 2
    return _NARROW if character in "fijlrtI.,:;!'|()[]/- " else _BROAD if character in "mwMW@%" else _MIDDLE


def _span(cell: etree._Element) -> int:
    return int(cell.get("colspan") or 1)


def _set_columns(table: etree._Element, widths: Sequence[float]) -> None:
    for group in table.findall("colgroup"):
        table.remove(group)
    group = etree.Element("colgroup")
    total = sum(widths) or 1
    for ems in widths:
        etree.SubElement(group, "col", {"style": f"width:{100 * ems / total:.1f}%"})
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def _list_rows(rows: Sequence[Sequence[etree._Element]]) -> None:
    """Puts before each cell the head of its column."""
    heads = [" ".join("".join(map(str, cell.itertext())).split()) for cell in rows[0]] if rows else []
    for row in rows[1:]:
        for cell, head in zip(row, heads, strict=False):
            if head and cell.tag == "td":
                label = etree.Element("span", {"class": "column"})
                label.text, label.tail = f"{head}: ", cell.text
                cell.text = None
                cell.insert(0, label)
