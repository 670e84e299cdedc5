"""Where in a post its pages begin, for editions of the same issue that have no pages of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exporter.model.pagination import START, PageBreak, Pagination, Spot
from exporter.passes.blocks import ATTRIBUTE, ink

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from exporter.backends.pdf.bound import Bound
    from exporter.backends.pdf.engine import Leaf
    from exporter.model.issue import Issue


def page_spots(root: Element, pages: Sequence[Sequence[Leaf]]) -> tuple[Spot, ...]:
    """The beginning of each page; ``pages`` hold what is content of them, repeated heads of tables left out.

    The first page begins at START, one without a block of the post at its end.
    """
    blocks = dict(_blocks(root, -1))
    end = Spot(max(blocks.values(), default=-1) + 1)
    shown: Counter[int] = Counter()
    spots: list[Spot] = []
    for leaves in pages:
        own = [leaf for leaf in leaves if blocks.get(leaf.element, -1) >= 0 and not leaf.part]
        first = blocks[own[0].element] if own else end.block
        spots.append(max(Spot(first, shown[first]), *spots[-1:]) if spots else START)
        for leaf in own:
            shown[blocks[leaf.element]] += ink(leaf.text or "")
    return tuple(spots)


def paginate(issue: Issue, bound: Sequence[Bound]) -> Pagination:
    """By the numbers that stand on the pages. Several volumes count from 1 each: then no page has one name, and
    ``bound`` is empty.
    """
    breaks = {
        post.id: tuple(PageBreak(each.first + index + 1, spot) for index, spot in enumerate(each.spots))
        for post, each in zip(issue.posts, bound, strict=False)
    }
    return Pagination(issue.identifier, breaks)


def _blocks(element: Element, around: int) -> Iterator[tuple[Element, int]]:
    """Every element with the number of the innermost block that it is in; -1 in none."""
    number = int(element.get(ATTRIBUTE, around))
    yield element, number
    for child in element:
        yield from _blocks(child, number)
