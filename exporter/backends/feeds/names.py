"""The names of a publication's feeds in the output."""

from __future__ import annotations

from exporter.backends.feeds.channel import NAMES, STYLESHEET, folder, is_public
from exporter.backends.feeds.options import Options
from exporter.backends.feeds.siblings import ENDINGS
from exporter.model.issue import Issue
from exporter.model.site import Site


def names(issue: Issue, site: Site, options: Options) -> tuple[str, ...]:
    """None for a site without an address."""
    if not is_public(site.url):
        return ()
    feeds = [f"{folder(issue)}/{NAMES[form]}" for form in options.formats]
    siblings = [f"{feed}{ENDINGS[way]}" for feed in feeds for way in options.compress]
    return (*feeds, *siblings, f"{folder(issue)}/{STYLESHEET}")
