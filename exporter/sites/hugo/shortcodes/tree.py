"""Shortcode tags as a tree: which closes which."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from exporter.sites.hugo.shortcodes.lexer import Tag


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
    top: list[Call] = []
    open_calls: list[Call] = []
    for tag in tags:
        here = open_calls[-1].children if open_calls else top
        if tag.kind != "close":
            call = Call(tag, tag.end, tag.end)
            here.append(call)
            if tag.kind == "open":
                open_calls.append(call)
            continue
        match = next(
            (n for n in reversed(range(len(open_calls))) if open_calls[n].tag.name == tag.name), None
        )
        if match is None:
            here.append(Call(tag, tag.end, tag.end))
            continue
        _release(open_calls, match + 1, top)
        call = open_calls.pop()
        call.paired, call.inner_end, call.end = True, tag.start, tag.end
    _release(open_calls, 0, top)
    return top


def _release(open_calls: list[Call], first: int, top: list[Call]) -> None:
    """Makes the calls from ``first`` on stand alone: what they took for content follows them."""
    while len(open_calls) > first:
        call = open_calls.pop()
        siblings = open_calls[-1].children if open_calls else top
        siblings.extend(call.children)
        call.children = []
