"""Channel: what a feed says of itself, whatever its format."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from lxml import etree
from msgspec import Struct

from exporter.backends.contract import BindJob
from exporter.backends.feeds.options import Format, Options
from exporter.backends.feeds.text import instant, language, plain, title, uri
from exporter.model.issue import Issue
from exporter.model.site import Site

NAMES: Final[dict[Format, str]] = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}
STYLESHEET: Final = "feed.css"
MEDIA_TYPES: Final[dict[Format, str]] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


class Channel(Struct, frozen=True, kw_only=True):
    """``home`` and ``folder`` are URIs that end in "/", ``icon``, ``logo`` and ``hub`` URIs or ""; texts are plain.

    ``id`` is a URN for ever; ``folder`` is where the feeds lie in public; ``styled``: a stylesheet lies there too.
    """

    id: str
    title: str
    description: str
    home: str
    folder: str
    language: str
    updated: datetime
    rights: str
    icon: str
    logo: str
    hub: str
    ttl: int
    styled: bool = False

    def address(self, form: Format) -> str:
        """Where the feed of that format lies."""
        return self.folder + NAMES[form]


def describe(job: BindJob) -> Channel:
    """The channel of an issue. The site must have an address."""
    issue, site, options = job.issue, job.site, job.options
    name = title(issue.title) or title(site.title) or uri(site.url)
    return Channel(
        id=issue.identifier,
        title=name,
        description=plain(options.description) or plain(site.description) or name,
        home=uri(_with_slash(site.url)),
        folder=uri(_with_slash(_public_folder(issue, site, options))),
        language=language(issue.language or site.language),
        updated=instant(issue.updated),
        rights=plain(site.rights),
        icon=uri(options.icon),
        logo=uri(options.logo),
        hub=uri(options.hub),
        ttl=options.ttl,
        styled=STYLESHEET in job.theme.files,
    )


def folder(issue: Issue) -> str:
    """Where the issue's files go: the newest posts in the publication's own folder, a span in one of its own."""
    return issue.folder if issue.id == "latest" else f"{issue.folder}/{issue.id}"


def _public_folder(issue: Issue, site: Site, options: Options) -> str:
    """A given address stands for the publication's folder; a language's or a span's folder goes below it."""
    if not options.url:
        return _with_slash(site.root_url or site.url) + folder(issue)
    below = folder(issue).removeprefix(issue.publication).strip("/")
    return _with_slash(options.url) + below


def _with_slash(address: str) -> str:
    return address if address.endswith("/") else address + "/"


def add_stylesheet(root: etree._Element, channel: Channel) -> None:
    """Lets a browser that opens the feed show a page. The name is relative: browsers take no style from elsewhere."""
    if channel.styled:
        root.addprevious(
            etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{STYLESHEET}"')
        )
