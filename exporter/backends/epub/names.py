"""The names of a book and its cover in the output."""

from __future__ import annotations

from exporter.backends.epub.options import EpubOptions
from exporter.model.issue import Issue
from exporter.model.site import Site


def names(issue: Issue, _site: Site, _options: EpubOptions) -> tuple[str, ...]:
    """The newest of several books lies there twice."""
    place = f"{issue.folder}/{issue.id}"
    latest = (f"{issue.folder}/latest.epub",) if issue.newest else ()
    return (f"{place}.epub", f"{place}.jpg", *latest)
