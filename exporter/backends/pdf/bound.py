"""A fragment with its place in a volume, and what is remembered of it once its bytes are written."""

from __future__ import annotations

from typing import NamedTuple

from exporter.backends.pdf.fragment import Fragment, Outer, PageUse, Place, Twin
from exporter.backends.pdf.objects import FIRST, Ref
from exporter.model.artifact import Origin
from exporter.model.pagination import Spot


class Bound(NamedTuple):
    """``base`` is added to its local numbers, ``first`` is its first page among those with Arabic folios, from 0.

    ``bookmark`` is the number of its line in the outline.
    """

    base: int
    first: int
    uses: tuple[PageUse, ...]
    folios: int
    root: int
    parents: int
    bookmark: int
    bookmarks: tuple[int, int, int]
    height: float
    anchors: dict[str, Place]
    actions: tuple[tuple[int, str], ...]
    notes: tuple[int, ...]
    twins: tuple[Twin, ...] = ()
    spots: tuple[Spot, ...] = ()

    def page(self, index: int) -> Ref:
        """The page of that index in the fragment."""
        return Ref(self.base + FIRST + index)

    @property
    def pages(self) -> list[Ref]:
        """All its pages in order."""
        return [self.page(index) for index in range(len(self.uses))]

    def origin(self, source: str, before: int) -> Origin:
        """What its pages are from: ``before`` is the number in the file of the page with index 0."""
        first = self.first + before
        lines = (f"{first + n}:{use.line}" for n, use in enumerate(self.uses) if use.line)
        return Origin(str(first), source, " ".join(lines))


def remember(fragment: Fragment, base: int, first: int, bookmark: int) -> Bound:
    """What the end of a binding needs of ``fragment``, all numbers those of the volume."""
    below = fragment.bookmarks
    return Bound(
        base=base,
        first=first,
        uses=fragment.pages,
        folios=base + fragment.folios,
        root=base + fragment.root,
        parents=base + fragment.parents,
        bookmark=bookmark,
        bookmarks=(base + below[0], base + below[1], below[2]),
        height=fragment.height,
        anchors=fragment.anchors,
        actions=tuple((base + number, url) for number, url in fragment.actions),
        notes=tuple(base + note for note in fragment.notes),
        twins=fragment.twins,
        spots=fragment.spots,
    )


def heads(first: int, own: int, volumes: int) -> dict[int, int]:
    """Which stream paints the heads of a fragment's pages: the volume's on left ones, its own on right ones.

    ``first`` is its first page from 0; even folios are on the left.
    """
    odd, even = (volumes, own) if first % 2 == 0 else (own, volumes)
    return {Outer.ODD: odd, Outer.EVEN: even}
