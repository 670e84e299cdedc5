"""``[[Page]]``, ``[[Page#Part|words]]``, ``![[picture.png|300]]``: links by name, as wikis write them.

The address that comes of it keeps its brackets (``href="[[Page#Part]]"``): only the site's reader can know the file.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token

# Not before ( or [ or :, for [[1]](url) is a link in CommonMark; not with blanks inside, for [[ -f x ]] is shell.
_WIKI: Final = re.compile(r"!?\[\[(?!\s)([^\[\]|\n]*?[^\s\\|\[\]])\s*(?:\\?\|([^\[\]\n]*))?\]\](?![(\[:])")
_COMMENT: Final = re.compile(r"%%.*?%%", re.DOTALL)
_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp)\Z", re.IGNORECASE)
_SIZE: Final = re.compile(r"\d{1,5}(?:x\d{1,5})?")


def add_wiki_links(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "wiki", _wiki)


def add_comments(md: MarkdownIt) -> None:
    """``%%…%%`` within a paragraph is for the author alone."""
    md.inline.ruler.before("link", "comment", _comment)


def named(address: str) -> str:
    """What stands between the brackets of an address as above; empty for any other."""
    return address[2:-2] if address.startswith("[[") and address.endswith("]]") else ""


def _wiki(state: StateInline, silent: bool) -> bool:
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None or state.linkLevel or _is_reference(state, match[1]):
        return False
    if not silent:
        name, words = match[1].strip(), (match[2] or "").strip()
        if match[0].startswith("!") and _PICTURE.search(name):
            _picture(state, name, words)
        else:
            _link(state, name, words)
    state.pos = match.end()
    return True


def _is_reference(state: StateInline, name: str) -> bool:
    """Whether ``[name]: …`` leads elsewhere; Foam keeps one for every page that is linked to."""
    found = state.env.get("references", {}).get(normalizeReference(name))
    if found is None:
        return False
    page = unquote(found["href"]).partition("#")[0].rpartition("/")[2]
    return page.removesuffix(".md").casefold() != name.partition("#")[0].rpartition("/")[2].casefold()


def _link(state: StateInline, name: str, words: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": f"[[{name}]]"}
    state.push("text", "", 0).content = words or name.lstrip("#").replace("#", " › ")
    state.push("link_close", "a", -1)


def _picture(state: StateInline, name: str, words: str) -> None:
    token = state.push("image", "img", 0)
    size = _SIZE.fullmatch(words)
    token.content = "" if size else words
    token.children = [Token("text", "", 0, content=token.content)]
    token.attrs = {"src": f"[[{name}]]", "alt": ""}
    if size:
        token.attrs["width"] = words.partition("x")[0]


def _comment(state: StateInline, silent: bool) -> bool:  # noqa: ARG001
    match = _COMMENT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    state.pos = match.end()
    return True
