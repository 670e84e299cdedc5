"""The title of an issue, in its language."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from exporter.build.periods import span_of
from exporter.build.select import day_of
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.model.site import Site
from exporter.passes.strings import words

_BRACES: Final = re.compile(r"\{(site|term|issue|period|year|month|week)\}")


def title_of(
    publication: Publication, site: Site, issue_id: str, posts: tuple[Source, ...], *, term: str = ""
) -> str:
    """``publication.title`` with its {braces} filled, or the site's title, the term and the period; a post's own
    for a single post.
    """
    if publication.title:
        return _filled(publication.title, site, issue_id, posts, term=term)
    if publication.every == "post" and len(posts) == 1 and not span_of(issue_id):
        return posts[0].title
    period = period_of(issue_id, site.language)
    title = " — ".join(filter(None, (_name_of(site), term)))
    return " ".join(filter(None, (title, period))) or publication.name


def _name_of(site: Site) -> str:
    """Its title; of a site without one its host, for no cover goes without words."""
    host = urlsplit(site.url).hostname or ""
    return site.title or ("" if host.endswith(".invalid") else host.removeprefix("www."))


def period_of(issue_id: str, language: str) -> str:
    """``2026-07`` as 2026年7月, July 2026, يوليو 2026; empty for an id that names no period."""
    known = words(language)
    year, _, rest = issue_id.partition("-")
    match span_of(issue_id):
        case "year":
            return known.year.format(y=year)
        case "quarter":
            return known.quarter.format(y=year, q=rest[1:])
        case "month":
            return known.month.format(y=year, m=int(rest), month=known.months[int(rest) - 1])
        case "week":
            return known.week.format(y=year, w=int(rest[1:]))
    return ""


def _filled(template: str, site: Site, issue_id: str, posts: tuple[Source, ...], *, term: str) -> str:
    day = day_of(posts[0])
    week = day.isocalendar()
    # A week belongs to the year that holds its Thursday: 29 December 2025 is of 2026-W01.
    year = week.year if "{week}" in template else day.year
    values = {
        "site": _name_of(site),
        "term": term,
        "issue": issue_id,
        "period": period_of(issue_id, site.language),
        "year": f"{year:04}",
        "month": f"{day.month:02}",
        "week": f"{week.week:02}",
    }
    return _BRACES.sub(lambda match: values[match[1]], template)
