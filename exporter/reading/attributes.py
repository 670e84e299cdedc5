"""Goldmark's attributes, ``{#id .class key="value"}``: after a heading, and on a line of their own after a
block."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# What a post may set; everything else is styling or behaviour of the site.
_KEPT: Final = ("id", "class", "title", "lang", "dir")

_VALUE: Final = r'"(?:[^"\\]|\\.)*"|[A-Za-z0-9_.:-]+|\[[^\[\]]*\]'
_NAME: Final = r"[^\s,#{}\"'=.]+[^\s,#{}\"'=]*"
_ITEM: Final = re.compile(
    rf"[\s,]*(?:#(?P<id>{_NAME})|\.(?P<cls>[\w:-]+)|(?P<key>[A-Za-z_:][\w:.-]*)=(?P<val>{_VALUE}))"
)
_END: Final = re.compile(r"[\s,]*\}")


def parse_attributes(text: str, start: int = 0) -> tuple[dict[str, str], int] | None:
    """The attributes that begin with the brace at ``start`` and the offset after them; None where there are
    none."""
    position = start + 1
    found: dict[str, str] = {}
    while item := _ITEM.match(text, position):
        key, value = _named(item)
        found[key] = f"{found[key]} {value}" if key == "class" and key in found else value
        position = item.end()
    end = _END.match(text, position)
    return (found, end.end()) if end else None


def _named(item: re.Match[str]) -> tuple[str, str]:
    if item["id"]:
        return "id", item["id"]
    if item["cls"]:
        return "class", item["cls"]
    value = item["val"]
    return item["key"].lower(), re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _set(token: Token, attributes: dict[str, str]) -> None:
    for name in _KEPT:
        if attributes.get(name):
            token.attrSet(name, attributes[name])


def _trailing(line: str) -> tuple[str, dict[str, str]]:
    """``line`` without the attributes at its end, and those."""
    for brace in re.finditer(r"(?<!\\)\{", line):
        parsed = parse_attributes(line, brace.start())
        if parsed and not line[parsed[1] :].strip(" \t"):
            return line[: brace.start()].rstrip(" \t"), parsed[0]
    return line, {}


def heading_attributes(state: StateCore) -> None:
    """Core rule, before inlines are parsed: attributes at the end of a heading's last line.

    A closing run of ``#`` may stand before them, not after.
    """
    lines = state.src.split("\n")
    for i, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[i + 1]
        closed = token.map and lines[token.map[0]].rstrip(" \t").endswith("#")
        if "{" not in inline.content or closed:
            continue
        *rest, last = inline.content.split("\n")
        last, attributes = _trailing(last)
        inline.content = "\n".join([*rest, last])
        _set(token, attributes)


def attribute_line(state: StateBlock, start: int, _: int, silent: bool) -> bool:
    """Block rule: a line that is nothing but attributes."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].rstrip(" \t")
    if not line.startswith("{") or state.is_code_block(start):
        return False
    parsed = parse_attributes(line)
    if parsed is None or parsed[1] != len(line) or not parsed[0]:
        return False
    if not silent:
        token = state.push("attributes", "", 0)
        token.map = [start, start + 1]
        token.hidden = True
        token.meta = parsed[0]
        state.line = start + 1
    return True


def block_attributes(state: StateCore) -> None:
    """Core rule: such a line directly after a block belongs to it; elsewhere it vanishes."""
    openings: dict[int, Token] = {}
    for token in state.tokens:
        if token.type == "attributes":
            block = openings.get(token.level)
            if block is not None and block.map and token.map and block.map[1] == token.map[0]:
                _set(block, token.meta)
        elif token.map and token.nesting >= 0 and token.type != "inline":
            openings[token.level] = token
    state.tokens = [token for token in state.tokens if token.type != "attributes"]
