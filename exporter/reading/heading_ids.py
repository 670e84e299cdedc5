"""Ids of headings as Hugo's Goldmark makes them from their text (``autoIDType``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from exporter.reading.dialect import HeadingIds


def identify(state: StateCore, *, style: HeadingIds) -> None:
    """Core rule: every heading without an id gets one; a second heading of the same name gets ``-1``."""
    taken: dict[str, int] = {}  # each id, and the number last tried after it
    for i, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        if not token.attrGet("id") and state.tokens[i + 1].content:
            name = _STYLES[style](heading_text(state.tokens[i + 1].children or [])) or "heading"
            token.attrSet("id", _free(name, taken))
        taken.setdefault(str(token.attrGet("id") or ""), 0)


def _free(name: str, taken: dict[str, int]) -> str:
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    return free


def heading_text(tokens: Sequence[Token]) -> str:
    """The text Goldmark makes an id of: the last line's, without raw HTML and bare URLs, emoji by their
    names."""
    parts: list[str] = []
    hidden = 0
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.clear()
        elif token.type in ("link_open", "link_close") and token.markup in ("autolink", "linkify"):
            hidden += token.nesting
        elif token.type == "image":
            parts.append(heading_text(token.children or []))
        elif token.type == "emoji":
            parts.append(token.markup)
        elif not hidden and token.type in ("text", "text_special", "code_inline"):
            parts.append(token.markup if token.markup.startswith("&#") else token.content)
    return "".join(parts).strip(" \t")


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


@lru_cache(maxsize=4096)
def _is_letter_or_digit(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"


_STYLES: dict[str, Callable[[str], str]] = {
    "github": _github,
    "github-ascii": partial(_github, ascii_only=True),
    "blackfriday": _blackfriday,
}
