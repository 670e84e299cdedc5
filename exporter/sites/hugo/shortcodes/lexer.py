"""Finds shortcode tags in a text: ``{{< name … >}}``, ``{{% /name %}}``, ``{{</* … */>}}``.

As in Hugo they are tags wherever they stand, in code blocks too; only the comment form keeps one from being read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

_OPENING: Final = re.compile(r"\{\{(?P<mark>[<%])")
_NAME: Final = re.compile(r"[^\s<>%/=\"`{}]+(?:/[^\s<>%/=\"`{}]+)*")
_BLANKS: Final = re.compile(r"\s*")
_KEY: Final = re.compile(r"(?P<key>[^\s\"'`=<>{}]+)\s*=\s*(?=[^\s>])")
_VALUE: Final = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"|`(?P<raw>[^`]*)`|(?P<bare>(?:(?!/?[>%]\}\}|\{\{)[^\s"`])+)', re.DOTALL
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ENDS: Final = {"<": ">}}", "%": "%}}"}


class Tag(Struct, frozen=True):
    """One tag, the characters from ``start`` up to ``end``. A ``comment`` is to be printed as ``text``.

    ``broken`` is a tag that does not end or is not made as tags are. ``named`` has keys in lower case, as Hugo's are.
    """

    kind: Literal["open", "close", "void", "comment", "broken"]
    start: int
    end: int
    markdown: bool = False
    name: str = ""
    positional: tuple[str, ...] = ()
    named: dict[str, str] = {}
    text: str = ""


def tags(text: str) -> Iterator[Tag]:
    """Every tag of ``text`` in order. Never raises; what is no tag is passed over or ``broken``."""
    position = 0
    while opening := _OPENING.search(text, position):
        tag = _tag(text, opening.start(), opening["mark"])
        yield tag
        position = tag.end


def _tag(text: str, start: int, mark: str) -> Tag:
    end = _ENDS[mark]
    inside = start + 3
    if text.startswith("/*", inside):
        close = text.find(f"*/{end}", inside + 2)
        if close < 0:
            return _broken(start)
        stop = close + 2 + len(end)
        return Tag("comment", start, stop, text=f"{{{{{mark}{text[inside + 2 : close]}{end}")
    position = _skip(text, inside)
    closing = text.startswith("/", position)
    if closing:
        position = _skip(text, position + 1)
    name = _NAME.match(text, position)
    if name is None:
        return _broken(start)
    return _arguments(text, start, mark, name=name, closing=closing)


def _arguments(text: str, start: int, mark: str, *, name: re.Match[str], closing: bool) -> Tag:
    end = _ENDS[mark]
    positional: list[str] = []
    named: dict[str, str] = {}
    position = _skip(text, name.end())
    while not text.startswith((end, f"/{end}"), position):
        key = _KEY.match(text, position)
        value = _VALUE.match(text, key.end() if key else position)
        if value is None:
            return _broken(start)
        if key:
            named[key["key"].lower()] = _meaning(value)
        else:
            positional.append(_meaning(value))
        position = _skip(text, value.end())
    void = text.startswith("/", position)
    return Tag(
        "close" if closing else "void" if void else "open",
        start,
        position + void + len(end),
        markdown=mark == "%",
        name=name[0].lower(),
        positional=tuple(positional),
        named=named,
    )


def _meaning(value: re.Match[str]) -> str:
    """The characters a value stands for: only a quoted one knows escapes."""
    if value["quoted"] is not None:
        return _ESCAPE.sub(r"\1", value["quoted"])
    return value["raw"] if value["raw"] is not None else value["bare"]


def _skip(text: str, position: int) -> int:
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position


def _broken(start: int) -> Tag:
    return Tag("broken", start, start + 3)
