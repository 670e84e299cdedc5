"""A feed as a reader shows it: its items in their order, each a page of its own."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Final

from exporter.checks.feed_items import Item, read_items
from exporter.preview.scheme import Scheme

# In all three formats: JSON Feed 1.1 "language", RSS 2.0 <language>, Atom's xml:lang.
_LANGUAGE: Final = re.compile(rb"(?:\"language\"\s*:\s*\"|<language>|xml:lang=\")([A-Za-z0-9-]+)")
_PAGE: Final = """<!doctype html>
<html lang="{language}" style="color-scheme: {scheme}">
<head><meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="/reader.css"></head>
<body><article><h1><a href="{url}">{title}</a></h1>
{html}
</article></body></html>
"""


def items_of(path: Path) -> tuple[Item, ...]:
    """In the feed's order."""
    return read_items(path.read_bytes())


def page_of(path: Path, number: int, scheme: Scheme) -> bytes:
    """What a reader shows of an item, counted from 0. Raises IndexError for one that is not there.

    Its HTML stands as it is: the page is served where no script runs.
    """
    content = path.read_bytes()
    item = read_items(content)[number]
    language = _LANGUAGE.search(content)
    return _PAGE.format(
        language=language[1].decode() if language else "",
        scheme=scheme,
        title=escape(item.title),
        url=escape(item.url) if item.url.startswith(("http://", "https://")) else "",
        html=item.html,
    ).encode()
