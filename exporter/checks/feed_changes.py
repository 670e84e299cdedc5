"""What readers will meet as new or changed in a feed, beside the one they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from exporter.checks.feed_items import Item


class Change(Struct, frozen=True):
    """``gone`` means out of the feed: a reader that has the item keeps it."""

    kind: Literal["new", "changed", "gone"]
    item: Item

    def __str__(self) -> str:
        return f"{self.kind}: {self.item.title} <{self.item.id}>"


def compare(before: tuple[Item, ...], after: tuple[Item, ...]) -> Iterator[Change]:
    """The changes from ``before`` to ``after``: new ones and changed ones in the feed's order, then what is gone."""
    known = {item.id: _shown(item) for item in before}
    for item in after:
        if item.id not in known:
            yield Change("new", item)
        elif known[item.id] != _shown(item):
            yield Change("changed", item)
    still = {item.id for item in after}
    yield from (Change("gone", item) for item in before if item.id not in still)


def _shown(item: Item) -> tuple[object, ...]:
    return item.title, item.url, item.html, item.updated, item.files
