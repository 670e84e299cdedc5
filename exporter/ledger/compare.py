"""What a build would do to readers: the ids it would change, the ones it would use again, the posts it would repeat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.ledger.rows import Ledger, Row, is_alone, place
from exporter.model.post import Source


class Verdict(Struct, frozen=True):
    """``ids`` maps the ids of posts to the known ones, where they differ; ``offences`` is what readers would notice."""

    ids: dict[str, str]
    offences: tuple[Diagnostic, ...]


class Comparison:
    """A ledger beside the files a site has now."""

    def __init__(self, ledger: Ledger, sources: Collection[str]) -> None:
        self._sources = sources
        self._newest = ledger.newest
        self._by_id = {row.id: row for row in ledger.rows}
        self._by_place = {place(row.url): row for row in ledger.rows if row.url}
        self._by_source = {row.source: row for row in ledger.rows if row.source}

    def judge(self, posts: Iterable[Source], fresh: Sequence[Source], *, backdated: int) -> Verdict:
        """``posts`` are all that feeds hold; ``fresh`` those of them that readers would be told of.

        A post at a known address has the id that is known there. ``backdated`` unknown ones may be older than the
        newest that is known: more look like a feed that repeats itself.
        """
        ids: dict[str, str] = {}
        offences: list[Diagnostic] = []
        for post in posts:
            row = self._row(post)
            if row is not None:
                offences += [_reused(row, post)] if self._is_other(row, post) else []
                if row.id != post.id:
                    ids[post.id] = row.id
            elif (former := self._by_source.get(post.source)) is not None:
                offences.append(_changed(former, post))
        repeated = [post for post in fresh if self._is_repeated(post)]
        if len(repeated) > backdated:
            offences += [_repeated(post, len(repeated)) for post in repeated]
        return Verdict(ids, tuple(offences))

    def _row(self, post: Source) -> Row | None:
        """By its id, else by its address; a post that shares its address with an older one has only its id."""
        known = self._by_id.get(post.id)
        return known or (self._by_place.get(place(post.url)) if is_alone(post) else None)

    def _is_other(self, row: Row, post: Source) -> bool:
        """True where the id belongs to another post: its file is still there, or it was published on another day."""
        if row.source == post.source:
            return False
        if row.source and row.source in self._sources:
            return True
        return bool(row.published and post.published and row.published.date() != post.published.date())

    def _is_repeated(self, post: Source) -> bool:
        if self._row(post) is not None or post.source in self._by_source:
            return False
        return post.published is not None and post.published < self._newest


def _changed(row: Row, post: Source) -> Diagnostic:
    return diagnose("F520", f"readers know it as {row.id} and would meet {post.id}", post.source)


def _reused(row: Row, post: Source) -> Diagnostic:
    of = row.source or (f"a post of {row.published:%Y-%m-%d}" if row.published else "a post that is gone")
    return diagnose(
        "F521", f"its id {row.id} was that of {of}: readers who have that would never see it", post.source
    )


def _repeated(post: Source, number: int) -> Diagnostic:
    day = f"{post.published:%Y-%m-%d}" if post.published else ""
    return diagnose(
        "F522",
        f"one of {number} old posts that readers would be told of as new: {day} {post.id}",
        post.source,
    )


def accepted(ledger: Ledger, posts: Iterable[Source], ids: dict[str, str]) -> Ledger:
    """The ledger after ``posts`` were announced: an id that no post has any more stays, so that none gets it again."""
    named = {ids.get(post.id, post.id): post for post in posts}
    moved = {post.source for post in named.values()}
    kept = {
        row.id: Row(row.id, row.url, "" if row.source in moved else row.source, row.published)
        for row in ledger.rows
    }
    new = {known: _after(kept.get(known), known, post) for known, post in named.items()}
    return Ledger(tuple({**kept, **new}.values()))


def _after(row: Row | None, known: str, post: Source) -> Row:
    """The day of its first publication stays a post's own, whatever its header says later."""
    same = row is not None and place(row.url) == place(post.url) and row.published
    return Row(known, post.url, post.source, row.published if row is not None and same else post.published)
