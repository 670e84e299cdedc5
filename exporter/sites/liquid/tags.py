"""The engine's tags: the library's, kept from losing what they cannot understand, and Jekyll's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TextIO

from liquid import RenderContext, TokenStream
from liquid.ast import IllegalNode, Node
from liquid.builtin.expressions import FilteredExpression, tokenize
from liquid.exceptions import LiquidError, LiquidInterrupt, LiquidSyntaxError, StopRender
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_ILLEGAL, Token

from exporter.sites.liquid.values import shown

if TYPE_CHECKING:
    from exporter.sites.liquid.engine import Engine

_OUTPUT: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class Careful(Tag):
    """A tag that, where it is not understood, is reported and gives way to what it encloses."""

    def __init__(self, engine: Engine, tag: Tag) -> None:
        super().__init__(engine)
        self._engine, self._tag = engine, tag
        self._broken: set[tuple[int, int]] = set()  # as blocks are read again, so that none is tried twice
        self.name, self.block, self.end = tag.name, tag.block, tag.end

    def get_node(self, stream: TokenStream) -> Node:
        position, depth, token = stream.pos, stream.block_depth, stream.current
        place = (id(token.source), token.start_index)
        if place not in self._broken:
            try:
                return CarefulNode(self._engine, self._tag.parse(stream))
            except (LiquidError, *self._engine.defects) as error:
                self._broken.add(place)
                self._engine.told(error, token)
            stream.pos, stream.block_depth = position, depth
        return self._unwrapped(stream)

    def parse(self, stream: TokenStream) -> Node:
        return self.get_node(stream)

    def _unwrapped(self, stream: TokenStream) -> Node:
        token = stream.current
        if stream.peek.kind == TOKEN_EXPRESSION:
            next(stream)
        if not (self.block and self.end):
            return IllegalNode(token)
        next(stream)
        return get_parser(self.env).parse_block(stream, (self.end,))


class CarefulNode(Node):
    """What a careful tag made: what is wrong with it ends it, and not what it stands in."""

    __slots__ = ("_engine", "_node")

    def __init__(self, engine: Engine, node: Node) -> None:
        super().__init__(node.token)
        self._engine, self._node, self.blank = engine, node, node.blank

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        self._engine.line = self._engine.where(self.token)
        try:
            return self._node.render(context, buffer)
        except (LiquidInterrupt, StopRender):
            raise
        except (LiquidError, *self._engine.defects) as error:
            self._engine.told(error, self.token)
            return 0


def markup(stream: TokenStream) -> tuple[Token, str]:
    """A tag's token and what it says; the stream stands where the parser of a tag without an end leaves it."""
    token = stream.current
    if stream.peek.kind != TOKEN_EXPRESSION:
        return token, ""
    next(stream)
    return token, stream.current.value


def evaluated(expression: str, context: RenderContext, token: Token) -> object:
    """The value of an expression that stands in a tag of Jekyll's own."""
    stream = TokenStream(tokenize(expression, token))
    return FilteredExpression.parse(context.env, stream).evaluate(context)


def filled(text: str, context: RenderContext, token: Token) -> str:
    """``text`` with the outputs in it: ``{% link {{ page.next }} %}``."""
    return _OUTPUT.sub(lambda output: shown(evaluated(output[1], context, token)), text)


class StrayTag(Tag):
    """``else``, ``elsif`` or ``when`` outside its block, or in one that is not understood: it shows nothing."""

    name = TOKEN_ILLEGAL
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token, _ = markup(stream)
        return IllegalNode(token)


class AddressNode(Node):
    """A URL of the site."""

    __slots__ = ("_name",)

    def __init__(self, token: Token, name: str) -> None:
        super().__init__(token)
        self._name, self.blank = name, False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine: Engine = context.env  # type: ignore[assignment]
        name = filled(self._name, context, self.token).strip().strip("\"'")
        url = engine.address(name)
        if not url:
            engine.report("R205", f"{self.token.value} {name!r} names no page", self.token)
        return buffer.write(url or "#")


class PostUrlTag(Tag):
    """``{% post_url 2026-07-01-name %}``."""

    name = "post_url"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token, said = markup(stream)
        if not said:
            raise LiquidSyntaxError(f"{token.value} names nothing", token=token)
        return AddressNode(token, said)


class LinkTag(PostUrlTag):
    """``{% link _posts/2026-07-01-name.md %}``."""

    name = "link"
