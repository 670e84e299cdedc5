"""Footnotes in the form of the vocabulary (DPUB-ARIA 1.1), with the ids that Goldmark gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin


def add_footnotes(md: MarkdownIt, *, inline: bool) -> None:
    """Teaches ``md`` ``[^1]``, and ``^[…]`` where ``inline`` says so."""
    md.use(footnote_plugin, inline=inline)
    for kind, render in _RENDERERS.items():
        md.add_render_rule(kind, render)


def _ids(token: Token) -> tuple[int, str]:
    """The note's number from 1, and the id of this reference to it: ``fnref:1``, then ``fnref1:1``,
    ``fnref2:1`` …"""
    number = token.meta["id"] + 1
    again = token.meta.get("subId", 0)
    return number, f"fnref{again or ''}:{number}"


Tokens = Sequence[Token]


def _reference(_: RendererHTML, tokens: Tokens, index: int, *__: object) -> str:
    number, name = _ids(tokens[index])
    return f'<a role="doc-noteref" href="#fn:{number}" id="{name}">{number}</a>'


def _backlink(_: RendererHTML, tokens: Tokens, index: int, *__: object) -> str:
    return f'\u00a0<a role="doc-backlink" href="#{_ids(tokens[index])[1]}">↩\ufe0e</a>'


def _block_open(*_: object) -> str:
    return '<section role="doc-endnotes" class="footnotes">\n<ol>\n'


def _block_close(*_: object) -> str:
    return "</ol>\n</section>\n"


def _note_open(_: RendererHTML, tokens: Tokens, index: int, *__: object) -> str:
    return f'<li id="fn:{_ids(tokens[index])[0]}">'


def _note_close(*_: object) -> str:
    return "</li>\n"


_RENDERERS: Mapping[str, Callable[..., str]] = {
    "footnote_ref": _reference,
    "footnote_anchor": _backlink,
    "footnote_block_open": _block_open,
    "footnote_block_close": _block_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
}
