"""Posts picked by hand: ``posts = ["a-slug", "content/posts/b.md", "https://…/c/"]``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.model.publication import Publication


def is_picked(source: Source, publication: Publication) -> bool:
    """True where nothing was picked at all, too."""
    return not publication.posts or not source.names.isdisjoint(publication.posts)


def in_picked_order(sources: Iterable[Source], publication: Publication) -> list[Source]:
    """As they are listed; those of one name in the order they came."""

    def place(source: Source) -> int:
        names = source.names
        return next((i for i, name in enumerate(publication.posts) if name in names), len(publication.posts))

    return sorted(sources, key=place)


def unknown_picks(publication: Publication, sources: Sequence[Source]) -> list[Diagnostic]:
    """A finding for each name that no post answers to."""
    known = {name for source in sources for name in source.names} if publication.posts else set()
    return [
        diagnose("B907", f"{publication.name}: posts names {name!r}")
        for name in publication.posts
        if name not in known
    ]
