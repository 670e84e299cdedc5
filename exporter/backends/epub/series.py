"""The series that an issue belongs to, and its place in it."""

from __future__ import annotations

import re
from typing import Final

from exporter.backends.epub.document import plain
from exporter.model.issue import Issue
from exporter.model.site import Site

_PERIOD: Final = re.compile(r"[0-9]{4}(-[QW]?[0-9]{1,2})?")


def series_of(site: Site, issue: Issue) -> str:
    """The site's title, and the tag, author, … that the run of issues is of; empty where there is none."""
    return " — ".join(filter(None, (plain(site.title), plain(issue.term))))


def position_of(issue: Issue) -> str:
    """Years, months and weeks count within each other, 2026-07 is 2026.07; empty for an issue that is no period.

    Two digits, so that those who read a number put October behind September (EPUB 3.3, D.3.5, allows leading zeros).
    """
    if not _PERIOD.fullmatch(issue.id):
        return ""
    year, *rest = re.findall("[0-9]+", issue.id)
    return ".".join([year, *(number.zfill(2) for number in rest)])
