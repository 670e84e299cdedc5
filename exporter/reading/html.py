"""HTML to a tree by the HTML5 algorithm: the only file that knows the parser (Lexbor, through selectolax).

``lxml.html`` is no HTML5 parser: it built a wrong tree for 37 of 502 posts with raw HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from exporter.errors import MarkupError

DEEPEST = 100  # a browser stops at 512; libxml2's serialiser and ours recurse, and no author nests so deep

_OPEN: Final = 5_000
_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^<>]*>")
# What holds nothing, or is closed by the next of its kind.
_CLOSED: Final = frozenset(
    "br hr img input wbr source track col area embed p li dt dd tr td th option".split()
)


def parse(html: str) -> LexborNode:
    """The body element of a document whose body is ``html``."""
    body = LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{_shallow(html)}").body
    if body is None:  # the algorithm always makes one
        raise MarkupError("the HTML parser made no body")
    return body


def _shallow(html: str) -> str:
    """Without the start tags over ``_OPEN`` that none ends: Lexbor's time grows with the square of what is open, and a
    megabyte of them took minutes in which nothing could interrupt it.
    """
    if html.count("<") <= _OPEN:
        return html
    opened: Counter[str] = Counter()
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        name, step = tag[2].lower(), -1 if tag[1] else 1
        if name in _CLOSED or (step < 0 and not opened[name]):
            return tag[0]
        if depth + step > _OPEN:
            return ""
        opened[name] += step
        depth += step
        return tag[0]

    return _TAG.sub(kept, html)
