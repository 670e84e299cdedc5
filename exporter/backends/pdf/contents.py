"""The contents of a volume, set from lines that the parts brought along.

Each part has its title laid out as a line of contents; here they are only stacked and given leaders and page numbers.
Laying the same out by WeasyPrint takes 10 ms a post, at every binding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from exporter.backends.pdf.objects import Ref

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Form
    from exporter.backends.pdf.options import Page
    from exporter.backends.pdf.stamps import Digits

# In ems of the text: the column of page numbers, as wide as print.css leaves it beside a line of contents.
NUMBERS: Final = 2.4
_GAP: Final = 0.35
_ABOVE_GROUP: Final = 1.2
_LEADER_SPACE: Final = 0.5


class Row(NamedTuple):
    """A heading, or the line of a post: ``kind`` is the structure type, ``folio`` the post's first page; ``place`` that
    of its form in a list of them.
    """

    kind: str
    form: Form
    place: int
    post: int = -1
    folio: str = ""


class Item(NamedTuple):
    """A row where it is set: its mark on the page, its name among the resources, and its rectangle in points."""

    row: Row
    mark: int
    name: str
    box: tuple[float, float, float, float]


class ContentsPage:
    """A page of contents: its rows, and its content stream, which is drawn when it is asked for, for a volume that is
    the same is not written.
    """

    def __init__(self, setter: _Setter, rows: Sequence[tuple[Row, float]]) -> None:
        self._setter = setter
        self._rows = rows

    @cached_property
    def items(self) -> list[Item]:
        return [self._setter.item(mark, row, y) for mark, (row, y) in enumerate(self._rows)]

    @cached_property
    def content(self) -> bytes:
        return b"".join(map(self._setter.draw, self.items))

    def forms(self, numbers: Sequence[int]) -> dict[str, Ref]:
        """What the names in the content stream stand for; ``numbers`` are those of all forms."""
        return {item.name: Ref(numbers[item.row.place]) for item in self.items}


def set_contents(
    rows: Sequence[Row], paper: Page, digits: Digits, *, ink: bytes, leader: bytes, rtl: bool
) -> list[ContentsPage]:
    """``ink`` and ``leader`` are colours as operands; ``rtl`` puts the page numbers on the left."""
    setter = _Setter(paper, digits, ink, leader, rtl)
    return [ContentsPage(setter, group) for group in _paginate(rows, paper)]


def _paginate(rows: Sequence[Row], paper: Page) -> Iterator[list[tuple[Row, float]]]:
    """The rows of each page with the height of their upper edge; a heading is never the last of a page."""
    page: list[tuple[Row, float]] = []
    top = y = paper.height - paper.top
    for index, row in enumerate(rows):
        above = (_ABOVE_GROUP - _GAP) * paper.size if page and row.kind == "H2" else 0.0
        needed = above + row.form.depth
        if row.kind != "TOCI" and index + 1 < len(rows):
            needed += _gap(row, paper) + rows[index + 1].form.depth
        if page and y - needed < paper.bottom:
            yield page
            page, y, above = [], top, 0.0
        y -= above
        page.append((row, y))
        y -= row.form.depth + _gap(row, paper)
    if page:
        yield page


def _gap(row: Row, paper: Page) -> float:
    return {"H1": 1.6, "H2": 0.15}.get(row.kind, _GAP) * paper.size


class _Setter(NamedTuple):
    paper: Page
    digits: Digits
    ink: bytes
    leader: bytes
    rtl: bool

    def item(self, mark: int, row: Row, y: float) -> Item:
        left = self.paper.side
        return Item(row, mark, f"E{mark}", (left, y - row.form.depth, left + self.paper.measure, y))

    def draw(self, item: Item) -> bytes:
        row = item.row
        shift = NUMBERS * self.paper.size if self.rtl and row.folio else 0.0
        x, y = item.box[0] + shift, item.box[3] - row.form.height
        shown = b"q 1 0 0 1 %.2f %.2f cm /%s Do Q" % (x, y, item.name.encode("ascii"))
        if row.folio:
            shown += b" " + self._folio(item)
        kind = b"H" if row.kind.startswith("H") else b"P"
        content = b"/%s<</MCID %d>>BDC %s EMC\n" % (kind, item.mark, shown)
        return content + (self._dots(item, x) if row.folio else b"")

    def _folio(self, item: Item) -> bytes:
        x = item.box[0] if self.rtl else item.box[2] - self.digits.width(item.row.folio)
        return self.digits.show(item.row.folio, x, item.box[3] - item.row.form.baseline, self.ink)

    def _dots(self, item: Item, x: float) -> bytes:
        """Dots from the end of the title to the number, on one grid down the page."""
        space = _LEADER_SPACE * self.paper.size
        width = self.digits.width(item.row.folio) + space
        start, stop = x + item.row.form.right + space, item.box[2] - width
        if self.rtl:
            start, stop = item.box[0] + width, x + item.row.form.left - space
        step = self.paper.size * 0.42
        start = -(-start // step) * step
        if stop - start < step:
            return b""
        dots = b"%s RG 1 J 0.7 w [0 %.3f] 0 d %.2f %.2f m %.2f %.2f l S"
        y = item.box[3] - item.row.form.baseline
        return b"/Artifact BMC q %s Q EMC\n" % (dots % (self.leader, step, start, y, stop, y))
