"""What no feed can tell alone: that archives lead to one another (RFC 5005), that lists of feeds and of books (OPDS)
name what is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from exporter.checks.feed_rules import NAMESPACES
from exporter.diagnostics import Diagnostic, diagnose

_ACQUISITION: Final = "http://opds-spec.org/acquisition"
_ARCHIVE: Final = "//*[namespace-uri()='http://purl.org/syndication/history/1.0'][local-name()='archive']"
_HREF: Final = re.compile(r'href="([^"]*)"')


class Document(NamedTuple):
    """A feed as others see it: its own address, that of the page of older items, whether it is a closed page."""

    url: str
    before: str
    closed: bool
    current: str


def judge_chains(feeds: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """F3 and F4.13: the findings on how the ``feeds``, by their names, lead to older pages."""
    yield from _chains({name: read for name, path in feeds.items() if (read := _document(path.read_bytes()))})


def judge_lists(lists: Mapping[str, Path], feeds: Iterable[Path]) -> Iterator[Diagnostic]:
    """F7 and F8: the findings on ``lists``, some of LISTS, where ``feeds`` are all that there are."""
    if not lists:
        return
    known = {read.url for path in feeds if (read := _document(path.read_bytes()))}
    for name, path in lists.items():
        for message in LISTS[name](path.read_bytes(), path, known):
            yield diagnose("F510", message, name)


def _chains(documents: Mapping[str, Document]) -> Iterator[Diagnostic]:
    """F3: older pages are there, and following them meets every closed one. Of a page alone in the folder, built by
    ``--issue``, nothing can be told.
    """
    by_url = {document.url: name for name, document in documents.items()}
    alone = not any(document.closed for document in documents.values())
    met: set[str] = set()
    for name, document in documents.items():
        if document.before not in by_url and document.before and not alone:
            yield diagnose("F510", f"F3.1 there is no older page {document.before}", name)
        if document.closed and not document.current:
            yield diagnose("F510", "F3.2 a closed page does not name the current one", name)
        if not document.closed:
            met |= _followed(document, documents, by_url)
    for name, document in documents.items():
        if document.closed and document.current in by_url and name not in met:
            yield diagnose("F510", "F3.3 no feed leads to this closed page", name)


def _followed(document: Document, documents: Mapping[str, Document], by_url: Mapping[str, str]) -> set[str]:
    met: set[str] = set()
    while (name := by_url.get(document.before)) and name not in met:
        met.add(name)
        document = documents[name]
    return met


def _document(content: bytes) -> Document | None:
    """None where it cannot be read, which another check says. JSON Feed marks no page as closed."""
    if content.lstrip()[:1] == b"{":
        try:
            feed = json.loads(content)
        except (ValueError, RecursionError):
            return None
        return Document(str(feed.get("feed_url") or ""), str(feed.get("next_url") or ""), False, "")
    root = _parsed(content)
    if root is None:
        return None
    links = {link.get("rel", "alternate"): link.get("href", "") for link in _links(root)}
    before = links.get("prev-archive", "")
    return Document(links.get("self", ""), before, bool(root.xpath(_ARCHIVE)), links.get("current", ""))


def _links(root: etree._Element) -> list[etree._Element]:
    found = root.xpath("/atom:feed/atom:link | /rss/channel/atom:link", namespaces=NAMESPACES)
    return [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []


def _parsed(content: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(
            content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
    except etree.XMLSyntaxError:
        return None


def _catalogue(content: bytes, path: Path, _: set[str]) -> Iterator[str]:
    root = _parsed(content)
    if root is None:
        yield "F7.1 the catalogue is not well-formed"
        return
    entries = root.findall("atom:entry", NAMESPACES)
    for entry in entries:
        links = entry.findall("atom:link", NAMESPACES)
        title = entry.findtext("atom:title", "", NAMESPACES)
        if not any(str(link.get("rel", "")).startswith(_ACQUISITION) for link in links):
            yield f"F7.2 nothing can be fetched of {title!r}"
        yield from (_gone(link.get("href", "")) for link in links if not _lies(link.get("href", ""), path))
    if not entries:
        yield "F7.1 the catalogue lists no book"


def _catalogue_json(content: bytes, path: Path, _: set[str]) -> Iterator[str]:
    try:
        found: Any = json.loads(content)
        books = found["publications"]
        shown = [(book["metadata"]["title"], book["links"], book.get("images", [])) for book in books]
        found["metadata"]["title"]
    except (ValueError, KeyError, TypeError, RecursionError):
        yield "F7.1 the catalogue is no OPDS 2.0"
        return
    for title, links, images in shown:
        if not any(str(link.get("rel", "")).startswith(_ACQUISITION) for link in links):
            yield f"F7.2 nothing can be fetched of {title!r}"
        hrefs = [str(one.get("href", "")) for one in (*links, *images)]
        yield from (_gone(href) for href in hrefs if not _lies(href, path))


def _outlines(content: bytes, _: Path, known: set[str]) -> Iterator[str]:
    root = _parsed(content)
    if root is None:
        yield "F8.1 the list of feeds is not well-formed"
        return
    for outline in root.iter("outline"):
        if outline.get("xmlUrl", "") not in known | {""}:
            yield f"F8.1 no feed says that it is at {outline.get('xmlUrl')}"


def _pasted(content: bytes, _: Path, known: set[str]) -> Iterator[str]:
    for href in _HREF.findall(content.decode("utf-8", "replace")):
        if unescape(href) not in known:
            yield f"F8.1 no feed says that it is at {unescape(href)}"


def _lies(href: str, path: Path) -> bool:
    """Whether an address of the web, or of a file beside the list."""
    return "://" in href or (bool(href) and (path.parent / unquote(href)).is_file())


def _gone(href: str) -> str:
    return f"F7.3 {href or 'an empty address'} leads to no file"


LISTS: Final[Mapping[str, Callable[[bytes, Path, set[str]], Iterator[str]]]] = {
    "opds.xml": _catalogue,
    "opds.json": _catalogue_json,
    "feeds.opml": _outlines,
    "autodiscovery.html": _pasted,
}
