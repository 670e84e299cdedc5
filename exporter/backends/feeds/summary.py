"""A few sentences of a post as plain text: what its author says of it, else how it begins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import reduce
from typing import Final

from lxml import etree

from exporter.backends.feeds.text import plain
from exporter.model.markup import Markup, thaw
from exporter.model.post import Post
from exporter.model.vocabulary import HEADINGS, PHRASING

# Some 200 Latin or 120 wide characters, and no sentence end in the first third is worth stopping at.
_LATIN, _WIDE, _ROOM = 3, 5, 600
_SENTENCE_END: Final = re.compile(r"[。．！？!?؟۔][」』）)”’\"]*|[.][)”’\"]*(?=\s)")
_LONGEST_MARKED: Final = 2_000

_PASSED_OVER: Final = HEADINGS | {"pre", "table", "figure", "hr", "details"}
_UNSPOKEN: Final = _PASSED_OVER | {"rt", "rp"}


def summarise(post: Post) -> str:
    """The description, else the part marked as summary, else the first sentences; "" for a post without prose."""
    if described := plain(post.description):
        return described
    if post.summary:
        return reduce(_join, map(plain, _paragraphs(thaw(post.summary))), "")[:_LONGEST_MARKED]
    return beginning(post.body)


def beginning(body: Markup) -> str:
    """The first sentences of the paragraphs of ``body``, ended at a sentence's end or by an ellipsis."""
    gathered = ""
    for paragraph in _paragraphs(thaw(body)):
        gathered = _join(gathered, plain(paragraph))
        if len(gathered) * _LATIN > _ROOM:
            break
    return _shorten(gathered)


def _join(text: str, more: str) -> str:
    """Two paragraphs as one: a space between them, except where two characters of a script without spaces meet."""
    if text and more and not (_is_unspaced(text[-1]) and _is_unspaced(more[0])):
        return f"{text} {more}"
    return text + more


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _is_unspaced(character: str) -> bool:
    return (
        _is_wide(character)
        and not "\u1100" <= character <= "\u11ff"
        and not "\uac00" <= character <= "\ud7af"
    )


def _paragraphs(parent: etree._Element) -> Iterator[str]:
    """The text of each block of prose below ``parent``; code, tables, figures, headings and notes are left out."""
    if parent.tag == "p" or (parent.text and parent.text.strip()) or _begins_inline(parent):
        yield _spoken(parent)
        return
    for child in parent:
        if (
            child.tag in _PASSED_OVER
            or child.get("role") == "doc-endnotes"
            or "callout-title" in child.get("class", "")
        ):
            continue
        yield from _paragraphs(child)


def _begins_inline(parent: etree._Element) -> bool:
    return len(parent) > 0 and parent[0].tag in PHRASING


def _spoken(element: etree._Element) -> str:
    """The text of ``element`` as it is read aloud: without footnote marks, ruby and what else is not its own."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == "br":
            pieces.append(" ")
        elif (
            child.tag not in _UNSPOKEN
            and child.tag not in _PASSED_OVER
            and child.get("role") != "doc-noteref"
        ):
            pieces.append(_spoken(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _shorten(text: str) -> str:
    cut = _fitting(text)
    if cut == len(text):
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, cut + 1) if match.end() <= cut]
    if ends and ends[-1] * 3 >= cut:
        return text[: ends[-1]]
    space = text.rfind(" ", cut * 2 // 3, cut)
    return text[: space if space > 0 else cut].rstrip() + "…"


def _fitting(text: str) -> int:
    """How many characters of ``text`` fit the room, a wide one taking more than a narrow one."""
    room = _ROOM
    for position, character in enumerate(text):
        room -= _WIDE if _is_wide(character) else _LATIN
        if room < 0:
            return position
    return len(text)
