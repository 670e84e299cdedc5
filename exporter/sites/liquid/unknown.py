"""Tags of plugins: as ``[shortcodes]`` of exporter.toml says, as Hugo's embeds of that name, else what they enclose."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Final, TextIO

from liquid import RenderContext, TokenStream
from liquid.ast import BlockNode, Node
from liquid.exceptions import LiquidError
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import Token
from liquid.undefined import Undefined

from exporter.sites.base import ShortcodeRule
from exporter.sites.liquid.lexer import UNKNOWN, UNKNOWN_BLOCK, UNKNOWN_END
from exporter.sites.liquid.lines import Lines
from exporter.sites.liquid.octopress import OCTOPRESS
from exporter.sites.liquid.placed import Use, place
from exporter.sites.liquid.plugins import PLUGINS
from exporter.sites.liquid.tags import evaluated, markup
from exporter.sites.liquid.values import shown
from exporter.sites.shortcodes.boxes import BOXES
from exporter.sites.shortcodes.embeds import EMBEDS
from exporter.sites.shortcodes.figures import FIGURES
from exporter.sites.shortcodes.outcome import Html, Outcome
from exporter.sites.shortcodes.outcome import Use as Outcomes
from exporter.sites.shortcodes.rules import by_rule
from exporter.sites.shortcodes.themes import kept

if TYPE_CHECKING:
    from exporter.sites.liquid.engine import Engine

_MARKS: Final = re.compile(r"[\\`*_\[\]~|$^=+:!]")
_ARGUMENT: Final = re.compile(
    r"(?:(?<![\w-])(?P<key>[\w-]+)\s*[=:](?!//)\s*)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s,\"']+))"
)
_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)(?:[?#]|\Z)", re.IGNORECASE)


class UnknownNode(Node):
    """One use of such a tag; ``inner`` is None where it has no closing tag."""

    __slots__ = ("_inner", "_name", "_said")

    def __init__(self, token: Token, said: str, inner: BlockNode | None) -> None:
        super().__init__(token)
        self._name, _, self._said = said.partition(" ")
        self._inner, self.blank = inner, False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine: Engine = context.env  # type: ignore[assignment]
        inner = None
        if self._inner is not None:
            lines = Lines(engine)
            self._inner.render(context, lines)
            inner = lines.text()
        engine.line = engine.where(self.token)
        use = Use(engine, self._name, self._said.strip(), inner)
        for argument in _ARGUMENT.finditer(self._said):
            use.add(argument["key"], self._value(argument, context))
        place(self._shortcode(engine)(use), use, buffer)
        return 1

    def _shortcode(self, engine: Engine) -> Callable[[Use], Outcome]:
        rule = engine.rules.get(self._name)
        if rule is not None:
            return _as_text if rule.action == "text" else by_rule(rule)
        if self._name in PLUGINS:
            return PLUGINS[self._name]
        if self._name in OCTOPRESS:
            return OCTOPRESS[self._name]
        if self._name in EMBEDS:
            return _embed
        if self._name in FIGURES:
            return _figure
        if self._name in BOXES:
            return BOXES[self._name]
        if made := engine.own(self._name):
            return made
        engine.report("R201", f"{self._name} is unknown", self.token)
        return kept

    def _value(self, argument: re.Match[str], context: RenderContext) -> str:
        """A word without quotes is a variable to one plugin, itself to another."""
        if argument["bare"] is None:
            return argument["double"] if argument["double"] is not None else argument["single"]
        if self._name in PLUGINS:
            return argument["bare"]
        try:
            value = evaluated(argument["bare"], context, self.token)
        except LiquidError:
            return argument["bare"]
        return argument["bare"] if isinstance(value, Undefined) else shown(value)


def _embed(use: Outcomes) -> Outcome:
    """Jekyll's plugins take an address or ``user/id`` where Hugo's shortcodes take an id."""
    said = use.get(0)
    if said.startswith(("https://", "http://")):
        return Html(f'<a href="{escape(said)}">{escape(said)}</a>')
    if use.name == "gist" and ("/" in said or len(use.positional) == 1):
        return Html(f'<a href="https://gist.github.com/{escape(said)}">GitHub Gist: {escape(said)}</a>')
    return EMBEDS[use.name](use)


def _figure(use: Outcomes) -> Outcome:
    """``{% image "./a.png", "words" %}``: a picture and its description, whatever sizes stand around them."""
    pictures = [said for said in use.positional if _PICTURE.search(said)]
    if pictures and not use.get("src", "url", "image"):
        after = use.positional[use.positional.index(pictures[0]) + 1 :]
        use.named |= {"src": pictures[0], "alt": use.get("alt") or next(iter(after), "")}
    return FIGURES[use.name](use)


def _as_text(use: Outcomes) -> Outcome:
    """The words as they stand, and no Markdown."""
    outcome = by_rule(ShortcodeRule("text"))(use)
    if not isinstance(outcome, Html) or outcome.html.startswith("<pre"):
        return outcome
    return Html(_MARKS.sub(lambda mark: f"&#{ord(mark[0])};", outcome.html))


class UnknownTag(Tag):
    """One that stands alone."""

    name = UNKNOWN
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token, said = markup(stream)
        return UnknownNode(token, said, None)


class UnknownBlockTag(Tag):
    """One that has a closing tag."""

    name = UNKNOWN_BLOCK
    end = UNKNOWN_END

    def parse(self, stream: TokenStream) -> Node:
        token, said = markup(stream)
        next(stream)
        return UnknownNode(token, said, get_parser(self.env).parse_block(stream, (self.end,)))
