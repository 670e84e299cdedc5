"""Issue: one binding of a publication, "2026-07" of "digest": the posts it holds, in order."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from exporter.model.post import Source


class Issue(Struct, frozen=True, kw_only=True):
    """``folder`` is where its artifacts go below the output folder ("digest", or "digest/ja" in a site of
    several languages).

    ``id`` names it in that folder ("2026-07", "2026-W34", "latest", a slug); ``identifier`` is a URN that
    never changes.
    ``period`` is the span in words ("July 2026"), empty where the issue has none.
    ``term`` is the tag, author, … whose posts it holds, empty where the publication is not cut by any.
    ``closed`` is true in a feed's archive, for a span that is over and will get no more posts; ``previous`` is the id
    of the closed issue before it, empty without one.
    ``newest`` is true of the last of several issues that are books: what "latest" stands for.
    ``ids`` maps the ids of posts to the ones their readers know them by, where those differ.
    ``updated`` is the newest date among its posts: an issue has no other clock. ``posts`` are in reading order.
    """

    publication: str
    folder: str
    id: str
    title: str
    identifier: str
    language: str
    period: str = ""
    term: str = ""
    previous: str = ""
    closed: bool = False
    newest: bool = False
    ids: dict[str, str] = {}
    updated: datetime
    posts: tuple[Source, ...]
