"""Tokens to HTML: what differs from markdown-it's own renderer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from exporter.reading.attributes import parse_attributes

Tokens = Sequence[Token]

_LANGUAGE: Final = re.compile(r"[^\s{]+")


def code_language(info: str) -> str:
    """The language of a fence's info string: of ``python {linenos=true}``, ``go{…}`` and ``{.ruby}`` alike."""
    text = unescapeAll(info).strip()
    if text.startswith("{"):
        attributes = parse_attributes(text)
        return attributes[0].get("class", "").partition(" ")[0] if attributes else ""
    word = _LANGUAGE.match(text)
    return word[0] if word else ""


def _fence(renderer: RendererHTML, tokens: Tokens, index: int, *_: object) -> str:
    token = tokens[index]
    language = code_language(token.info)
    name = f' class="language-{escapeHtml(language)}"' if language else ""
    return f"<pre{renderer.renderAttrs(token)}><code{name}>{escapeHtml(token.content)}</code></pre>\n"


def _html_block(_: RendererHTML, tokens: Tokens, index: int, *__: object) -> str:
    """Raw HTML as it stands; a comment says where, for its own elements carry no line."""
    token = tokens[index]
    return f"<!--line {token.attrGet('data-line')}-->{token.content}"


def _raw(_: RendererHTML, tokens: Tokens, index: int, *__: object) -> str:
    return tokens[index].content


def _nothing(*_: object) -> str:
    return ""


def _math_inline(_: RendererHTML, tokens: Tokens, index: int, *__: object) -> str:
    return f'<span class="math">{escapeHtml(tokens[index].content)}</span>'


def _math_block(renderer: RendererHTML, tokens: Tokens, index: int, *_: object) -> str:
    token = tokens[index]
    return f'<div class="math"{renderer.renderAttrs(token)}>{escapeHtml(token.content)}</div>\n'


RENDERERS: Final[Mapping[str, Callable[..., str]]] = {
    "fence": _fence,
    "emoji": _raw,
    "math_inline": _math_inline,
    "math_block": _math_block,
    "s_open": lambda *_: "<del>",
    "s_close": lambda *_: "</del>",
}

# Raw HTML where the dialect is unsafe, and where it is not.
UNSAFE: Final[Mapping[str, Callable[..., str]]] = {"html_block": _html_block, "html_inline": _raw}
SAFE: Final[Mapping[str, Callable[..., str]]] = {"html_block": _nothing, "html_inline": _nothing}
