"""Where the tags of a text begin and end, and which stand in which."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct, field

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

# A quoted "%}" ends no tag, unless no other does. Nothing is tried twice: of fifty open quotes each had two readings.
# Where the next tag begins without a quote, the one before it has no end.
_TAG: Final = re.compile(
    r"\{%-?[ \t]*(?P<name>[A-Za-z_][\w-]*+)"
    r"(?P<said>(?:\"[^\"]*\"|'[^'\n]*'|(?!-?%\}|\{%).){0,4000}+(?=-?%\})|(?:(?!-?%\}|\{%).){0,4000}+)-?%\}",
    re.DOTALL,
)
# What they enclose is shown as it is written, tags and all.
_VERBATIM: Final = frozenset(["raw", "codeblock", "code", "mermaid", "math"])
DEEPEST: Final = 20


class Call(Struct):
    """One tag; ``inner`` are the offsets of what it encloses, None where it has no closing tag."""

    name: str
    said: str
    start: int
    end: int
    inner: tuple[int, int] | None = None
    children: list[Call] = field(default_factory=list)


def calls(body: Text) -> list[Call]:
    """The outermost tags, in order, outside of code.

    A closing tag closes the nearest open one of its name; those opened since then stand alone.
    """
    if "{%" not in body.text:
        return []
    opened: list[Call] = [Call("", "", 0, 0)]
    for tag in outside(body, _TAG):
        name, verbatim = tag["name"], opened[-1].name in _VERBATIM
        if verbatim and name != f"end{opened[-1].name}":
            continue
        if name.startswith("end"):
            _close(opened, name.removeprefix("end"), tag)
        elif len(opened) <= DEEPEST:
            opened.append(Call(name, tag["said"].strip(), *tag.span()))
    while len(opened) > 1:
        _alone(opened)
    return opened[0].children


def _close(opened: list[Call], name: str, tag: re.Match[str]) -> None:
    if all(call.name != name for call in opened):
        return
    while opened[-1].name != name:
        _alone(opened)
    call = opened.pop()
    call.inner, call.end = (call.end, tag.start()), tag.end()
    opened[-1].children.append(call)


def _alone(opened: list[Call]) -> None:
    """The innermost open tag has no end: what was taken to stand in it stands after it."""
    call = opened.pop()
    after, call.children = call.children, []
    opened[-1].children += [call, *after]
