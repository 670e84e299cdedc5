"""Expands the shortcodes of a text and, after Markdown, puts their HTML in its place.

``{{% %}}`` becomes Markdown before Markdown is read. What ``{{< >}}`` gives must not be read as Markdown: a word of
letters and digits stands for it until the HTML is there, as in Hugo.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from html import escape
from itertools import count
from textwrap import dedent
from typing import Final

from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.reading.located import Text, constant, join
from exporter.sites.hugo.shortcodes.builtin import BUILTIN, PAIRED
from exporter.sites.hugo.shortcodes.lexer import tags
from exporter.sites.hugo.shortcodes.tree import Call, nest
from exporter.sites.shortcodes.arguments import Arguments
from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Splice, Wrap
from exporter.sites.shortcodes.themes import kept

Render = Callable[[Text], str]
_PARAGRAPH: Final = re.compile(r"\s*<p(?: data-line=\"\d+\")?>(?P<inside>(?:(?!</?p\b).)*)</p>\s*", re.DOTALL)
_SCRIPT: Final = re.compile(r"<(?P<name>script|style)\b", re.IGNORECASE)
_BLOCK: Final = re.compile(
    r"(?:<!--.*?-->\s*)*</?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|figure|footer|form|h[1-6]|"
    r"header|hr|iframe|li|main|nav|ol|p|picture|pre|script|section|style|summary|svg|table|tbody|td|tr|ul|video)\b",
    re.IGNORECASE | re.DOTALL,
)


class Site(Struct, frozen=True):
    """What shortcodes of one page may ask for; ``reference`` and ``param`` are those of ``outcome.Use``."""

    source: str
    language: str
    render: Render
    reference: Callable[[str, str], str]
    param: Callable[[str], object]
    rules: Mapping[str, Shortcode]
    own: Callable[[str], Shortcode | None]  # by the site's template of that name, None where it is not plain


class Expansion:
    """One text's shortcodes. ``text`` is the Markdown to be read; ``fill`` completes the HTML it gives."""

    def __init__(self, body: Text, site: Site) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._site = site
        self._pieces: dict[str, str] = {}
        self._word = _unused(body.text)
        self._breaks = [found.start() for found in re.finditer("\n", body.text)]
        self._placeholder = re.compile(rf"{self._word}\d+Z")
        self._alone = re.compile(
            rf"<p(?: data-line=\"(?P<line>\d+)\")?>(?P<words>(?:\s*{self._word}\d+Z(?:<br>)?)+\s*)</p>"
        )
        self.text = (
            body if "{{" not in body.text else self._expand(body, 0, len(body.text), nest(tags(body.text)))
        )

    def hold(self, html: str) -> str:
        """A word that stands for ``html`` until ``fill``."""
        word = f"{self._word}{len(self._pieces)}Z"
        self._pieces[word] = html
        return word

    def fill(self, html: str) -> str:
        """``html`` with every word replaced; a paragraph that holds nothing but blocks is no paragraph."""
        if not self._pieces:
            return html
        # A script goes as a whole; HTML put into a string of it could end it early.
        html = _without_words_in_scripts(html, self._placeholder)
        html = self._alone.sub(self._unparagraphed, html)
        return self._placeholder.sub(lambda word: self.fill(self._pieces.get(word[0], "")), html)

    def _unparagraphed(self, paragraph: re.Match[str]) -> str:
        words = self._placeholder.findall(paragraph["words"])
        if not all(_BLOCK.match(self._pieces.get(word, "").lstrip()) for word in words):
            return paragraph[0]
        return (f"<!--line {paragraph['line']}-->" if paragraph["line"] else "") + "".join(words)

    def _expand(self, body: Text, start: int, end: int, calls: list[Call]) -> Text:
        """The characters from ``start`` to ``end`` with ``calls`` expanded."""
        part = body.part(start, end)
        edits = [(call.tag.start - start, call.end - start, self._made(body, call)) for call in calls]
        return part.edited(edits) if edits else part

    def _made(self, body: Text, call: Call) -> Text | str:
        tag, line = call.tag, body.numbers[bisect_left(self._breaks, call.tag.start)]
        written = body.text[tag.start : tag.end]
        if tag.kind == "comment":
            return self.hold(escape(tag.text))
        if tag.kind in {"broken", "close"}:
            reason = (
                "a shortcode's tag does not end" if tag.kind == "broken" else f"{tag.name} was never opened"
            )
            return self._kept(written, reason, line)
        inner = self._expand(body, tag.end, call.inner_end, call.children) if call.paired else None
        shortcode = self._site.rules.get(tag.name) or BUILTIN.get(tag.name) or self._site.own(tag.name)
        if tag.kind == "open" and not call.paired and tag.name in PAIRED and tag.name not in self._site.rules:
            return self._kept(written, f"{tag.name} is never closed", line)
        if shortcode is None:
            self.diagnostics.append(diagnose("R201", f"{tag.name} is unknown", self._site.source, line))
            shortcode = kept
        return self._placed(shortcode(_Call(call, inner, line, site=self._site, found=self.diagnostics)))

    def _kept(self, written: str, reason: str, line: int) -> str:
        self.diagnostics.append(diagnose("R202", reason, self._site.source, line))
        return self.hold(escape(written))

    def _placed(self, outcome: Outcome) -> Text | str:
        if isinstance(outcome, Splice):
            return outcome.text
        if isinstance(outcome, Html):
            return self.hold(outcome.html) if outcome.html else ""
        return _wrapped(outcome, self.hold(outcome.opening), self.hold(outcome.closing))


def _wrapped(outcome: Wrap, opening: str, closing: str) -> Text:
    """Blank lines keep the words in paragraphs of their own; the last one has the indent of the closing tag."""
    inner = outcome.inner
    margin = inner.text.rpartition("\n")[2]
    end = f"\n\n{'' if margin.strip() else margin}{closing}"
    return join([constant(f"{opening}\n\n", inner.numbers[0]), inner, constant(end, inner.numbers[-1])])


class _Call(Arguments):
    """One use of a shortcode; see ``outcome.Use``."""

    def __init__(
        self, call: Call, inner: Text | None, line: int, *, site: Site, found: list[Diagnostic]
    ) -> None:
        self.name, self.positional, self.named = call.tag.name, call.tag.positional, call.tag.named
        self.markdown, self.language = call.tag.markdown, site.language
        self.inner, self.line = inner, line
        self._site, self._found = site, found

    def render(self, text: Text | str) -> str:
        text = text if isinstance(text, Text) else constant(text, self.line)
        return self._site.render(Text(dedent(text.text), text.numbers))

    def inline(self, text: Text | str) -> str:
        html = self.render(text)
        only = _PARAGRAPH.fullmatch(html)
        return only["inside"] if only else html

    def report(self, code: str, message: str) -> None:
        self._found.append(diagnose(code, message, self._site.source, self.line))

    def reference(self, path: str, language: str) -> str:
        return self._site.reference(path, language)

    def param(self, path: str) -> object:
        return self._site.param(path)


def _without_words_in_scripts(html: str, word: re.Pattern[str]) -> str:
    """Takes the words out of what a browser would not read as HTML."""
    pieces: list[str] = []
    position = 0
    endless: set[str] = set()
    for opening in _SCRIPT.finditer(html):
        name = opening["name"].lower()
        if opening.start() < position or name in endless:
            continue
        closing = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(html, opening.end())
        if closing is None:
            endless.add(name)
            continue
        pieces += [html[position : opening.start()], word.sub("", html[opening.start() : closing.start()])]
        position = closing.start()
    return "".join([*pieces, html[position:]])


def _unused(text: str) -> str:
    """A beginning of words that the text does not hold, so that an author can forge none."""
    return next(word for n in count() if (word := f"SHORTCODE{n}Q") not in text)
