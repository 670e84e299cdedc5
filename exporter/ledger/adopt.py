"""A live feed's ids, and the posts they are of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from exporter.ledger.rows import Ledger, Row, is_alone, place
from exporter.model.post import Source


class Adoption(Struct, frozen=True):
    """The ledger that results; how many items of the feed are posts, how many are not, how many have an id we would
    not have given; how many posts were added that the feed is too short to show.
    """

    ledger: Ledger
    found: int
    unknown: int
    foreign: int
    older: int


def adopt(ledger: Ledger, items: Sequence[Row], posts: Iterable[Source]) -> Adoption:
    """``items`` over what ``ledger`` has.

    A feed shows its newest posts only. Where all its ids are the ones we would give, the posts older than its newest
    had theirs by the same rule, and are recorded too.
    """
    listed = list(posts)
    by_place = {place(post.url): post for post in listed if is_alone(post)} | {
        post.id: post for post in listed
    }
    rows: dict[str, Row] = {}
    owners: dict[str, Source] = {}
    for item in items:
        post = by_place.get(place(item.url)) or by_place.get(item.id)
        rows[item.id] = _of(item, post)
        if post is not None:
            owners[item.id] = post
    foreign = sum(1 for known, post in owners.items() if known != post.id)
    older = (
        [] if foreign or not owners else _older(listed, items, ledger, {post.id for post in owners.values()})
    )
    rows |= {post.id: Row(post.id, post.url, post.source, post.published) for post in older}
    merged = {**{row.id: row for row in ledger.rows}, **rows}
    return Adoption(
        Ledger(tuple(merged.values())), len(owners), len(items) - len(owners), foreign, len(older)
    )


def _of(item: Row, post: Source | None) -> Row:
    if post is None:
        return item
    return replace(item, url=post.url, source=post.source, published=post.published or item.published)


def _older(posts: Sequence[Source], items: Sequence[Row], ledger: Ledger, shown: set[str]) -> list[Source]:
    newest = Ledger(tuple(items)).newest
    known = {row.id for row in ledger.rows} | shown
    sources = {row.source for row in ledger.rows}
    return [
        post
        for post in posts
        if post.published is not None
        and post.published < newest
        and post.id not in known
        and post.source not in sources
    ]
