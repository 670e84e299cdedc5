"""The cover in both XML formats (Media RSS 1.5.1)."""

from __future__ import annotations

from lxml import etree

from exporter.backends.feeds.entry import Picture
from exporter.backends.feeds.generators import MEDIA
from exporter.backends.feeds.text import as_html, looks_like_html


def add_media(item: etree._Element, cover: Picture) -> None:
    """``media:content`` with what is known of the file; its ``media:description`` is the alternative text."""
    facts = {
        "url": cover.url,
        "medium": "image",
        "type": cover.media_type,
        "fileSize": str(cover.length or ""),
        "width": str(cover.width or ""),
        "height": str(cover.height or ""),
    }
    content = etree.SubElement(
        item, f"{{{MEDIA}}}content", {name: value for name, value in facts.items() if value}
    )
    if cover.alt:
        like_html = looks_like_html(cover.alt)
        alt = etree.SubElement(content, f"{{{MEDIA}}}description", {"type": "html" if like_html else "plain"})
        alt.text = as_html(cover.alt) if like_html else cover.alt
