"""feedgen's trees of RSS and Atom: the only file that knows it.

feedgen 1.0 is given what it writes right. What it writes wrong or not at all (rel and type of entry links, dc:creator,
media, hubs, RFC 822 dates without the machine's locale) is left to rss.py and atom.py, which finish its trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedEntry, FeedGenerator
from lxml import etree

from exporter.backends.feeds.channel import MEDIA_TYPES, Channel
from exporter.backends.feeds.entry import Entry, enclosure
from exporter.backends.feeds.options import Format
from exporter.backends.feeds.text import apart

DC: Final = "http://purl.org/dc/elements/1.1/"
MEDIA: Final = "http://search.yahoo.com/mrss/"
ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
HISTORY: Final = "http://purl.org/syndication/history/1.0"
ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST: Final = "https://podcastindex.org/namespace/1.0"


class _Namespaces(BaseExtension):  # type: ignore[misc]
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def extend_ns(self) -> dict[str, str]:
        return dict(self._names)


def rss_tree(channel: Channel, entries: Iterable[Entry]) -> etree._Element:
    """``<rss>``: its channel's metadata, then an item for each entry in their order."""
    feed = _feed(channel, "rss")
    _declare(feed, {"dc": DC, "media": MEDIA}, channel)
    if channel.logo:
        feed.image(channel.logo, title=channel.title, link=channel.home)
    if channel.ttl:
        feed.ttl(channel.ttl)
    for entry in entries:
        item = _entry(feed, entry)
        item.description(entry.summary or entry.title)
        if entry.content:
            item.content(entry.content)
        if enclosed := enclosure(entry):
            item.enclosure(enclosed.url, enclosed.length, enclosed.media_type)
    root, _ = feed._create_rss()
    return _element(root)


def atom_tree(channel: Channel, entries: Iterable[Entry]) -> etree._Element:
    """``<feed>``: its metadata, then an entry for each of ``entries``. feedgen leaves its elements in no namespace."""
    entries = tuple(entries)
    feed = _feed(channel, "atom")
    feed.updated(max([channel.updated, *(apart(entry.updated, entry.id) for entry in entries)]))
    _declare(feed, {"media": MEDIA}, channel)
    if channel.icon:
        feed.icon(channel.icon)
    if channel.logo:
        feed.logo(channel.logo)
    for entry in entries:
        item = _entry(feed, entry)
        item.updated(apart(entry.updated, entry.id))
        item.author([_person(name=a.name, uri=a.url, email=a.email) for a in entry.authors])
        if entry.summary:
            item.summary(entry.summary, type="text")
        if entry.content:
            item.content(entry.content, type="html")
    root, _ = feed._create_atom()
    return _element(root)


def _declare(feed: FeedGenerator, names: Mapping[str, str], channel: Channel) -> None:
    history = {"fh": HISTORY} if channel.closed else {}
    podcast = {"itunes": ITUNES, "podcast": PODCAST} if channel.podcast and "dc" in names else {}
    feed.register_extension(
        "names", partial(_Namespaces, {**names, **history, **podcast}), BaseEntryExtension
    )


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
