"""Dates that look like dates and are none, and changes that come before what they change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from exporter.checks.feed_rules import NAMESPACES

Flaw = tuple[etree._Element, str, str]


def judge_dates(root: etree._Element) -> Iterator[Flaw]:
    """(element, rule, message) of each date of an RSS or Atom feed that no calendar has."""
    for element in root.iter("pubDate", "lastBuildDate"):
        written = (element.text or "").strip()
        day = _rfc822(written)
        if day is None:
            yield element, "F1.13", f"no calendar has this day: {written}"
        elif f"{day:%a}" != written[:3]:
            yield element, "F1.13", f"the day of the week is another: {written}"
    for entry in root.iterfind("atom:entry", NAMESPACES):
        published, updated = (_rfc3339(entry, name) for name in ("published", "updated"))
        for name, found in (("published", published), ("updated", updated)):
            if found is None and entry.find(f"atom:{name}", NAMESPACES) is not None:
                yield entry, "F2.8", f"no calendar has this instant: {name}"
        if published and updated and updated < published:
            yield entry, "F2.9", "it was changed before it was published"


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _rfc3339(entry: etree._Element, name: str) -> datetime | None:
    return instant(entry.findtext(f"atom:{name}", "", NAMESPACES).strip())


def instant(text: str) -> datetime | None:
    """An instant with its offset; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
