"""A page's dates: the header keys the configuration names, one after another, and the date in a file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.sites.dates import Moment, understand
from exporter.sites.fields import table
from exporter.sites.hugo.content import Page
from exporter.sites.hugo.header import Header
from exporter.sites.hugo.settings import Settings

_FILENAME: Final = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?P<rest>.*)", re.DOTALL)
# A date may be a table: "created" and "updated" are what blogs put there.
_PARTS: Final = {"date": "created", "publishdate": "created", "lastmod": "updated"}


Winner = tuple[str, Moment]


class Moments(Struct, frozen=True):
    """``date`` keeps the offset it was written with, as permalinks need it; the others are in the site's zone.

    ``slug`` is what stands behind the date in the file name, when the configuration takes dates from there.
    """

    date: datetime | None
    published: datetime | None
    updated: datetime | None
    publish: datetime | None
    expires: datetime | None
    slug: str
    diagnostics: tuple[Diagnostic, ...]


def moments(page: Page, header: Header, settings: Settings) -> Moments:
    """The dates of ``page``. A value that is no date is an S106, and the next key is asked."""
    findings: dict[str, Diagnostic] = {}
    found = {name: _first(name, page, header, settings, findings=findings) for name in settings.dates}
    published = _zoned(found["date"], settings)
    # Mostly all three are one value: it is brought to the site's zone once.
    updated, publish = (
        published if _same(found[name], found["date"]) else _zoned(found[name], settings)
        for name in ("lastmod", "publishdate")
    )
    return Moments(
        date=found["date"][1].time if found["date"] else None,
        published=published,
        updated=updated if updated != published else None,
        publish=publish if publish != published else None,
        expires=_zoned(found["expirydate"], settings),
        slug=_slug(page) if any(winner and winner[0] == ":filename" for winner in found.values()) else "",
        diagnostics=tuple(findings.values()),
    )


def _first(
    name: str, page: Page, header: Header, settings: Settings, *, findings: dict[str, Diagnostic]
) -> Winner | None:
    for key in settings.dates[name]:
        if key not in header.meta and key != ":filename":  # most keys are not there
            continue
        for value in _values(name, key, page, header.meta):
            moment = understand(value, settings.naive)
            if moment is None or not moment.exact:
                taken = "the next one was taken" if moment is None else f"{moment.time.isoformat()} was taken"
                finding = diagnose("S106", f"{key}: {value!r}; {taken}", page.path, header.front.line(key))
                findings.setdefault(key, finding)
            if moment:
                return key, moment
    return None


def _values(name: str, key: str, page: Page, meta: dict[str, Any]) -> Iterator[object]:
    if key == ":filename":
        match = _FILENAME.match(_file_name(page))
        yield from [match["date"]] if match else []
    value = meta.get(key)
    if parts := table(value):
        value = parts.get(_PARTS.get(name, ""))
    if not key.startswith(":") and value is not None and value != "":
        yield value


def _file_name(page: Page) -> str:
    return page.name if page.kind == "leaf" else page.base


def _slug(page: Page) -> str:
    match = _FILENAME.match(_file_name(page))
    return match["rest"].strip(" -_") if match and understand(match["date"]) else ""


def _same(one: Winner | None, other: Winner | None) -> bool:
    return one is not None and other is not None and one[1] is other[1]


def _zoned(winner: Winner | None, settings: Settings) -> datetime | None:
    """In the site's zone, if it names one; else as it was written."""
    if winner is None or settings.zone is None:
        return winner[1].time if winner else None
    try:
        return winner[1].time.astimezone(settings.zone)
    except OverflowError:
        return winner[1].time
