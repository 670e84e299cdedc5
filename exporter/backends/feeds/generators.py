"""feedgen's trees of RSS and Atom: the only file that knows it.

feedgen 1.0 is given what it writes right. What it writes wrong or not at all (rel and type of entry links, dc:creator,
media, hubs, RFC 822 dates without the machine's locale) is left to rss.py and atom.py, which finish its trees.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedEntry, FeedGenerator
from lxml import etree

from exporter.backends.feeds.channel import MEDIA_TYPES, Channel
from exporter.backends.feeds.entry import Entry
from exporter.backends.feeds.options import Format

DC: Final = "http://purl.org/dc/elements/1.1/"
MEDIA: Final = "http://search.yahoo.com/mrss/"
ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"


class _RssNamespaces(BaseExtension):  # type: ignore[misc]
    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC, "media": MEDIA}


class _AtomNamespaces(BaseExtension):  # type: ignore[misc]
    def extend_ns(self) -> dict[str, str]:
        return {"media": MEDIA}


def rss_tree(channel: Channel, entries: Iterable[Entry]) -> etree._Element:
    """``<rss>``: its channel's metadata, then an item for each entry in their order."""
    feed = _feed(channel, "rss")
    feed.register_extension("names", _RssNamespaces, BaseEntryExtension)
    if channel.logo:
        feed.image(channel.logo, title=channel.title, link=channel.home)
    if channel.ttl:
        feed.ttl(channel.ttl)
    for entry in entries:
        item = _entry(feed, entry)
        item.description(entry.summary or entry.title)
        if entry.content:
            item.content(entry.content)
        if entry.cover and entry.cover.media_type:
            item.enclosure(entry.cover.url, entry.cover.length, entry.cover.media_type)
    root, _ = feed._create_rss()
    return _element(root)


def atom_tree(channel: Channel, entries: Iterable[Entry]) -> etree._Element:
    """``<feed>``: its metadata, then an entry for each of ``entries``. feedgen leaves its elements in no namespace."""
    feed = _feed(channel, "atom")
    feed.register_extension("names", _AtomNamespaces, BaseEntryExtension)
    if channel.icon:
        feed.icon(channel.icon)
    if channel.logo:
        feed.logo(channel.logo)
    for entry in entries:
        item = _entry(feed, entry)
        item.author([_person(name=a.name, uri=a.url, email=a.email) for a in entry.authors])
        if entry.summary:
            item.summary(entry.summary, type="text")
        if entry.content:
            item.content(entry.content, type="html")
    root, _ = feed._create_atom()
    return _element(root)


def _feed(channel: Channel, form: Format) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(channel.id)
    feed.title(channel.title)
    feed.subtitle(channel.description)
    # RSS takes the last link for the site's: its own goes first.
    feed.link(href=channel.address(form), rel="self", type=MEDIA_TYPES[form])
    feed.link(href=channel.home, rel="alternate", type="text/html")
    feed.language(channel.language)
    feed.updated(channel.updated)
    feed.generator("exporter")
    if channel.rights:
        feed.rights(channel.rights)
    return feed


def _entry(feed: FeedGenerator, entry: Entry) -> FeedEntry:
    item = feed.add_entry(order="append")
    item.guid(entry.id, permalink=entry.id == entry.url)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate")
    item.updated(entry.updated)
    if entry.published:
        item.published(entry.published)
    return item


def _person(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _element(root: object) -> etree._Element:
    assert isinstance(root, etree._Element)  # noqa: S101 - feedgen has no types
    return root
