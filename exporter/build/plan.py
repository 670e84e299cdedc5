"""From sources to issues: which publications exist, what each binds, and under which name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from exporter.build.periods import ID_OF, last_day, span_of
from exporter.build.picks import in_picked_order, unknown_picks
from exporter.build.runs import Run, runs, safe_name
from exporter.build.select import day_of, in_order, matches, published
from exporter.build.titles import period_of, title_of
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.model.site import Site


class Order(Struct, frozen=True, kw_only=True):
    """What the user asked for: the issue ids (none: the publication's own), and whether past letters too."""

    issues: tuple[str, ...] = ()
    every_issue: bool = False


class Binding(Struct, frozen=True, kw_only=True):
    """One issue to bind, with the publication and the site (language) it belongs to.

    ``edition`` is the binding of the same issue whose pages it follows, where its options name one.
    """

    publication: Publication
    site: Site
    issue: Issue
    edition: Binding | None = None


def plan(
    publication: Publication, sites: Sequence[Site], sources: Iterable[Source], *, order: Order, now: datetime
) -> tuple[list[Binding], list[Diagnostic]]:
    """The issues of ``publication``, run by run; where nothing can be made of it, a diagnostic says so."""
    sources = list(sources)
    chosen = [source for source in sources if matches(source, publication)]
    unknown = unknown_picks(publication, sources)
    bindings = [
        _bind(publication, run, cut)
        for run in runs(publication, sites, chosen)
        for cut in _cut(publication, run, order, now)
    ]
    made = {binding.issue.id for binding in bindings}
    missing = [i for i in order.issues if i not in made]
    if not bindings and not order.issues:
        return [], [*unknown, diagnose("B902", f"{publication.name}: no post matches it")]
    return bindings, unknown + [
        diagnose("B902", f"{publication.name}: no post belongs to issue {issue_id}") for issue_id in missing
    ]


class Cut(Struct, frozen=True):
    """One issue before it has a name: its id and posts, not yet in reading order. The rest is as in Issue."""

    id: str
    posts: list[Source]
    previous: str = ""
    closed: bool = False
    newest: bool = False


def _cut(publication: Publication, source: Run, order: Order, now: datetime) -> list[Cut]:
    """The issues to make, oldest first."""
    posts = source.posts
    if publication.backend == "feeds" and publication.every not in {"", "post"}:
        run = _archived(publication, posts, now)
    else:
        run = [Cut(issue_id, members) for issue_id, members in _all_issues(publication, posts)]
        if publication.backend == "epub" and publication.every not in {"", "all"}:
            run[-1:] = [msgspec.structs.replace(cut, newest=True) for cut in run[-1:]]
    if order.issues:
        known = {cut.id: cut for cut in run}
        found = [known.get(i) or Cut(i, _members(publication, posts, i)) for i in dict.fromkeys(order.issues)]
        return [cut for cut in found if cut.posts]
    if publication.every == "week" and publication.backend == "newsletter" and not order.every_issue:
        # A letter is sent once its week is over; past ones are made only when asked for.
        today = _today(now, source)
        closed = [cut for cut in run if _is_over(cut.id, today)]
        return closed[-1:] or run[-1:]
    return run


def _today(now: datetime, run: Run) -> date:
    """The day by the calendar that posts are dated in: of the site's zone, or of the newest post's offset."""
    if run.site.timezone:
        return now.astimezone(ZoneInfo(run.site.timezone)).date()
    return now.astimezone(published(max(run.posts, key=published)).tzinfo).date()


def _archived(publication: Publication, posts: list[Source], now: datetime) -> list[Cut]:
    """An archived feed (RFC 5005, 4): a closed issue for each span that is over, and the feed that is subscribed to.

    That one holds all that is in no archive yet, so whoever follows ``previous`` misses nothing. A span is closed a day
    late: then it is over in every time zone, and no post can be added to it in good faith.
    """
    groups = sorted(
        _all_issues(msgspec.structs.replace(publication, latest=0), posts), key=lambda group: group[0]
    )
    yesterday = now.date() - timedelta(days=1)
    closed = [(i, members) for i, members in groups if _is_over(i, yesterday)]
    previous = ["", *(i for i, _ in closed)]
    archive = [Cut(i, members, before, True) for before, (i, members) in zip(previous, closed, strict=False)]
    newest = [
        *_newest(posts, publication.latest),
        *(s for i, group in groups if not _is_over(i, yesterday) for s in group),
    ]
    return [*archive, Cut("latest", list({s.id: s for s in newest}.values()), previous[-1])]


def _all_issues(publication: Publication, posts: list[Source]) -> list[tuple[str, list[Source]]]:
    if not publication.every:
        return [("latest", _newest(posts, publication.latest))]
    groups: dict[str, list[Source]] = {}
    names = _slugs(posts) if publication.every == "post" else {}
    for source in in_order(posts, newest_first=False):
        key = names[source.id] if names else ID_OF[publication.every](day_of(source))
        groups.setdefault(key, []).append(source)
    return [(key, _newest(group, publication.latest)) for key, group in groups.items()]


def _members(publication: Publication, posts: list[Source], issue_id: str) -> list[Source]:
    """The posts of one issue that was asked for by its id: a span, "latest", or a post's slug."""
    if issue_id == "latest":
        issues = _all_issues(publication, posts)
        return issues[-1][1] if issues else []
    if span := span_of(issue_id):
        return [s for s in posts if ID_OF[span](day_of(s)) == issue_id]
    names = _slugs(posts)
    return [s for s in posts if names[s.id] == issue_id]


def _newest(posts: list[Source], limit: int) -> list[Source]:
    return in_order(posts, newest_first=True)[:limit] if limit else posts


def _slugs(posts: list[Source]) -> dict[str, str]:
    """A file name for each post, by id: its slug or the stem of its file, numbered where two are alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for source in in_order(posts, newest_first=False):
        parts = source.source.rsplit("/", 2)
        stem = parts[-1].split(".")[0]
        base = safe_name(source.slug or (parts[-2] if stem == "index" and len(parts) > 1 else stem), "post")
        name, n = base, 1
        while name.casefold() in taken:
            n += 1
            name = f"{base}-{n}"
        taken.add(name.casefold())
        names[source.id] = name
    return names


def _is_over(issue_id: str, day: date) -> bool:
    end = last_day(issue_id)
    return end is not None and day > end


def _bind(publication: Publication, run: Run, cut: Cut) -> Binding:
    newest_first = publication.order == "newest" or (
        publication.order == "" and publication.backend in {"feeds", "newsletter"}
    )
    posts = tuple(in_order(cut.posts, newest_first=newest_first))
    if publication.posts and not publication.order:
        posts = tuple(in_picked_order(posts, publication))
    site = run.site
    # The documents of an archived feed are one feed (RFC 5005, 4), so they have one id.
    place = f"{run.folder}/{'latest' if cut.closed else cut.id}"
    issue = Issue(
        publication=publication.name,
        folder=run.folder,
        id=cut.id,
        title=title_of(publication, site, cut.id, posts, term=run.term),
        identifier=uuid5(NAMESPACE_URL, f"{site.url}#{place}").urn,
        language=site.language,
        period=period_of(cut.id, site.language),
        term=run.term,
        previous=cut.previous,
        closed=cut.closed,
        newest=cut.newest,
        updated=max(max(published(p), p.updated or published(p)) for p in posts),
        posts=posts,
    )
    return Binding(publication=publication, site=site, issue=issue)
