"""How much of each post a mail has room for. Arithmetic over bytes: the caller counts the page around the posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from exporter.backends.newsletter.options import Size


class Weights(NamedTuple):
    """The bytes of one post in each size, what the page adds to it included; None where it is not to be had."""

    full: int | None
    excerpt: int | None
    line: int


def fit(posts: Sequence[Weights], room: int, *, leads: int = 0) -> list[Size | None]:
    """The size of each post, so that their sum is at most ``room``; None is left to the web.

    Every post gets its line before any gets more. Then the leads, or the first post, are given in full within two
    thirds of what is left; then excerpts go down the list until one has no room; then, from the top, whatever
    fits is full.
    """
    chosen: list[Size | None] = [None] * len(posts)
    for number, post in enumerate(posts):
        if post.line > room:
            return chosen
        chosen[number] = "line"
        room -= post.line
    room -= _open(posts, chosen, room * 2 // 3, max(leads, 1))
    for number, post in enumerate(posts):
        if chosen[number] == "full" or post.excerpt is None:
            continue
        if post.excerpt - post.line > room:
            break
        chosen[number] = "excerpt"
        room -= post.excerpt - post.line
    _open(posts, chosen, room, len(posts))
    return chosen


def cost(posts: Sequence[Weights], sizes: Sequence[Size | None]) -> int:
    """The bytes of all posts in those sizes."""
    return sum(_weight(post, size) for post, size in zip(posts, sizes, strict=True))


def _weight(post: Weights, size: Size | None) -> int:
    return 0 if size is None else getattr(post, size) or 0


def _open(posts: Sequence[Weights], chosen: list[Size | None], room: int, first: int) -> int:
    """Gives the full text to those of the ``first`` posts that have room; the bytes that took."""
    spent = 0
    for number, post in enumerate(posts[:first]):
        size = chosen[number]
        if post.full is None or size is None or size == "full":
            continue
        more = post.full - _weight(post, size)
        if spent + more <= room:
            chosen[number] = "full"
            spent += more
    return spent
