"""Pagination: where the pages of a printed edition begin, in terms of the posts, so that another edition can say it."""

from __future__ import annotations

from msgspec import Struct


class Spot(Struct, frozen=True, array_like=True, order=True):
    """A place in a post: the number of a block (passes.blocks) and how many of its own characters come before, white
    space aside. START is before everything; a block past the last is the end.
    """

    block: int
    offset: int = 0


START = Spot(-1)


class PageBreak(Struct, frozen=True, array_like=True):
    """Where the page with that ``number`` on it begins."""

    number: int
    spot: Spot


class Pagination(Struct, frozen=True):
    """``source`` is the URN of the edition; ``posts`` maps the id of each post to its pages, in order."""

    source: str
    posts: dict[str, tuple[PageBreak, ...]]
