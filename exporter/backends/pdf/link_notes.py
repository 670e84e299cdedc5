"""Print twins of links: a number behind each, and at the post's end the address it leads to.

The binding sets the page number beside an address whose post is in the volume.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from exporter.backends.pdf.addresses import readable

TWIN: Final = "twin"


def number_links(body: etree._Element) -> etree._Element | None:
    """Puts a number behind every link of ``body`` that does not show where it leads; returns the addresses, if any."""
    numbers: dict[str, int] = {}
    for link in list(body.iterfind(".//a[@href]")):
        url = link.get("href", "")
        if url.startswith(("http://", "https://")) and not _shows(link, url):
            _mark(link, numbers.setdefault(url, len(numbers) + 1))
    return _addresses(numbers) if numbers else None


def _shows(link: etree._Element, url: str) -> bool:
    return _bare("".join(map(str, link.itertext()))) == _bare(url)


def _bare(address: str) -> str:
    return address.strip().partition("://")[2].rstrip("/") or address.strip()


def _mark(link: etree._Element, number: int) -> None:
    mark = etree.Element("span", {"class": "link-number"})
    mark.text = f"[{number}]"
    mark.tail, link.tail = link.tail, None
    link.addnext(mark)


def _addresses(numbers: dict[str, int]) -> etree._Element:
    addresses = etree.Element("ol", {"class": "links"})
    for url, number in numbers.items():
        item = etree.SubElement(addresses, "li")
        etree.SubElement(item, "span", {"class": "number"}).text = f"[{number}]"
        etree.SubElement(item, "a", {"href": url, "class": TWIN}).text = readable(url)
    return addresses
