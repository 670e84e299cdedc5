"""The names of a letter in the output."""

from __future__ import annotations

from exporter.backends.newsletter.options import Options
from exporter.model.issue import Issue
from exporter.model.site import Site


def names(issue: Issue, _site: Site, options: Options) -> tuple[str, ...]:
    """For a service to send there are two files more."""
    place = f"{issue.folder}/{issue.id}"
    service = (f"{place}.{options.esp}.html", f"{place}.{options.esp}.txt") if options.esp else ()
    return (f"{place}.html", f"{place}.txt", f"{place}.eml", *service)
