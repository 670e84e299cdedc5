"""Whether what a feed links to and encloses is there, as far as the site's own files can tell."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final, Protocol

from exporter.checks.feed_items import File, Item

_ADDRESSES: Final = frozenset({"href", "src", "poster", "cite"})


class Places(Protocol):
    """What the site publishes."""

    def knows(self, url: str) -> bool:
        """True for an address that is there, and for one that the site's files say nothing about."""

    def size(self, url: str) -> int | None:
        """The bytes of the file that is published at an address; None where there is none, or nobody can tell."""


class _Addresses(HTMLParser):
    """Collects the addresses in a fragment, in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - of HTMLParser
        for name, value in attrs:
            if name in _ADDRESSES and value:
                self.found.append(value)
            elif name == "srcset" and value:
                self.found += [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]


def judge_links(items: tuple[Item, ...], places: Places) -> Iterator[tuple[Item, str]]:
    """(item, message) for each address of an item that leads to nothing, each once an item."""
    for item in items:
        scan = _Addresses()
        scan.feed(item.html)
        scan.close()
        for address in dict.fromkeys([item.url, *scan.found]):
            if address and not places.knows(address):
                yield item, f"nothing is published at {address}"
        yield from ((item, message) for one in item.files for message in _judge_file(one, places))


def _judge_file(file: File, places: Places) -> Iterator[str]:
    if not places.knows(file.url):
        yield f"the enclosure {file.url} is missing"
        return
    size = places.size(file.url)
    if size is not None and file.length > 0 and size != file.length:
        yield f"the enclosure {file.url} has {size:,} bytes, not {file.length:,}"
