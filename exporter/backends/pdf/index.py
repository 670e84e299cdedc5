"""The index of a volume's tags in two columns: each with the pages where its posts begin. Set from forms, as the
contents are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Form
    from exporter.backends.pdf.options import Page
    from exporter.backends.pdf.stamps import Digits
    from exporter.model.post import Source

Box = tuple[float, float, float, float]

_MANY: Final = 200
# In ems of the text.
_LEADING: Final = 1.45
_GAP: Final = 0.25
_BELOW_HEADING: Final = 1.2
_BEFORE_NUMBERS: Final = 1.0
_BETWEEN: Final = 0.8
_TURNED: Final = 2.0
_BETWEEN_COLUMNS: Final = 2.0
_BETWEEN_LETTERS: Final = 0.7
# Columns that end alike are looked for by this.
_STEP: Final = 0.5


class Term(NamedTuple):
    """A tag as a form, and its posts: the index of each, and its page. The heading of the index has none.

    ``letter`` is what it is found under.
    """

    form: Form
    posts: Sequence[tuple[int, str]]
    letter: str = ""


class Mark(NamedTuple):
    """A piece of a page: the term it belongs to, and the post it leads to from ``box`` in points; -1 for the term."""

    term: int
    post: int
    folio: str = ""
    box: Box = (0.0, 0.0, 0.0, 0.0)


class IndexPage(NamedTuple):
    """Its content, its marks by their numbers, and the forms it shows by name."""

    content: bytes
    marks: list[Mark]
    forms: dict[str, int]


def tags_of(posts: Sequence[Source]) -> dict[str, list[int]]:
    """The tags of ``posts`` in the order of an index, capitals and widths aside, with the indices of their posts.

    Of more than MANY those that lead to one post only are left out: the contents lead there as well.
    """
    found: dict[str, list[int]] = {}
    for index, post in enumerate(posts):
        for tag in dict.fromkeys(post.tags):
            found.setdefault(tag, []).append(index)
    if len(found) > _MANY:
        found = {tag: held for tag, held in found.items() if len(held) > 1}
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def _order(tag: str) -> tuple[str, str]:
    return unicodedata.normalize("NFKC", tag).casefold(), tag


def letter_of(tag: str) -> str:
    """The letter of the alphabet under which a reader looks for ``tag``; none where it begins with no such letter."""
    first = _order(tag)[0][:1]
    return first if unicodedata.category(first or " ") == "Ll" else ""


def column(paper: Page) -> float:
    """How wide one of the two columns is."""
    return (paper.measure - _BETWEEN_COLUMNS * paper.size) / 2


def set_index(
    terms: Sequence[Term], paper: Page, digits: Digits, *, ink: bytes, rtl: bool
) -> list[IndexPage]:
    """``ink`` is a colour as operands; ``rtl`` begins with the right column and sets numbers leftwards."""
    whole = _set(_Setter(paper, digits, ink, rtl), terms)
    best, floor = whole, paper.bottom
    # The columns of a single page are made as long as each other; a heading and one tag make no two.
    while len(terms) > 2 and len(whole) == 1 and floor < paper.height - paper.top:
        best, floor = whole, floor + _STEP * paper.size
        whole = _set(_Setter(paper, digits, ink, rtl, floor), terms)
    return best


def _set(setter: _Setter, terms: Sequence[Term]) -> list[IndexPage]:
    for number, term in enumerate(terms):
        setter.add(number, term)
    return setter.pages


class _Setter:
    def __init__(self, paper: Page, digits: Digits, ink: bytes, rtl: bool, floor: float = 0.0) -> None:
        self.paper, self.digits, self.ink, self.rtl = paper, digits, ink, rtl
        self.pages: list[IndexPage] = []
        self._floor = floor or paper.bottom
        self._content = bytearray()
        self._top = self._y = 0.0
        self._second = False
        self._letter = ""
        self._turn()

    def add(self, number: int, term: Term) -> None:
        """Sets a term where the last one ended, its first line never without its name."""
        form, size = term.form, self.paper.size
        if number > 1 and term.letter != self._letter and self._y < self._top:
            self._y -= _BETWEEN_LETTERS * size
        self._letter = term.letter
        if self._y - form.depth < self._floor:
            self._go_on()
        baseline = self._y - form.baseline
        self._show(number, form)
        for post, folio, x in self._numbers(term):
            if x is None:
                baseline -= _LEADING * size
                if baseline < self._floor:
                    self._go_on()
                    baseline = self._y - size
                continue
            self._show_number(Mark(number, post, folio), self._left + x, baseline)
        self._y = baseline - (form.depth - form.baseline)
        self._y -= (_GAP if number else _BELOW_HEADING) * size
        if not number:
            self._top = self._y

    def _numbers(self, term: Term) -> Iterator[tuple[int, str, float | None]]:
        """Each number with its left edge, from that of the column; before a new line one without."""
        size, most = self.paper.size, column(self.paper)
        at = (most - term.form.left if self.rtl else term.form.right) + _BEFORE_NUMBERS * size
        for post, folio in term.posts:
            width = self.digits.width(folio)
            if at + width > most:
                yield post, folio, None
                at = _TURNED * size
            yield post, folio, most - at - width if self.rtl else at
            at += width + _BETWEEN * size

    @property
    def _left(self) -> float:
        """The left edge of the column."""
        is_right = self._second != self.rtl
        return self.paper.side + (self.paper.measure - column(self.paper) if is_right else 0.0)

    def _go_on(self) -> None:
        """To the second column, or to the next page."""
        if self._second:
            self._turn()
        else:
            self._second, self._y = True, self._top

    def _turn(self) -> None:
        self._top = self._y = self.paper.height - self.paper.top
        self._second = False
        self._content = bytearray()
        self.pages.append(IndexPage(b"", [], {}))

    def _show(self, number: int, form: Form) -> None:
        page = self.pages[-1]
        name = f"I{len(page.marks)}"
        page.forms[name] = form.number
        x = self._left if number else self.paper.side
        shown = b"q 1 0 0 1 %.2f %.2f cm /%b Do Q" % (x, self._y - form.height, name.encode("ascii"))
        self._mark(Mark(number, -1), b"P" if number else b"H1", shown)

    def _show_number(self, mark: Mark, x: float, y: float) -> None:
        size = self.paper.size
        box = (x, y - size * 0.3, x + self.digits.width(mark.folio), y + size)
        self._mark(mark._replace(box=box), b"Link", self.digits.show(mark.folio, x, y, self.ink))

    def _mark(self, mark: Mark, kind: bytes, shown: bytes) -> None:
        page = self.pages[-1]
        self._content += b"/%b<</MCID %d>>BDC %b EMC\n" % (kind, len(page.marks), shown)
        page.marks.append(mark)
        self.pages[-1] = page._replace(content=bytes(self._content))
