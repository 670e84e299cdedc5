"""The index of a volume's tags: each with the pages where its posts begin. Set from forms, as the contents are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from exporter.backends.pdf.contents import NUMBERS

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


class Term(NamedTuple):
    """A tag as a form, and its posts: the index of each, and its page. The heading of the index has none."""

    form: Form
    posts: Sequence[tuple[int, str]]


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


def set_index(
    terms: Sequence[Term], paper: Page, digits: Digits, *, ink: bytes, rtl: bool
) -> list[IndexPage]:
    """``ink`` is a colour as operands; ``rtl`` sets the terms at the right and their numbers leftwards."""
    setter = _Setter(paper, digits, ink, rtl)
    for number, term in enumerate(terms):
        setter.add(number, term)
    return setter.pages


class _Setter:
    def __init__(self, paper: Page, digits: Digits, ink: bytes, rtl: bool) -> None:
        self.paper, self.digits, self.ink, self.rtl = paper, digits, ink, rtl
        self.pages: list[IndexPage] = []
        self._content = bytearray()
        self._y = 0.0
        self._turn()

    def add(self, number: int, term: Term) -> None:
        """Sets a term where the last one ended, its first line never without its name."""
        form, size = term.form, self.paper.size
        if self._y - form.depth < self.paper.bottom:
            self._turn()
        baseline = self._y - form.baseline
        self._show(number, form)
        for post, folio, x in self._numbers(term):
            if x is None:
                baseline -= _LEADING * size
                if baseline < self.paper.bottom:
                    self._turn()
                    baseline = self._y - size
                continue
            self._show_number(Mark(number, post, folio), x, baseline)
        self._y = baseline - (form.depth - form.baseline)
        self._y -= (_GAP if number else _BELOW_HEADING) * size

    def _numbers(self, term: Term) -> Iterator[tuple[int, str, float | None]]:
        """Each number with its left edge, from the near edge of the text; before a new line one without."""
        size, most = self.paper.size, self.paper.measure
        shift = self._shift
        at = (most - shift - term.form.left if self.rtl else term.form.right) + _BEFORE_NUMBERS * size
        for post, folio in term.posts:
            width = self.digits.width(folio)
            if at + width > most:
                yield post, folio, None
                at = _TURNED * size
            yield post, folio, self.paper.side + (most - at - width if self.rtl else at)
            at += width + _BETWEEN * size

    @property
    def _shift(self) -> float:
        """A term's form is narrower than the text: what ends at its right edge is moved to that of the text."""
        return NUMBERS * self.paper.size if self.rtl else 0.0

    def _turn(self) -> None:
        self._y = self.paper.height - self.paper.top
        self._content = bytearray()
        self.pages.append(IndexPage(b"", [], {}))

    def _show(self, number: int, form: Form) -> None:
        page = self.pages[-1]
        name = f"I{len(page.marks)}"
        page.forms[name] = form.number
        x = self.paper.side + (self._shift if number else 0.0)
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
