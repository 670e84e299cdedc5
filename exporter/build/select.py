"""Which posts exist at an instant, and which of them a publication asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from fnmatch import fnmatchcase

from msgspec import Struct

from exporter.build.picks import is_picked
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.model.publication import Publication


class Moment(Struct, frozen=True):
    """The instant at which drafts, future and expired posts are judged, and whether the first two are let through."""

    now: datetime
    drafts: bool = False
    future: bool = False


def choose_live(sources: Iterable[Source], moment: Moment) -> tuple[list[Source], list[Diagnostic]]:
    """The posts a generator would publish at that moment; each of the others has a diagnostic that says why not.

    A page is no post, and of an undated post the site reader has told.
    """
    live, diagnostics = [], []
    for source in sources:
        reason = state_of(source, moment)
        if not reason:
            live.append(source)
        elif reason in _SAID:
            diagnostics.append(diagnose("S108", _SAID[reason], source.source))
    return live, diagnostics


_SAID = {
    "draft": "a draft, not exported (--drafts lets it through)",
    "future": "dated in the future, not exported (--future lets it through)",
    "expired": "expired, not exported",
}


def state_of(source: Source, moment: Moment) -> str:
    """What keeps it from being a live post: page, draft, undated, future or expired; empty for one that is live."""
    if source.page:
        return "page"
    if source.draft and not moment.drafts:
        return "draft"
    if source.published is None:
        return "undated"
    # Where publishDate is written Hugo asks it alone: a date to come, of an event, keeps no post back.
    if not moment.future and (source.publish or source.published) > moment.now:
        return "future"
    return "expired" if source.expires is not None and source.expires <= moment.now else ""


def span_of_moment(
    sources: Iterable[Source], moment: Moment, zones: Iterable[tzinfo] = ()
) -> tuple[float, float]:
    """Between which instants (POSIX seconds; the second one excluded) the same posts are live and it is the same day,
    in ``zones`` and at every offset a post is dated with: issues are closed by the day.
    """
    now = moment.now.timestamp()
    instants: set[float] = set()
    clocks: set[tzinfo | None] = {moment.now.tzinfo, *zones}
    for source in sources:
        for instant in (source.publish or source.published, source.expires):
            if instant is not None:
                instants.add(instant.timestamp())
                clocks.add(timezone(instant.utcoffset() or timedelta()))
    for clock in clocks:
        midnight = moment.now.astimezone(clock).replace(hour=0, minute=0, second=0, microsecond=0)
        instants |= {midnight.timestamp(), (midnight + timedelta(days=1)).timestamp()}
    return max(i for i in instants if i <= now), min(i for i in instants if i > now)


def matches(source: Source, publication: Publication) -> bool:
    """True where every filter of ``publication`` that is set lets ``source`` pass; names compare without case."""
    names = [author.name for author in source.authors]
    return (
        _shares(publication.tags, source.tags)
        and _shares(publication.categories, source.categories)
        and _shares(publication.series, source.series)
        and _shares(publication.authors, names)
        and in_range(source.language, publication.language)
        and (not publication.path or fnmatchcase(source.source, publication.path))
        and is_picked(source, publication)
        and _is_between(day_of(source), publication.since, publication.until)
    )


def in_range(language: str, wanted: str) -> bool:
    """True where ``wanted`` is empty, ``language`` or what it begins with: ``en`` is all English (RFC 4647, 3.3.1)."""
    return not wanted or f"{language}-".casefold().startswith(f"{wanted}-".casefold())


def _shares(wanted: Sequence[str], has: Sequence[str]) -> bool:
    return not wanted or bool({w.casefold() for w in wanted} & {h.casefold() for h in has})


def _is_between(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def published(source: Source) -> datetime:
    """The instant of publication; only live sources, which have one, come this far."""
    if source.published is None:
        raise ValueError(f"{source.source} has no date")
    return source.published


def day_of(source: Source) -> date:
    """The day on the calendar of the site's zone, or of the offset the date was written with."""
    return published(source).date()


def in_order(sources: Iterable[Source], *, newest_first: bool) -> list[Source]:
    """By date; posts of one instant by their path, so that the order never depends on the file system."""
    ordered = sorted(sources, key=lambda s: s.source)
    return sorted(ordered, key=published, reverse=newest_first)
