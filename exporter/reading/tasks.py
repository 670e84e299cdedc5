"""``- [x] done``: list items with a box, as Goldmark and GitHub read them."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BOX: Final = re.compile(r"\[([ \txX])\][ \t]*")


def tasks(state: StateCore) -> None:
    """Core rule, after inlines are parsed."""
    lists: list[Token] = []
    for i, token in enumerate(state.tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and i + 2 < len(state.tokens):
            inline = state.tokens[i + 2]
            if state.tokens[i + 1].type == "paragraph_open" and inline.type == "inline" and _check(inline):
                lists[-1].attrSet("class", "task-list")


def _check(inline: Token) -> bool:
    children = inline.children or []
    box = _BOX.match(children[0].content) if children and children[0].type == "text" else None
    if box is None:
        return False
    children[0].content = children[0].content[box.end() :]
    token = Token("task", "input", 0, attrs={"type": "checkbox", "disabled": ""})
    if box[1] in "xX":
        token.attrSet("checked", "")
    inline.children = [token, Token("text", "", 0, content=" "), *children]
    return True
