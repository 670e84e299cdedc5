"""Shortcode tags as a tree: which closes which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct, field

from exporter.sites.hugo.shortcodes.lexer import Tag

# No author nests so deep; each level costs a few of Python's thousand frames.
DEEPEST: Final = 50


class Call(Struct):
    """One use of a shortcode, from ``tag.start`` up to ``end``; ``children`` are between ``tag.end`` and ``inner_end``.

    ``paired`` tells whether it has a closing tag; without one it has no inner content.
    """

    tag: Tag
    end: int
    inner_end: int
    paired: bool = False
    children: list[Call] = field(default_factory=list)


def nest(tags: Iterable[Tag]) -> list[Call]:
    """The calls at the top level, comments and broken tags among them.

    A closing tag closes the nearest open one of its name. Those opened since then have none of their own and stand
    alone: from the text it cannot be told whether a theme's shortcode must be closed.
    """
    found = list(tags)
    ends = _pairs(found)
    top: list[Call] = []
    stack: list[tuple[Call, int]] = []
    for number, tag in enumerate(found):
        if stack and stack[-1][1] == number:
            call, _ = stack.pop()
            call.paired, call.inner_end, call.end = True, tag.start, tag.end
            continue
        call = Call(tag, tag.end, tag.end)
        (stack[-1][0].children if stack else top).append(call)
        if number in ends and len(stack) < DEEPEST:
            stack.append((call, ends[number]))
    return top


def _pairs(tags: list[Tag]) -> dict[int, int]:
    """The numbers of opening tags and of those that close them; pairs lie side by side or one in another."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    places: dict[str, list[int]] = {}  # of each name in ``opened``
    for number, tag in enumerate(tags):
        if tag.kind == "open":
            places.setdefault(tag.name, []).append(len(opened))
            opened.append(number)
        elif tag.kind == "close" and places.get(tag.name):
            place = places[tag.name][-1]
            pairs[opened[place]] = number
            while len(opened) > place:
                places[tags[opened.pop()].name].pop()
    return pairs
