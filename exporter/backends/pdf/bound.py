"""A fragment with its place in a volume."""

from __future__ import annotations

from typing import NamedTuple

from exporter.backends.pdf.fragment import Fragment, Outer
from exporter.backends.pdf.objects import Ref, Value
from exporter.model.artifact import Origin


class Bound(NamedTuple):
    """A fragment with its place in the volume: ``base`` is added to its numbers, ``first`` is its first page.

    ``key`` is the first of its rows in the parent tree.
    """

    fragment: Fragment
    base: int
    first: int
    key: int

    def number(self, local: int) -> int:
        return self.base + local

    def page(self, index: int) -> Ref:
        """The page of that index in the fragment."""
        return Ref(self.base + Outer.FIRST + index)

    @property
    def pages(self) -> list[Ref]:
        """All its pages in order."""
        return [self.page(index) for index in range(len(self.fragment.pages))]

    def origin(self, source: str, before: int) -> Origin:
        """What its pages are from: ``before`` is the number in the file of the page with index 0."""
        first = self.first + before
        lines = (f"{first + n}:{use.line}" for n, use in enumerate(self.fragment.pages) if use.line)
        return Origin(str(first), source, " ".join(lines))


def number_row(bound: Bound) -> dict[str, Value]:
    """A leaf of the parent tree: the marks of each page, then the element of each annotation (14.7.4.4)."""
    nums: list[Value] = []
    for index, use in enumerate(bound.fragment.pages):
        nums += [bound.key + index, Ref(bound.number(use.owners))]
    last = bound.key + len(bound.fragment.pages)
    for index, owner in enumerate(bound.fragment.links):
        nums += [last + index, Ref(bound.number(owner))]
    return {"Limits": [bound.key, last + len(bound.fragment.links) - 1], "Nums": nums}
