"""RSS 2.0 by the RSS Advisory Board's Best Practices Profile."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from exporter.backends.feeds.channel import Channel, add_stylesheet
from exporter.backends.feeds.entry import Entry
from exporter.backends.feeds.generators import ATOM, CONTENT, DC, rss_tree
from exporter.backends.feeds.history import add_history
from exporter.backends.feeds.media import add_media
from exporter.backends.feeds.podcast import add_episode, add_show
from exporter.backends.feeds.text import as_html, rfc822, rfc3339

_CDATA: Final = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
# Best Practices Profile, "Character data": readers that decode twice still show these.
_HEXADECIMAL: Final = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


def write_rss(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """rss.xml: UTF-8, the text's ``&`` and ``<`` as hexadecimal references, the posts' HTML in CDATA."""
    root = rss_tree(channel, entries)
    head = root[0]
    _finish_channel(head, channel)
    for item, entry in zip(head.iterchildren("item"), entries, strict=True):
        _finish_item(item, entry, channel)
    add_stylesheet(root, channel)
    return _serialise(root)


def _finish_channel(head: etree._Element, channel: Channel) -> None:
    _child(head, "lastBuildDate").text = rfc822(channel.updated)
    own_address = _child(head, f"{{{ATOM}}}link")
    add_history(own_address, channel, "rss")
    if channel.hub:
        own_address.addnext(head.makeelement(f"{{{ATOM}}}link", {"rel": "hub", "href": channel.hub}))
    if channel.podcast:
        add_show(_child(head, "lastBuildDate"), channel, channel.podcast)


def _finish_item(item: etree._Element, entry: Entry, channel: Channel) -> None:
    # A description is HTML to every reader, so plain text is escaped once as HTML and once as XML.
    description = _child(item, "description")
    description.text = as_html(entry.summary or entry.title)
    content = item.find(f"{{{CONTENT}}}encoded")
    if content is not None:
        content.text = etree.CDATA(entry.content.replace("]]>", "]]&gt;"))
    guid = _child(item, "guid")
    _add_authors(guid, entry)
    _add_categories(guid, entry, channel)
    if entry.published:
        _child(item, "pubDate").text = rfc822(entry.published)
    if entry.updated != entry.published:
        etree.SubElement(item, f"{{{ATOM}}}updated").text = rfc3339(entry.updated)
    if entry.cover:
        add_media(item, entry.cover)
    if channel.podcast and entry.recording:
        add_episode(item, entry, entry.recording)


def _add_authors(guid: etree._Element, entry: Entry) -> None:
    """``author`` is an e-mail address (RSS 2.0); names without one, and several, are ``dc:creator``, never both."""
    (first, *others) = entry.authors
    if not others and first.email:
        author = guid.makeelement("author")
        author.text = f"{first.email} ({first.name})"
        guid.addprevious(author)
        return
    for person in entry.authors:
        creator = guid.makeelement(f"{{{DC}}}creator")
        creator.text = person.name
        guid.addprevious(creator)


def _add_categories(guid: etree._Element, entry: Entry, channel: Channel) -> None:
    """``domain`` says which of the site's taxonomies a term is of."""
    terms = [(term, "categories") for term in entry.categories] + [(term, "tags") for term in entry.tags]
    for term, taxonomy in reversed(terms):
        category = guid.makeelement("category", {"domain": f"{channel.home}{taxonomy}/"})
        category.text = term
        guid.addnext(category)


def _child(parent: etree._Element, name: str) -> etree._Element:
    element = parent.find(name)
    assert element is not None, name  # noqa: S101 - feedgen was given it
    return element


def _serialise(root: etree._Element) -> bytes:
    etree.indent(root, space=" ")
    text = etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
    pieces = _CDATA.split(text)
    # In what lxml writes outside CDATA every "&" begins a reference, so bytes can be replaced.
    for name, number in _HEXADECIMAL:
        pieces[::2] = [piece.replace(name, number) for piece in pieces[::2]]
    return b"".join(pieces) + b"\n"
