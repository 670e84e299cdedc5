"""Irregular tables, as authors write them, made regular."""

from __future__ import annotations

import pytest
from lxml import etree

from exporter.backends.pdf.grid import make_regular


def covered(table: etree._Element) -> list[list[str]]:
    """The text of the cell on each place of the grid, by a reading of HTML's algorithm that forgives nothing."""
    places: dict[tuple[int, int], str] = {}
    rows = list(table.iterfind("./*/tr"))
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (x, y) in places:
                x += 1
            for dx in range(int(cell.get("colspan", "1"))):
                for dy in range(int(cell.get("rowspan", "1"))):
                    assert (x + dx, y + dy) not in places, "two cells on one place"
                    places[x + dx, y + dy] = cell.text or ""
    width, height = max(x for x, _ in places) + 1, max(y for _, y in places) + 1
    assert (height, len(places)) == (len(rows), width * height)
    return [[places[x, y] for x in range(width)] for y in range(height)]


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        ("<tr><th>a</th><th>b</th></tr><tr><td>c</td></tr>", ["ab", "c."]),
        ("<tr><td rowspan='9'>a</td><td>b</td></tr><tr><td>c</td></tr>", ["ab", "ac"]),
        ("<tr><td rowspan='0'>a</td><td>b</td></tr><tr><td>c</td></tr>", ["ab", "ac"]),
        ("<tr><td>a</td><td rowspan='2'>b</td></tr><tr><td colspan='2'>c</td></tr>", ["ab", "cb"]),
        ("<tr><td colspan='3'>a</td></tr><tr><td>b</td></tr>", ["aaa", "b.."]),
        ("<tr><td>a</td></tr><tr></tr>", ["a", "."]),
    ],
)
def test_every_row_covers_every_column_once(rows: str, grid: list[str]) -> None:
    table = etree.fromstring(f"<table><tbody>{rows}</tbody></table>")
    make_regular(table)
    assert ["".join(cell or "." for cell in row) for row in covered(table)] == grid


def test_a_span_ends_with_its_group() -> None:
    table = etree.fromstring(
        "<table><thead><tr><th rowspan='2'>a</th></tr></thead><tbody><tr><td>b</td><td>c</td></tr></tbody></table>"
    )
    make_regular(table)
    assert covered(table) == [["a", ""], ["b", "c"]]
