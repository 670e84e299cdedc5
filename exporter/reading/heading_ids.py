"""Ids of headings as Hugo's Goldmark makes them from their text (``autoIDType``), and as Hexo does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from exporter.reading.dialect import HeadingIds
from exporter.reading.typographer import TYPESET


def identify(state: StateCore, *, style: HeadingIds) -> None:
    """Core rule: every heading without an id gets one; a second heading of the same name gets ``-1``."""
    taken: dict[str, int] = {}  # each id, and the number last tried after it
    for i, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        if not token.attrGet("id") and (text := heading_text(state.tokens[i + 1].children or [])):
            token.attrSet("id", _free(_STYLES[style](text.strip(" \t")) or "heading", taken))
        taken.setdefault(str(token.attrGet("id") or ""), 0)


def _free(name: str, taken: dict[str, int]) -> str:
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    return free


# Where Goldmark ends a node of text: after what might have been a delimiter, before a bracket that opens nothing.
_FIRST_NODE: Final = re.compile(r"[^*_~`\[]*(?:[*_~`]+|!?(?=\[))?")


def heading_text(tokens: Sequence[Token]) -> str:
    """The text Hugo makes an id of: the last line's, without raw HTML and bare URLs, emoji by their names. Of emphasis,
    links and images only the first node of text counts.
    """
    parts: list[str] = []
    for token, whole in _counting(tokens):
        if token.type in _BREAKS:
            parts.clear()
        elif token.type == "image":
            parts += [_said(inner, whole) for inner, whole in _counting(token.children or [], depth=1)]
        else:
            parts.append(_said(token, whole))
    return "".join(parts)


_BREAKS: Final = ("softbreak", "hardbreak")
_BARE: Final = ("autolink", "linkify")
_TEXTS: Final = ("text", "text_special")


def _counting(tokens: Sequence[Token], depth: int = 0) -> Iterator[tuple[Token, bool]]:
    """The tokens that count, and whether they stand in no other; ``depth`` is that of the first one.

    ``waiting`` for the first node of an element; ``reading`` the tokens that are one node of text.
    """
    waiting, reading = True, False
    for token in tokens:
        if token.nesting:
            depth += token.nesting
            opens = token.nesting > 0 and token.markup not in _BARE
            waiting, reading = opens and (waiting or depth == 1), False
        elif token.type == "text" and not token.content:
            continue  # what is left of a delimiter that was used up
        elif not depth or waiting or (reading and token.type in (*_TEXTS, *_BREAKS)):
            yield token, not depth
            waiting, reading = False, token.type in _TEXTS and not _ends_node(token)
        else:
            reading = False


def _ends_node(token: Token) -> bool:
    return token.info == TYPESET or (token.type == "text" and _said(token, whole=False) != token.content)


def _said(token: Token, whole: bool = True) -> str:
    if token.type == "emoji":
        return token.markup
    if token.type not in (*_TEXTS, "code_inline"):
        return ""
    if token.markup.startswith("&#"):
        return token.markup
    match = None if whole or token.type != "text" else _FIRST_NODE.match(token.content)
    return match[0] if match else token.content


def _github(text: str, *, ascii_only: bool = False) -> str:
    if ascii_only:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    kept = (c for c in text if not ascii_only or c.isascii())
    return "".join("-" if c in "- \t" else c.lower() for c in kept if c in "-_ \t" or _is_letter_or_digit(c))


def heading_id(text: str) -> str:
    """The id that the first heading of this text has in the style of GitHub."""
    return _github(text.strip())


def _blackfriday(text: str) -> str:
    words = "".join(c.lower() if _is_letter_or_digit(c) else " " for c in text).split(" ")
    return "-".join(word for word in words if word)


# hexo-util's slugize: letter case stays, and so does every character that is not of this list.
_SLUGIZED: Final = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")


def _hexo(text: str) -> str:
    return _SLUGIZED.sub("-", text).strip("-")


@lru_cache(maxsize=4096)
def _is_letter_or_digit(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"


_STYLES: dict[str, Callable[[str], str]] = {
    "github": _github,
    "github-ascii": partial(_github, ascii_only=True),
    "blackfriday": _blackfriday,
    "hexo": _hexo,
}
