"""Bare URLs and mail addresses as links, where and as far as Goldmark reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markdown_it.rules_inline.state_inline import StateInline

from exporter.reading.cjk import InlineState

_HOST: Final = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
_TAIL: Final = r"""(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'">^{}\[\]`]*)?"""
_URL: Final = re.compile(rf"(?:https?|ftp)://{_HOST}(?::\d+)?{_TAIL}")
_WWW: Final = re.compile(rf"www\.{_HOST}{_TAIL.replace('$', '')}")
_LABEL: Final = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_MAIL: Final = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,254}}@{_LABEL}(?:\.{_LABEL})*")
_STARTS_URL: Final = ("http:", "https:", "ftp:", "www.")

# Where the text rule has to stop: a word that may be a link, after a space or one of Goldmark's triggers.
STOP: Final = r"(?<![^\s*_~(])(?=https?:|ftp:|www\.)"
STOP_MAIL: Final = r"(?<![^\s*_~(])(?=[a-zA-Z0-9][a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{0,253}@)"


def linkify_rule(protocol: str) -> Callable[[StateInline, bool], bool]:
    """Inline rule; ``protocol`` is what ``www.…`` is completed with. Goldmark links nothing within brackets."""

    def rule(state: StateInline, silent: bool) -> bool:
        if silent or state.linkLevel or not _may_start(state):
            return False
        found = _address(state, protocol)
        if found is None or (isinstance(state, InlineState) and state.open_brackets()):
            return False
        text, href = found
        _push(state, text, href)
        state.pos += len(text)
        return True

    return rule


def _may_start(state: StateInline) -> bool:
    """After a space, a trigger or another inline; a word in the middle of a run of text is none, nor is one after an
    escape or entity, which to Goldmark are text."""
    if state.pending:
        return state.src[state.pos - 1] in " \t\n*_~("
    return not state.tokens or state.tokens[-1].info not in ("escape", "entity")


def _address(state: StateInline, protocol: str) -> tuple[str, str] | None:
    src, pos = state.src, state.pos
    if src.startswith(_STARTS_URL, pos):
        www = src.startswith("www.", pos)
        match = (_WWW if www else _URL).match(src, pos, state.posMax)
        if match:
            text = _trimmed(match[0])
            return text, f"{protocol}://{text}" if www else text
    match = _MAIL.match(src, pos, state.posMax) if src[pos].isalnum() else None
    if match is None or "." not in match[0].partition("@")[2]:
        return None
    follower = src[match.end() : match.end() + 1]
    return None if follower in ("-", "_") else (match[0], f"mailto:{match[0]}")


_TRAILING: Final = "?!.,:*_~"
_ENTITY: Final = re.compile(r"&[A-Za-z0-9]+;\Z")


def _trimmed(url: str) -> str:
    """``url`` without the punctuation that belongs to the sentence (GFM, section 6.9)."""
    url = url.rstrip(_TRAILING)
    if url.endswith(")"):
        excess = url.count(")") - url.count("(")
        url = url[:-excess] if excess > 0 else url
    elif entity := _ENTITY.search(url):
        url = url[: entity.start()]
    return url.rstrip(_TRAILING)


def _push(state: StateInline, text: str, href: str) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": state.md.normalizeLink(href)}
    token.markup = "linkify"
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1).markup = "linkify"
