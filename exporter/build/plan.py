"""From sources to issues: which publications exist, what each binds, and under which name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from exporter.build.periods import ID_OF, last_day, span_of
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
    """One issue to bind, with the publication and the site (language) it belongs to."""

    publication: Publication
    site: Site
    issue: Issue


def plan(
    publication: Publication, sites: Sequence[Site], sources: Iterable[Source], *, order: Order, now: datetime
) -> tuple[list[Binding], list[Diagnostic]]:
    """The issues of ``publication``: one run of them for each language that has posts.

    A publication bound to a language, and every publication of a site in one language, lies in a folder of
    its own name;
    else each language has a folder in that.
    """
    chosen = [source for source in sources if matches(source, publication)]
    spoken = {source.language for source in chosen}
    plural = len(sites) > 1 and not publication.language
    bindings: list[Binding] = []
    for site in sites:
        posts = [s for s in chosen if s.language == site.language] if len(sites) > 1 else chosen
        if not posts:
            continue
        folder = f"{publication.name}/{site.key or site.language}" if plural else publication.name
        for issue_id, members in _cut(publication, posts, order, now):
            bindings.append(_bind(publication, site, folder, issue_id, members))
    missing = [i for i in order.issues if i not in {b.issue.id for b in bindings}]
    empty = [] if bindings or (spoken and not order.issues) else ["it"]
    return bindings, [_nothing(publication, i) for i in (missing if order.issues else empty)]


def _nothing(publication: Publication, issue_id: str) -> Diagnostic:
    what = "no post matches it" if issue_id == "it" else f"no post belongs to issue {issue_id}"
    return diagnose("B902", f"{publication.name}: {what}")


def _cut(
    publication: Publication, posts: list[Source], order: Order, now: datetime
) -> list[tuple[str, list[Source]]]:
    """(id, posts) of each issue, oldest issue first, the posts not yet in reading order."""
    if order.issues:
        found = [(i, _members(publication, posts, i)) for i in dict.fromkeys(order.issues)]
        return [(i, members) for i, members in found if members]
    issues = _all_issues(publication, posts)
    if publication.every == "week" and publication.backend == "newsletter" and not order.every_issue:
        # A letter is sent once its week is over; past ones are made only when asked for.
        closed = [pair for pair in issues if _is_over(pair[0], now)]
        return closed[-1:] or issues[-1:]
    return issues


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
        base = _safe(source.slug or (parts[-2] if stem == "index" and len(parts) > 1 else stem))
        name, n = base, 1
        while name.casefold() in taken:
            n += 1
            name = f"{base}-{n}"
        taken.add(name.casefold())
        names[source.id] = name
    return names


def _safe(name: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in name).strip("-.")
    return kept[:80] or "post"


def _is_over(issue_id: str, now: datetime) -> bool:
    end = last_day(issue_id)
    return end is not None and now.date() > end


def _bind(publication: Publication, site: Site, folder: str, issue_id: str, members: list[Source]) -> Binding:
    newest_first = publication.order == "newest" or (
        publication.order == "" and publication.backend in {"feeds", "newsletter"}
    )
    posts = tuple(in_order(members, newest_first=newest_first))
    issue = Issue(
        publication=publication.name,
        folder=folder,
        id=issue_id,
        title=title_of(publication, site, issue_id, posts),
        identifier=uuid5(NAMESPACE_URL, f"{site.url}#{folder}/{issue_id}").urn,
        language=site.language,
        period=period_of(issue_id, site.language),
        updated=max(max(published(p), p.updated or published(p)) for p in posts),
        posts=posts,
    )
    return Binding(publication=publication, site=site, issue=issue)
