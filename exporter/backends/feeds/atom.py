"""Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from exporter.backends.feeds.channel import Channel, add_stylesheet
from exporter.backends.feeds.entry import Entry, Picture, Recording
from exporter.backends.feeds.generators import atom_tree
from exporter.backends.feeds.history import add_history
from exporter.backends.feeds.media import add_media
from exporter.backends.feeds.text import as_html, looks_like_html

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def write_atom(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """atom.xml: UTF-8, content of type html."""
    root = atom_tree(channel, entries)
    _finish_feed(root, channel)
    for element, entry in zip(root.iterchildren("entry"), entries, strict=True):
        _finish_entry(element, entry, channel)
    add_stylesheet(root, channel)
    etree.indent(root, space=" ")
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True) + b"\n"


def _finish_feed(root: etree._Element, channel: Channel) -> None:
    for name in ("title", "subtitle"):
        element = root.find(name)
        if element is not None:
            element.set("type", "text")
    last = root.findall("link")[-1]
    add_history(last, channel, "atom")
    if channel.hub:
        last.addnext(root.makeelement("link", {"rel": "hub", "href": channel.hub}))


def _finish_entry(element: etree._Element, entry: Entry, channel: Channel) -> None:
    if entry.language and entry.language != channel.language:
        element.set(_LANGUAGE, entry.language)
    title, link = element.find("title"), element.find("link")
    assert title is not None and link is not None  # noqa: PT018, S101 - feedgen was given both
    title.set("type", "text")
    summary = element.find("summary")
    if summary is not None and looks_like_html(entry.summary):
        summary.set("type", "html")
        summary.text = as_html(entry.summary)
    # feedgen forgets all of an entry's link but the address (RFC 4287, 4.2.7).
    link.set("rel", "alternate")
    link.set("type", "text/html")
    for enclosed in (entry.cover, entry.recording):
        _enclose(link, enclosed)
    if entry.cover:
        add_media(element, entry.cover)
    _add_categories(element, entry, channel)


def _enclose(link: etree._Element, enclosed: Picture | Recording | None) -> None:
    if enclosed is None or not enclosed.media_type:
        return
    facts = {"rel": "enclosure", "href": enclosed.url, "type": enclosed.media_type}
    if enclosed.length:
        facts["length"] = str(enclosed.length)
    link.addnext(link.makeelement("link", facts))


def _add_categories(element: etree._Element, entry: Entry, channel: Channel) -> None:
    """``scheme`` says which of the site's taxonomies a term is of."""
    for terms, taxonomy in ((entry.categories, "categories"), (entry.tags, "tags")):
        for term in terms:
            etree.SubElement(element, "category", {"term": term, "scheme": f"{channel.home}{taxonomy}/"})
