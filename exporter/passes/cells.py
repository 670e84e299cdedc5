"""Where the cells of a table stand (HTML 4.9.12, forming a table)."""

from __future__ import annotations

from typing import Final

from lxml import etree

_ALL: Final = 65_534  # what HTML lets a cell span; one of 0 rows spans all that its group still has


def placed(table: etree._Element) -> list[list[tuple[int, etree._Element]]]:
    """The rows of ``table``, not those of tables within; of each the cells of one column, with its number from 0."""
    rows = []
    for group in table.iterchildren("thead", "tbody", "tfoot"):
        taken: dict[int, int] = {}  # the columns that cells above cover, and in how many rows from here on
        for row in group.iterchildren("tr"):
            below = {column: left - 1 for column, left in taken.items() if left > 1}
            cells, column = [], 0
            for cell in row:
                while column in taken:
                    column += 1
                across, down = int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1) or _ALL
                if across == 1:
                    cells.append((column, cell))
                if down > 1:
                    below.update(dict.fromkeys(range(column, column + across), down - 1))
                column += across
            rows.append(cells)
            taken = below
    return rows
