"""``include``, ``include_relative`` and ``render``: files of the site inside a post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TextIO

from liquid import RenderContext, TokenStream
from liquid.ast import Node
from liquid.exceptions import ContextDepthError, LiquidError, LiquidSyntaxError
from liquid.tag import Tag
from liquid.template import BoundTemplate
from liquid.token import Token
from liquid.undefined import Undefined

from exporter.sites.liquid.placed import Use, place
from exporter.sites.liquid.tags import evaluated, filled, markup
from exporter.sites.liquid.themed import themed
from exporter.sites.liquid.values import shown

if TYPE_CHECKING:
    from exporter.sites.liquid.engine import Engine

# Jekyll writes a name as it is, LiquidJS (Eleventy) in quotes, or as a variable.
_NAME: Final = re.compile(
    r"\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>(?:\{\{.*?\}\}|[^\s,{])+))"
)
_ARGUMENT: Final = re.compile(
    r"(?<![\w-])(?P<key>[\w-]+)\s*(?P<sign>[=:])\s*"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<bare>[^\s,\"']+))",
    re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\([\"'])")


class IncludeNode(Node):
    """A file's text, carried out where it is asked for."""

    __slots__ = ("_folder", "_name", "_said")

    def __init__(self, token: Token, said: str, folder: str) -> None:
        super().__init__(token)
        name = _NAME.match(said)
        if name is None:
            raise LiquidSyntaxError(f"{token.value} names no file", token=token)
        self._name, self._said, self._folder = name, said[name.end() :], folder
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine: Engine = context.env  # type: ignore[assignment]
        if engine.depth >= engine.deepest:
            raise ContextDepthError("files include one another too deeply", token=self.token)
        engine.spend("includes", 1)
        given, own = self._arguments(context)
        with engine.inside(self.token):
            template = self._template(context, engine)
            if isinstance(template, str):
                self._show(template, given, engine, buffer)
            elif template is not None:
                with context.extend({**own, "include": given}, template=template):
                    template.render_with_context(context, buffer, partial=True)
        return 1

    def _show(self, name: str, given: Mapping[str, object], engine: Engine, buffer: TextIO) -> None:
        """A file of the theme's, which lies elsewhere."""
        engine.line = engine.where(self.token)
        use = Use(engine, name, "", None)
        for key, value in given.items():
            use.add(key, shown(value))
        if shortcode := themed(name):
            place(shortcode(use), use, buffer)

    def _template(self, context: RenderContext, engine: Engine) -> BoundTemplate | str | None:
        """The file; of one that lies in no folder of the site but is known of themes, the name."""
        name = filled(self._name[self._name.lastgroup or 0], context, self.token)
        template = self._found(engine, name)
        if template is None and self._name["bare"]:  # LiquidJS takes a name without quotes for a variable
            value = _tried(self._name["bare"], context, self.token)
            template = self._found(engine, value) if value else None
        if template is None and not self._folder and themed(name):
            return name
        if template is None:
            engine.report("R212", f"{self.token.value} {name!r}: there is no such file", self.token)
        return template

    def _found(self, engine: Engine, name: str) -> BoundTemplate | None:
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or "\0" in name:
            return None
        return engine.partial(self._folder + name)

    def _arguments(self, context: RenderContext) -> tuple[Mapping[str, object], Mapping[str, object]]:
        """Those of Jekyll, which are ``include.KEY``, and those of LiquidJS, which are names of their own."""
        given: dict[str, object] = {}
        own: dict[str, object] = {}
        for argument in _ARGUMENT.finditer(self._said):
            value = self._value(argument, context)
            given[argument["key"]] = value
            if argument["sign"] == ":":
                own[argument["key"]] = value
        return given, own

    def _value(self, argument: re.Match[str], context: RenderContext) -> object:
        if argument["bare"] is None:
            written = argument["double"] if argument["double"] is not None else argument["single"]
            return _ESCAPED.sub(r"\1", written)
        try:
            return evaluated(argument["bare"], context, self.token)
        except LiquidError:
            return argument["bare"]


def _tried(name: str, context: RenderContext, token: Token) -> str:
    try:
        value = evaluated(name, context, token)
    except LiquidError:
        return ""
    return "" if isinstance(value, Undefined) else shown(value)


class IncludeTag(Tag):
    """``{% include note.html text="…" %}``."""

    name = "include"
    block = False
    folder = ""

    def parse(self, stream: TokenStream) -> Node:
        token, said = markup(stream)
        return IncludeNode(token, said, self.folder)


class IncludeCachedTag(IncludeTag):
    """jekyll-include-cache's: the same."""

    name = "include_cached"


class IncludeRelativeTag(IncludeTag):
    """A file that lies beside the post."""

    name = "include_relative"
    folder = "./"


class RenderTag(IncludeTag):
    """LiquidJS': a file that sees the names it is given; here it sees the others too."""

    name = "render"
