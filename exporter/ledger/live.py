"""The items of somebody's feed as it lies on the web: RSS of any version, Atom or JSON Feed, well-formed or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from lxml import etree

from exporter.errors import ExportError
from exporter.ledger.rows import Row, one_line

_DATES: Final = ("pubDate", "published", "issued", "date", "updated")


class FeedError(ExportError):
    """What was to be adopted is no feed."""


def read_live(content: bytes, name: str) -> tuple[Row, ...]:
    """A row for each item with an id. Raises FeedError where ``content`` is no feed or an empty one."""
    rows = tuple(_from_json(content) if content.lstrip()[:1] == b"{" else _from_xml(content))
    unique = {row.id: row for row in reversed(rows) if row.id}
    if not unique:
        raise FeedError(
            f"{name} holds no feed with items", "Name the feed your site publishes now, such as index.xml."
        )
    return tuple(reversed(unique.values()))


def _from_json(content: bytes) -> Iterator[Row]:
    try:
        feed = json.loads(content.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            url = str(item.get("url") or "")
            published = _moment(str(item.get("date_published") or ""))
            yield Row(
                one_line(str(item.get("id") or url)), one_line(url or str(item.get("id"))), "", published
            )


def _from_xml(content: bytes) -> Iterator[Row]:
    # recover: live feeds hold control characters and bare ampersands, and their readers forgive them.
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str) and etree.QName(element).localname in {"item", "entry"}:
            yield _item(
                {etree.QName(child).localname: child for child in reversed(element) if _is_element(child)},
                element,
            )


def _is_element(node: Any) -> bool:
    return isinstance(node.tag, str)


def _item(children: dict[str, etree._Element], element: etree._Element) -> Row:
    def text(name: str) -> str:
        return one_line("".join(map(str, children[name].itertext()))) if name in children else ""

    url = text("link") or _alternate(element)
    guid = text("guid") or text("id")
    if not url and guid.startswith(("http://", "https://")):
        url = guid
    published = next((moment for name in _DATES if (moment := _moment(text(name)))), None)
    return Row(guid or url, url, "", published)


def _alternate(element: etree._Element) -> str:
    for link in element.iterchildren("{*}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return one_line(link.get("href", ""))
    return ""


def _moment(text: str) -> datetime | None:
    """RFC 822 or RFC 3339; None for neither. One without an offset is taken for UTC."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
