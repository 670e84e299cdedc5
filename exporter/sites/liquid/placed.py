"""What a shortcode makes, put into Markdown: HTML, and Markdown between pieces of HTML."""

from __future__ import annotations

import re
from html import escape
from textwrap import dedent
from typing import TYPE_CHECKING, Final, TextIO

from exporter.reading.located import Text, constant, join
from exporter.sites.liquid.lines import Lines, put
from exporter.sites.shortcodes.arguments import Arguments
from exporter.sites.shortcodes.outcome import Html, Outcome, Splice

if TYPE_CHECKING:
    from exporter.sites.liquid.engine import Engine

_BLOCK: Final = re.compile(
    r"\s*</?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|figure|footer|form|h[1-6]|header|hr|iframe|li|"
    r"main|nav|ol|p|pre|section|style|summary|table|tbody|td|tr|ul|video)\b",
    re.IGNORECASE,
)
# Where Markdown goes that is not read yet; an author who writes one gets nothing by it.
_SLOT: Final = re.compile("\ue000(\\d{1,6})\ue001")
_BLANK_LINES: Final = re.compile(r"\n\s*\n")


class Use(Arguments):
    """One use of a plugin's tag: Hugo's ``outcome.Use``, but for Markdown, which here stays Markdown."""

    markdown = True

    def __init__(self, engine: Engine, name: str, said: str, inner: Text | None) -> None:
        self.name, self.said, self.inner = name, said, inner
        self.line, self.language = engine.line, engine.language
        self.named: dict[str, str] = {}
        self.positional: tuple[str, ...] = ()
        self.held: list[Text] = []
        self._engine = engine

    def add(self, key: str | None, value: str) -> None:
        if key:
            self.named[key.lower()] = value
        else:
            self.positional += (value,)

    def render(self, text: Text | str) -> str:
        """A slot for Markdown; a word of the tag's is a word."""
        if isinstance(text, str):
            return escape(text)
        self.held.append(Text(dedent(text.text), text.numbers))
        return f"\ue000{len(self.held) - 1}\ue001"

    inline = render

    def report(self, code: str, message: str) -> None:
        self._engine.report(code, message, None)

    def reference(self, path: str, language: str) -> str:
        return self._engine.address(path)

    def param(self, path: str) -> object:
        return self._engine.page.get(path)


def place(outcome: Outcome, use: Use, buffer: TextIO) -> None:
    """Writes what was made of ``use``."""
    if isinstance(outcome, Splice):
        text = outcome.text if isinstance(outcome.text, Text) else constant(outcome.text, use.line)
        put(buffer, text)
    elif isinstance(outcome, Html):
        put(buffer, _joined([*_filled(outcome.html, use)], use, buffer))
    else:
        opening, closing = _filled(outcome.opening, use), _filled(outcome.closing, use)
        put(buffer, _joined([*opening, outcome.inner, *closing], use, buffer))


def _filled(html: str, use: Use) -> list[Text | str]:
    """Pieces of HTML, and of Markdown between them."""
    pieces: list[Text | str] = []
    position = 0
    for slot in _SLOT.finditer(html):
        if int(slot[1]) < len(use.held):
            pieces += [html[position : slot.start()], use.held[int(slot[1])]]
            position = slot.end()
    return [*pieces, html[position:]]


def _joined(pieces: list[Text | str], use: Use, buffer: TextIO) -> Text:
    """CommonMark 0.31.2, section 4.6: Markdown after the tag of a block is read when a blank line is between."""
    first = next((piece for piece in pieces if isinstance(piece, str) and piece.strip()), "")
    if not _BLOCK.match(first):
        return join(piece if isinstance(piece, Text) else constant(piece, use.line) for piece in pieces)
    margin = buffer.margin() if isinstance(buffer, Lines) else ""
    indent, start = (margin, "") if not margin.strip() else ("", "\n\n")
    made = [constant(start, use.line)]
    for number, piece in enumerate(piece for piece in pieces if not isinstance(piece, str) or piece.strip()):
        if number:
            made.append(constant(f"\n\n{indent}", use.line))
        if isinstance(piece, str):
            html = piece if piece.lstrip().startswith("<pre") else _BLANK_LINES.sub("\n", piece)
            made.append(constant(html, use.line))
        else:
            made.append(piece.part(len(piece.text) - len(piece.text.lstrip("\n")), len(piece.text.rstrip())))
    return join([*made, constant("\n\n", use.line)])
