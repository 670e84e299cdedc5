"""The items of a feed that is well-formed, whatever its format, as a reader takes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree
from msgspec import Struct

ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"


class File(Struct, frozen=True):
    """An enclosure: its address, and the length in bytes that the feed says; -1 where it says none."""

    url: str
    length: int = -1


class Item(Struct, frozen=True):
    """``line`` is where it begins, 0 unknown; ``html`` what is shown of it, ``updated`` as written."""

    id: str
    title: str
    url: str
    html: str
    updated: str = ""
    files: tuple[File, ...] = ()
    line: int = 0


def read_items(content: bytes) -> tuple[Item, ...]:
    """In the feed's order; none where it is not well-formed, which another check says."""
    if content.lstrip()[:1] == b"{":
        try:
            feed = json.loads(content.decode("utf-8"))
        except (ValueError, RecursionError):
            return ()
        items = feed.get("items") if isinstance(feed, dict) else None
        listed = items if isinstance(items, list) else []
        return tuple(_json_item(item) for item in listed if isinstance(item, dict))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return ()
    rss = (_rss_item(element) for element in root.iterfind("channel/item"))
    return (*rss, *(_atom_item(element) for element in root.iterfind(f"{ATOM}entry")))


def _json_item(item: dict[str, Any]) -> Item:
    def text(name: str) -> str:
        return str(item.get(name) or "")

    attachments = item.get("attachments")
    files = tuple(
        File(str(one.get("url") or ""), _length(one.get("size_in_bytes")))
        for one in (attachments if isinstance(attachments, list) else [])
        if isinstance(one, dict)
    )
    html = text("content_html") or text("content_text")
    return Item(text("id"), text("title"), text("url"), html, text("date_modified"), files)


def _rss_item(element: etree._Element) -> Item:
    def text(name: str) -> str:
        return (element.findtext(name) or "").strip()

    return Item(
        text("guid"),
        text("title"),
        text("link"),
        text(_CONTENT) or text("description"),
        text(f"{ATOM}updated"),
        tuple(File(one.get("url", ""), _length(one.get("length"))) for one in element.iterfind("enclosure")),
        _line(element),
    )


def _atom_item(element: etree._Element) -> Item:
    def text(name: str) -> str:
        return (element.findtext(ATOM + name) or "").strip()

    links = [(link.get("rel", "alternate"), link) for link in element.iterfind(f"{ATOM}link")]
    return Item(
        text("id"),
        text("title"),
        next((link.get("href", "") for rel, link in links if rel == "alternate"), ""),
        text("content") or text("summary"),
        text("updated"),
        tuple(_enclosures(links)),
        _line(element),
    )


def _enclosures(links: list[tuple[str, etree._Element]]) -> Iterator[File]:
    for rel, link in links:
        if rel == "enclosure":
            yield File(link.get("href", ""), _length(link.get("length")))


def _length(value: Any) -> int:
    return int(value) if str(value).isdigit() else -1


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 0)
