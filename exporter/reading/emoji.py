"""``:smile:`` becomes the character: GitHub's names, which Goldmark knows too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from markdown_it.rules_inline.state_inline import StateInline

_SHORTCODE: Final = re.compile(r":([A-Za-z0-9_+-]+):")


@cache
def names() -> Mapping[str, str]:
    """Every name and its emoji, from emoji.txt beside this file: a line has an emoji and its names."""
    lines = files("exporter.reading").joinpath("emoji.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ") for line in lines if not line.startswith("//"))
    return {name: row[0] for row in rows for name in row[1:]}


def emoji(state: StateInline, silent: bool) -> bool:
    """Inline rule for ``:name:``; an unknown name stays text."""
    if state.src[state.pos] != ":":
        return False
    shortcode = _SHORTCODE.match(state.src, state.pos, state.posMax)
    character = names().get(shortcode[1]) if shortcode else None
    if shortcode is None or character is None:
        return False
    if not silent:
        token = state.push("emoji", "", 0)
        token.content, token.markup = character, shortcode[0]
    state.pos = shortcode.end()
    return True
