"""Markdown that stands outside of posts, as in exporter.toml: a foreword, a closing word."""

from __future__ import annotations

from exporter.diagnostics import Diagnostic
from exporter.model.markup import Markup
from exporter.reading.body import read_body
from exporter.reading.dialect import Dialect
from exporter.reading.located import locate
from exporter.reading.markdown import render


class _Nowhere:
    """Belongs to no page, so only whole addresses lead anywhere."""

    url = ""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def link(self, href: str, line: int) -> str:  # noqa: ARG002
        return ""

    def image(self, src: str, line: int) -> tuple[str, str]:  # noqa: ARG002
        return "", ""


def read_prose(text: str) -> Markup:
    """The Markup of ``text``; links and images that are not absolute lose their target. Takes any text at all."""
    return read_body(render(locate(text), Dialect()).html, "", _Nowhere()).markup
