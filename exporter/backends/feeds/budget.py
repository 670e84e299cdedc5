"""A feed that stays under its budget of bytes: the oldest posts become summaries before any is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from exporter.backends.feeds.entry import Entry

FEWEST: Final = 10


class Fitted(NamedTuple):
    """A feed's bytes, how many items it has, and how many of them lost their content for the budget."""

    content: bytes
    items: int
    summaries: int


def fit(
    entries: Sequence[Entry],
    budget: int,
    write: Callable[[Sequence[Entry]], bytes],
    *,
    fewest: int = FEWEST,
) -> Fitted:
    """``write`` of ``entries``, newest first, in at most ``budget`` bytes (0: any number).

    A post that alone takes more than half becomes a summary, then whole posts do from the oldest on; then posts are
    left out, but never so that fewer than ``fewest`` stay, whatever the budget.
    """
    content = write(entries)
    if not budget or len(content) <= budget:
        return Fitted(content, len(entries), 0)
    bearable = [_without_content(e) if len(e.content.encode("utf-8")) * 2 > budget else e for e in entries]
    whole = _most(len(entries) + 1, lambda count: len(write(_cut(bearable, count))) <= budget)
    kept = _cut(bearable, whole)
    items = len(kept)
    if whole == 0 and items > fewest:
        items = max(fewest, _most(items, lambda count: len(write(kept[:count])) <= budget))
    summaries = sum(1 for before, after in zip(entries[:items], kept[:items], strict=True) if before != after)
    return Fitted(write(kept[:items]), items, summaries)


def _cut(entries: Sequence[Entry], whole: int) -> list[Entry]:
    """The first ``whole`` entries as they are, the others without content."""
    return [*entries[:whole], *map(_without_content, entries[whole:])]


def _without_content(entry: Entry) -> Entry:
    return replace(entry, content="") if entry.content else entry


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number below ``limit`` that fits, found by halving; 0 where none does."""
    low, high = 0, limit - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low
