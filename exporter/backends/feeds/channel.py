"""Channel: what a feed says of itself, whatever its format."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from msgspec import Struct

from exporter.backends.contract import BindJob
from exporter.backends.feeds.options import Format, Options, Podcast
from exporter.backends.feeds.text import instant, language, plain, statement, title, uri
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
    """``home``, ``folder`` and ``base`` are URIs that end in "/", ``icon``, ``logo`` and ``hub`` URIs or "".

    ``id`` is a URN for ever, texts are plain; ``folder`` is where the feeds lie in public; ``styled``: a stylesheet
    lies there too. ``base`` is where the feed lies that is subscribed to, ``before`` the name below it of the folder of
    the archive document before this one, "" without one; ``closed``: this is an archive document itself.
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
    base: str
    before: str = ""
    closed: bool = False
    podcast: Podcast | None = None
    author: str = ""

    def address(self, form: Format) -> str:
        """Where the feed of that format lies."""
        return self.folder + NAMES[form]

    def current(self, form: Format) -> str:
        """Where the feed of that format lies that readers subscribe to."""
        return self.base + NAMES[form]

    def previous(self, form: Format) -> str:
        """Where the archive document before this one lies; "" without one."""
        return f"{self.base}{self.before}/{NAMES[form]}" if self.before else ""


def describe(job: BindJob) -> Channel:
    """The channel of an issue. The site must have an address."""
    issue, site, options = job.issue, job.site, job.options
    name = title(issue.title) or title(site.title) or uri(site.url)
    return Channel(
        id=issue.identifier,
        title=name,
        description=statement(options.description) or statement(site.description) or name,
        home=uri(_with_slash(site.url)),
        folder=public_folder(folder(issue), issue, site, options),
        language=language(issue.language or site.language),
        updated=instant(issue.updated),
        rights=statement(site.rights),
        icon=uri(options.icon),
        logo=uri(options.logo),
        # Nobody is told of news in a document that gets none.
        hub="" if issue.closed else uri(options.hub),
        ttl=options.ttl,
        base=public_folder(issue.folder, issue, site, options),
        before=issue.previous,
        closed=issue.closed,
        podcast=options.podcast if options.profile == "podcast" else None,
        author=plain(options.author) or next((plain(a.name) for a in site.authors), ""),
        styled=STYLESHEET in job.theme.files,
    )


def is_public(address: str) -> bool:
    """False for no address, and for one below .invalid (RFC 6761, 6.4), which stands for none."""
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and not (parts.hostname or "").endswith(".invalid")


def folder(issue: Issue) -> str:
    """Where the issue's files go: the newest posts in the publication's own folder, a span in one of its own."""
    return issue.folder if issue.id == "latest" else f"{issue.folder}/{issue.id}"


def public_folder(name: str, issue: Issue, site: Site, options: Options) -> str:
    """The URI, with its last "/", of the folder called ``name`` in the output.

    A given address stands for the publication's folder; that of a language, a term or a span goes below it.
    """
    if not options.url:
        return uri(_with_slash(_with_slash(site.root_url or site.url) + name))
    return uri(_with_slash(_with_slash(options.url) + name.removeprefix(issue.publication).strip("/")))


def _with_slash(address: str) -> str:
    return address if address.endswith("/") else address + "/"


def add_stylesheet(root: etree._Element, channel: Channel) -> None:
    """Lets a browser that opens the feed show a page. The name is relative: browsers take no style from elsewhere."""
    if channel.styled:
        root.addprevious(
            etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{STYLESHEET}"')
        )
