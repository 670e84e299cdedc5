"""``- [x] done``: list items with a box, as Goldmark and GitHub read them."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BOX: Final = re.compile(r"\[([ \txX])\]\s*")


def boxes(state: StateCore) -> None:
    """Core rule, before inlines are parsed, for ``[x](y)`` is a box and no link."""
    lists: list[Token] = []
    for i, token in enumerate(state.tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            block, *inline = state.tokens[i + 1 : i + 3]
            if block.type in ("paragraph_open", "heading_open") and inline and _take(inline[0]):
                lists[-1].attrSet("class", "task-list")


def _take(inline: Token) -> bool:
    box = _BOX.match(inline.content)
    if box is None:
        return False
    inline.content = inline.content[box.end() :]
    inline.meta["checked"] = box[1] in "xX"
    return True


def draw_boxes(state: StateCore) -> None:
    """Core rule, after inlines are parsed."""
    for token in state.tokens:
        if "checked" not in token.meta:
            continue
        box = Token("task", "input", 0, attrs={"type": "checkbox", "disabled": ""})
        if token.meta["checked"]:
            box.attrSet("checked", "")
        token.children = [box, Token("text", "", 0, content=" "), *(token.children or [])]
