"""What a site's own template of a shortcode makes, where it only puts arguments and content in their places.

``parts`` of a template are texts, values, conditions and names that are given; whatever else a template does is not
read (``NotPlainError``), and its shortcode is as unknown as one without a template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from msgspec import Struct

from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Splice, Use


class NotPlainError(Exception):
    """A template does more than is read here."""


class Safe(str):
    """HTML, which is not escaped again."""

    __slots__ = ()


class Call(Struct, frozen=True):
    """A value: ``name`` is what makes it of its arguments."""

    name: str
    arguments: tuple[Call | str, ...] = ()


class Choice(Struct, frozen=True):
    """``then`` where ``test`` gives something, else ``other``; with ``named`` what it gives is the dot of ``then``."""

    test: Call | str
    then: tuple[Part, ...]
    other: tuple[Part, ...] = ()
    named: bool = False


class Given(Struct, frozen=True):
    """A name for a value."""

    name: str
    value: Call | str


Part = str | Call | Choice | Given


class _Page:
    """One use that a template is filled for."""

    def __init__(self, use: Use) -> None:
        self.use = use
        self.names: dict[str, str] = {}
        self.dot = ""

    def filled(self, parts: tuple[Part, ...]) -> str:
        return "".join(map(self._made, parts))

    def _made(self, part: Part) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Call):
            value = self.value(part)
            return value if isinstance(value, Safe) else escape(value)
        if isinstance(part, Given):
            self.names[part.name] = self.value(part.value)
            return ""
        value, outer = self.value(part.test), self.dot
        if not value:
            return self.filled(part.other)
        self.dot = value if part.named else outer
        made = self.filled(part.then)
        self.dot = outer
        return made

    def value(self, value: Call | str) -> str:
        if isinstance(value, str):
            return value
        if value.name == "get":
            key = str(value.arguments[0])
            return self.use.get(int(key) if key.isdigit() else key.lower())
        if value.name == "inner":
            return Safe(self.use.inner.text if self.use.inner else "")
        if value.name == "dot":
            return self.dot
        if value.name == "name":
            return self.names.get(str(value.arguments[0]), "")
        if value.name == "markdown":
            return self._markdown(value.arguments[0])
        return FUNCTIONS[value.name](*map(self.value, value.arguments))

    def _markdown(self, value: Call | str) -> Safe:
        inner = isinstance(value, Call) and value.name == "inner"
        return Safe(self.use.inline(self.use.inner or "" if inner else self.value(value)))


def _know_the_dot(part: Part) -> None:
    if isinstance(part, Call):
        if part.name == "dot":
            raise NotPlainError
        for argument in part.arguments:
            _know_the_dot(argument)
    elif isinstance(part, Given):
        _know_the_dot(part.value)
    elif isinstance(part, Choice):
        for inner in (part.test, *part.other, *(() if part.named else part.then)):
            _know_the_dot(inner)


def _default(other: str, value: str = "") -> str:
    return value or other


def _all(*values: str) -> str:
    return next((value for value in values if not value), values[-1] if values else "")


def _any(*values: str) -> str:
    return next((value for value in values if value), "")


def _equal(one: str, *others: str) -> str:
    return "true" if one in others else ""


FUNCTIONS: Final[Mapping[str, Callable[..., str]]] = {
    "safe": Safe,
    "same": lambda value: value,
    "default": _default,
    "or": _any,
    "and": _all,
    "not": lambda value: "" if value else "true",
    "eq": _equal,
    "ne": lambda one, other: "" if one == other else "true",
    "lower": lambda value: value.lower(),
    "upper": lambda value: value.upper(),
    "title": lambda value: value.title(),
    "trim": lambda value, *_: type(value)(value.strip()),
}


def by_template(parts: tuple[Part, ...], *, html: bool = False) -> Shortcode:
    """The shortcode; for ``{{% %}}`` what it makes is Markdown, as in Hugo, unless it is always ``html``.

    Raises NotPlainError for a dot that is the page.
    """
    for part in parts:
        _know_the_dot(part)

    def shortcode(use: Use) -> Outcome:
        made = _Page(use).filled(parts).strip("\n")
        return Splice(made) if use.markdown and not html else Html(made)

    return shortcode
