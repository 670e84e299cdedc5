"""WebSub (W3C Recommendation of 2018): which feeds tell which hub."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lxml import etree
from msgspec import Struct

_ATOM = "{http://www.w3.org/2005/Atom}link"


class Ping(Struct, frozen=True, order=True):
    """The hub to be told, and the feed's own address, which is the topic."""

    hub: str
    topic: str


def pings(feeds: Iterable[bytes]) -> list[Ping]:
    """One for each of ``feeds`` that names a hub and itself (WebSub, 4); an archive names no hub."""
    found = (_json_links(feed) if feed.lstrip()[:1] == b"{" else _xml_links(feed) for feed in feeds)
    return sorted({Ping(hub, topic) for hub, topic in found if hub and topic})


def _xml_links(feed: bytes) -> tuple[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    root = etree.fromstring(feed, parser)
    links = {link.get("rel", ""): link.get("href", "") for link in root.iter(_ATOM)}
    return links.get("hub", ""), links.get("self", "")


def _json_links(feed: bytes) -> tuple[str, str]:
    members: dict[str, Any] = json.loads(feed)
    hubs = members.get("hubs") or [{}]
    return str(hubs[0].get("url", "")), str(members.get("feed_url", ""))
