"""A body in reStructuredText to HTML. The only file that runs docutils."""

from __future__ import annotations

from typing import Final

from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import Reporter

from exporter.diagnostics import diagnose
from exporter.reading.located import Text
from exporter.reading.markdown import Rendered
from exporter.reading.rst.directives import prepare
from exporter.reading.rst.html import Writer

# Nothing is included from a file, no configuration of the machine is read, nothing of it stops the others.
_SETTINGS: Final = {
    "file_insertion_enabled": False,
    "raw_enabled": True,
    "_disable_config": True,
    "halt_level": 5,
    "report_level": 5,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "smart_quotes": False,
    "syntax_highlight": "none",
    "line_length_limit": 1_000_000,
    "input_encoding": "unicode",
}


def render(body: Text, language: str, source: str) -> Rendered:
    """``body`` as HTML; blocks carry ``data-line``. Never raises for what is written in it."""
    told: list[tuple[str, int]] = []
    heard: list[tuple[int, str]] = []
    prepare(body.text)
    try:
        document = _parsed(body.text, told, heard)
        html = Writer(document, lambda line: _line(body, line), language).html()
    except Exception as error:
        found = diagnose("R213", type(error).__name__, source)
        return Rendered(f"<pre>{_plain(body.text)}</pre>", (found,))
    unknown = [diagnose("R201", f"{name} is unknown", source, _line(body, line)) for name, line in told]
    broken = [diagnose("R213", words, source, _line(body, line)) for line, words in heard]
    return Rendered(html, tuple(dict.fromkeys((*unknown, *broken))))


def _parsed(text: str, told: list[tuple[str, int]], heard: list[tuple[int, str]]) -> nodes.document:
    document = publish_doctree(text, settings_overrides={**_SETTINGS, "told": told})
    for message in (
        *document.parse_messages,
        *document.transform_messages,
        *document.findall(nodes.system_message),
    ):
        words = message.children[0].astext().split("\n")[0][:200] if message.children else ""
        # That a directive would have read a file, docutils takes for a warning.
        if message["level"] >= Reporter.ERROR_LEVEL or "disabled" in words or "deactivated" in words:
            heard.append((message.get("line") or 1, words))
    return document


def _line(body: Text, line: int) -> int:
    return body.numbers[min(max(line, 1), len(body.numbers)) - 1]


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
