"""Tera templates of Zola's shortcodes, as far as they are plain: ``templates/shortcodes/box.html``.

Read are variables with the filters ``safe``, ``markdown``, ``default`` and their like, ``if`` and ``else``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from exporter.sites.shortcodes.outcome import Shortcode
from exporter.sites.shortcodes.templates import Call, Choice, NotPlainError, Part, by_template

_LONGEST: Final = 20_000
_DEEPEST: Final = 20
_TAG: Final = re.compile(
    r"(?P<before>\s*)(?:\{\{(?P<o1>-)?(?P<value>[^{}]*?)(?P<c1>-)?\}\}|\{%(?P<o2>-)?(?P<block>[^{}]*?)(?P<c2>-)?%\}"
    r"|\{#.*?#\})(?P<after>\s*)",
    re.DOTALL,
)
_FILTER: Final = re.compile(
    r"\|\s*(?P<name>\w+)(?:\(\s*(?:\w+\s*=\s*(?:\"(?P<said>[^\"]*)\"|\w+)\s*,?\s*)*\))?\s*"
)
_VARIABLE: Final = re.compile(r"\s*(?P<name>[A-Za-z_]\w*)\s*(?P<filters>(?:\|.*)?)\Z", re.DOTALL)
_FILTERS: Final = {
    "safe": "safe", "markdown": "markdown", "default": "default", "upper": "upper", "lower": "lower", "title": "title",
    "trim": "trim", "escape": "same", "urlencode": "same",
}  # fmt: skip


@lru_cache(maxsize=256)
def shortcode_of(template: str) -> Shortcode | None:
    """What the template makes, which is HTML; None where it does more than is read here."""
    if len(template) > _LONGEST:
        return None
    try:
        return by_template(_Reader(template).parts(), html=True)
    except (NotPlainError, IndexError):
        return None


class _Reader:
    def __init__(self, template: str) -> None:
        self._pieces: list[tuple[str, str]] = []
        position = 0
        for tag in _TAG.finditer(template):
            trimmed = tag["o1"] or tag["o2"]
            self._pieces.append(
                ("text", template[position : tag.start()] + ("" if trimmed else tag["before"]))
            )
            if tag["value"] is not None:
                self._pieces.append(("value", tag["value"].strip()))
            elif tag["block"] is not None:
                self._pieces.append(("block", tag["block"].strip()))
            position = tag.end() if tag["c1"] or tag["c2"] else tag.start("after")
        if re.search(r"\{[{%]", template[position:]):
            raise NotPlainError
        self._pieces.append(("text", template[position:]))
        self._at = 0

    def parts(self, depth: int = 0) -> tuple[Part, ...]:
        found: list[Part] = []
        while self._at < len(self._pieces):
            kind, said = self._pieces[self._at]
            if kind == "block" and depth and said.split()[0] in {"endif", "else", "elif"}:
                return tuple(found)
            self._at += 1
            if kind == "text":
                found.append(said)
            elif kind == "value":
                found.append(_value(said))
            else:
                found.append(self._choice(said, depth))
        if depth:
            raise NotPlainError
        return tuple(found)

    def _choice(self, said: str, depth: int) -> Choice:
        word, _, condition = said.partition(" ")
        if word not in {"if", "elif"} or depth > _DEEPEST:
            raise NotPlainError
        then = self.parts(depth + 1)
        end = self._pieces[self._at][1]
        self._at += 1
        if end == "endif":
            return Choice(_value(condition), then)
        if end.startswith("elif"):
            return Choice(_value(condition), then, (self._choice(end, depth + 1),))
        other = self.parts(depth + 1)
        self._at += 1
        return Choice(_value(condition), then, other)


def _value(said: str) -> Call:
    variable = _VARIABLE.match(said)
    if variable is None:
        raise NotPlainError
    name, rest = variable["name"], variable["filters"]
    # An argument called ``body`` and what the tags enclose have one name.
    value = Call("or", (Call("inner"), Call("get", ("body",)))) if name == "body" else Call("get", (name,))
    while rest:
        found = _FILTER.match(rest)
        made = _FILTERS.get(found["name"]) if found else None
        if found is None or made is None:
            raise NotPlainError
        if made == "markdown" and name == "body":
            value = Call("or", (Call("markdown", (Call("inner"),)), Call("get", ("body",))))
        else:
            value = Call(made, (found["said"] or "", value)) if made == "default" else Call(made, (value,))
        rest = rest[found.end() :]
    return value
