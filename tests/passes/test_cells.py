from __future__ import annotations

import pytest
from lxml import etree

from exporter.passes.cells import placed


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a</td><td>b</td></tr>", [{0: "a", 1: "b"}]),
        ("<tr><td colspan='2'>a</td><td>b</td></tr>", [{2: "b"}]),
        ("<tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr>", [{0: "a", 1: "b"}, {1: "c"}]),
        (
            "<tr><td>a</td><td rowspan='3' colspan='2'>b</td></tr><tr><td>c</td><td>d</td></tr><tr><td>e</td></tr>",
            [{0: "a"}, {0: "c", 3: "d"}, {0: "e"}],
        ),
        (
            "<tr><td rowspan='0'>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr>",
            [{0: "a"}, {1: "b"}, {1: "c"}],
        ),
        ("<tr><td>a<table><tbody><tr><td>within</td></tr></tbody></table></td></tr>", [{0: "a"}]),
        ("<tr/>", [{}]),
    ],
    ids=["plain", "across", "down", "both", "to the end", "nested", "empty"],
)
def test_each_cell_of_one_column_has_its_number(rows: str, expected: list[dict[int, str]]) -> None:
    table = etree.fromstring(f"<table><tbody>{rows}</tbody></table>")
    assert [{at: cell.text for at, cell in row} for row in placed(table)] == expected


def test_a_span_ends_with_its_group() -> None:
    table = etree.fromstring(
        "<table><thead><tr><th rowspan='9'>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
    )
    assert [[at for at, _ in row] for row in placed(table)] == [[0], [0]]
