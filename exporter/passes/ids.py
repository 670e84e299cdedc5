"""Makes a post's ids its own, so that many posts may stand in one document, and drops what only diagnostics need."""

from __future__ import annotations

from lxml import etree


def prefix_ids(root: etree._Element, prefix: str) -> None:
    """Puts ``prefix`` before every id and whatever points at one."""
    for element in root.iter():
        if (name := element.get("id")) is not None:
            element.set("id", prefix + name)
        href = element.get("href")
        if href is not None and href.startswith("#"):
            element.set("href", f"#{prefix}{href[1:]}")
        if headers := element.get("headers"):
            element.set("headers", " ".join(prefix + name for name in headers.split()))


def strip_lines(root: etree._Element) -> None:
    """Removes ``data-line``, which no reader wants."""
    for element in root.iter():
        element.attrib.pop("data-line", "")
