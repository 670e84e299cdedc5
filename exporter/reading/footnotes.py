"""Footnotes in the form of the vocabulary (DPUB-ARIA 1.1), with the ids that Goldmark gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin


def add_footnotes(md: MarkdownIt, *, inline: bool) -> None:
    """Teaches ``md`` ``[^1]``, and ``^[…]`` where ``inline`` says so.

    The plug-in's two rules give way to ours: to Goldmark a label may hold spaces, the first of two notes of one label
    counts, and a note ends a paragraph even in a quote.
    """
    md.use(footnote_plugin, inline=inline)
    md.block.ruler.at("footnote_def", _note, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.at("footnote_ref", _refer)
    md.core.ruler.before("footnote_tail", "footnote_unused", _find_unused)
    for kind, render in _RENDERERS.items():
        md.add_render_rule(kind, render)


_LABEL: Final = re.compile(r"\[\^(?=[^\[\]\n]*[^\[\]\s])([^\[\]\n]++)\]")


def _labels(state: StateBlock | StateInline | StateCore) -> dict[str, int]:
    """The number of each label's note, from 0 in the order of their use; -1 before it is used."""
    labels: dict[str, int] = state.env.setdefault("footnotes", {"refs": {}, "list": {}})["refs"]
    return labels


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: ``[^label]: text``, and what is indented below it."""
    first = state.bMarks[start] + state.tShift[start]
    label = _LABEL.match(state.src, first, state.eMarks[start])
    if label is None or state.src[label.end() : label.end() + 1] != ":" or state.is_code_block(start):
        return False
    if silent:
        return True
    opening = state.push("footnote_reference_open", "", 1)
    opening.meta = {"label": label[1], "again": f":{label[1]}" in _labels(state)}
    if opening.meta["again"]:
        opening.meta["label"] += "\n"  # no reference can name it
    else:
        _labels(state)[f":{label[1]}"] = -1
    _read_note(state, label.end() + 1, start, end)
    opening.map = [start, state.line]
    state.push("footnote_reference_close", "", -1)
    return True


def _read_note(state: StateBlock, text: int, start: int, end: int) -> None:
    kept = (state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType)
    rest = state.src[text : state.eMarks[start]]
    blanks = len(rest) - len(rest.lstrip(" \t"))
    state.blkIndent += 4
    state.bMarks[start], state.tShift[start] = text, blanks
    state.sCount[start] = state.blkIndent + len(rest[:blanks].expandtabs(4)) % 4
    state.parentType = "footnote"
    state.md.block.tokenize(state, start, end)
    state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType = kept
    state.blkIndent -= 4


def _refer(state: StateInline, silent: bool) -> bool:
    """Inline rule: ``[^label]`` of a note that is there."""
    label = _LABEL.match(state.src, state.pos, state.posMax)
    if label is None or f":{label[1]}" not in _labels(state):
        return False
    if not silent:
        notes, name = state.env["footnotes"]["list"], f":{label[1]}"
        if _labels(state)[name] < 0:
            _labels(state)[name] = len(notes)
            notes[len(notes)] = {"label": label[1], "count": 0}
        note = notes[_labels(state)[name]]
        token = state.push("footnote_ref", "", 0)
        token.meta = {"id": _labels(state)[name], "subId": note["count"], "label": label[1]}
        note["count"] += 1
    state.pos = label.end()
    return True


def _find_unused(state: StateCore) -> None:
    """Core rule: the lines of the notes that the plug-in leaves out, for nothing refers to them."""
    state.env["unused"] = [
        (token.map[0], token.meta["label"].strip())
        for token in state.tokens
        if token.type == "footnote_reference_open"
        and token.map
        and (token.meta["again"] or _labels(state)[f":{token.meta['label']}"] < 0)
    ]


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
