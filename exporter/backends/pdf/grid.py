"""Tables made regular: every row covers every column once (PDF/UA-1, 7.5; HTML 4.9.12, forming a table).

Authors leave cells out and let spans reach beyond their group or into one another. A short row gets empty cells, a span
is cut where its room ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree


def make_regular(table: etree._Element) -> None:
    """Changes the spans of ``table`` and adds cells until all its rows are equally wide."""
    groups = [[row for row in group if row.tag == "tr"] for group in table]
    taken = [_settle(rows) for rows in groups]
    width = max((max(row, default=-1) + 1 for group in taken for row in group), default=0)
    for rows, filled in zip(groups, taken, strict=True):
        for row, columns in zip(rows, filled, strict=True):
            row.extend(etree.Element("td") for _ in range(width - len(columns)))


def _settle(rows: Sequence[etree._Element]) -> list[set[int]]:
    """Cuts the spans of a group to what is free; returns the columns that each of its rows covers."""
    taken: list[set[int]] = [set() for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in taken[index]:
                column += 1
            down = _span(cell, "rowspan", len(rows) - index)
            across = _free(taken[index : index + down], column, _span(cell, "colspan", 1000))
            for each in taken[index : index + down]:
                each.update(range(column, column + across))
            _set(cell, "colspan", across)
            _set(cell, "rowspan", down)
    return taken


def _free(rows: Sequence[set[int]], column: int, wanted: int) -> int:
    """How many of the columns from ``column`` on are free in all ``rows``, at most ``wanted``, at least one."""
    return next((n for n in range(1, wanted) if any(column + n in row for row in rows)), wanted)


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = cell.get(name) or "1"
    wanted = int(text) if text.isdecimal() else 1
    return min(wanted or most, most) if name == "rowspan" else max(1, min(wanted, most))


def _set(cell: etree._Element, name: str, span: int) -> None:
    if span > 1:
        cell.set(name, str(span))
    elif name in cell.attrib:
        del cell.attrib[name]
