"""What becomes of a shortcode, and what it is made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from exporter.reading.located import Text


class Splice(Struct, frozen=True):
    """Markdown that takes the place of the tag and is read together with the text around it."""

    text: Text | str


class Html(Struct, frozen=True):
    """HTML that Markdown does not see."""

    html: str


class Wrap(Struct, frozen=True):
    """Markdown between two pieces of HTML, read together with the text around it: footnotes and link labels hold."""

    opening: str
    inner: Text
    closing: str


Outcome = Splice | Html | Wrap


class Use(Protocol):
    """One use of a shortcode, its inner content expanded already."""

    name: str
    positional: tuple[str, ...]
    named: dict[str, str]
    inner: Text | None  # None where there is no closing tag
    markdown: bool  # {{% %}}
    line: int
    language: str  # a BCP 47 tag

    def get(self, *names: str | int) -> str:
        """The first argument that is not empty, by position or by name."""

    def need(self, *names: str | int) -> str:
        """As ``get``; where there is none, an R207 says so."""

    def render(self, text: Text | str) -> str:
        """Markdown as HTML."""

    def inline(self, text: Text | str) -> str:
        """Markdown as HTML, without the paragraph around it if there is one only."""

    def report(self, code: str, message: str) -> None:
        """Adds a Diagnostic at the line of the tag."""

    def reference(self, path: str, language: str) -> str:
        """The absolute URL of the page that a ref names, empty where there is none; ``language`` is a key or empty."""

    def param(self, path: str) -> object:
        """A parameter of the page, else of the site; None where neither has it."""


Shortcode = Callable[[Use], Outcome]
