"""Text set in columns from right to left: numbers of two and three digits lie across, single letters stand upright.

JLREQ 3.2.5 (tate-chu-yoko) and 2.3.2. Anything else Latin lies on its side, as is usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

ACROSS: Final = "tcy"
UPRIGHT: Final = "upright"
_AS_IT_IS: Final = frozenset({"pre", "code", "kbd", "samp", "rt", "svg", "table", "a"})
_RUN: Final = re.compile(
    r"(?<![0-9A-Za-z.,:/%+\-])(?:([0-9]{2,3}|[!?]{2,3})|([A-Za-z0-9]))(?![0-9A-Za-z.,:/%+\-])"
)


def set_across(root: etree._Element) -> None:
    """Wraps such runs below ``root``; code, tables, links and formulas stay as they are."""
    for element in list(_text_of(root)):
        _wrap(element)


def _text_of(element: etree._Element) -> Iterator[etree._Element]:
    if element.tag in _AS_IT_IS or not str(element.tag).isalnum():
        return
    if "math" in (element.get("class") or "").split():
        return
    yield element
    for child in element:
        yield from _text_of(child)


def _wrap(element: etree._Element) -> None:
    for child in reversed(list(element)):
        pieces = _cut(child.tail or "")
        if pieces:
            child.tail = pieces[0]
            _insert(element, element.index(child) + 1, pieces[1:])
    pieces = _cut(element.text or "")
    if pieces:
        element.text = pieces[0]
        _insert(element, 0, pieces[1:])


def _cut(text: str) -> list[str]:
    """Text, run, its class, text, run, its class, …, text; empty where there is no run."""
    pieces, last = [], 0
    for match in _RUN.finditer(text):
        pieces += [text[last : match.start()], match[0], ACROSS if match[1] else UPRIGHT]
        last = match.end()
    return [*pieces, text[last:]] if pieces else []


def _insert(parent: etree._Element, at: int, pieces: list[str]) -> None:
    for number in range(0, len(pieces), 3):
        run, kind, after = pieces[number : number + 3]
        span = etree.Element("span", {"class": kind})
        span.text, span.tail = run, after
        parent.insert(at + number // 3, span)
