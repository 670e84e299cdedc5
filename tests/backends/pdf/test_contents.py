from __future__ import annotations

from exporter.backends.pdf.contents import Row, set_contents
from exporter.backends.pdf.fragment import Form
from exporter.backends.pdf.options import PAGES
from exporter.backends.pdf.stamps import Digits, roman

PAPER = PAGES["A5"]
DIGITS = Digits("F", 8.0, {c: (f"{i:04x}", 0.5) for i, c in enumerate("0123456789")})


def rows(count: int) -> list[Row]:
    def form(depth: float) -> Form:
        return Form(9, 200.0, depth, depth - 4, 0.0, 150.0)

    found = [Row("H1", form(40.0), 1)]
    for index in range(count):
        if index % 3 == 0:
            found.append(Row("H2", form(12.0), 2))
        found.append(Row("TOCI", form(14.0 if index % 2 else 28.0), 3, index, str(index * 7 + 1)))
    return found


def test_no_row_is_lost_and_none_leaves_the_page() -> None:
    pages = set_contents(rows(100), PAPER, DIGITS, ink=b"0 0 0", leader=b"0 0 0", rtl=False)
    assert [item.row for page in pages for item in page.items] == rows(100)
    for page in pages:
        assert all(
            item.box[1] >= PAPER.bottom and item.box[3] <= PAPER.height - PAPER.top for item in page.items
        )
        assert all(
            above.box[1] >= below.box[3] for above, below in zip(page.items, page.items[1:], strict=False)
        )


def test_a_heading_is_never_the_last_row_of_a_page() -> None:
    for count in range(1, 80):
        pages = set_contents(rows(count), PAPER, DIGITS, ink=b"0 0 0", leader=b"0 0 0", rtl=False)
        assert all(page.items[-1].row.kind == "TOCI" for page in pages)


def test_numbers_stand_at_the_outer_edge_of_the_direction() -> None:
    for rtl, place in ((False, PAPER.width - PAPER.side - 4.0), (True, PAPER.side)):
        page = set_contents(rows(1), PAPER, DIGITS, ink=b"0 0 0", leader=b"0 0 0", rtl=rtl)[0]
        assert b"/F 8.00 Tf %.2f " % place in page.content


def test_roman_numerals() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99)] == ["i", "iv", "ix", "xiv", "xl", "xcix"]
