"""``{{ … }}``: a value in the text, and what becomes of one that is written wrongly."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TextIO

from liquid import RenderContext, TokenStream
from liquid.builtin.expressions import FilteredExpression, tokenize
from liquid.builtin.output import Output, OutputNode
from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import TOKEN_EXPRESSION, TOKEN_OUTPUT, Token

from exporter.reading.located import constant
from exporter.sites.liquid.lines import put
from exporter.sites.liquid.values import shown

if TYPE_CHECKING:
    from exporter.sites.liquid.engine import Engine

_PARTS: Final = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^|])+")
_FRAGMENT: Final = re.compile(r"\"[^\"]*\"|'[^']*'|[\w.\[\]-]*\w[\w.\[\]-]*")


class LocatedValue(OutputNode):
    """``{{ … }}``."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine: Engine = context.env  # type: ignore[assignment]
        text = shown(self.expression.evaluate(context))
        put(buffer, constant(text, engine.where(self.token)))
        return len(text)


class LocatedOutput(Output):
    """Its tag. What the library cannot parse is read as Ruby's parser does by default, which takes the first word of
    a value and passes over a filter that is not made as filters are."""

    node_class = LocatedValue

    def parse(self, stream: TokenStream) -> LocatedValue:
        token = stream.eat(TOKEN_OUTPUT)
        said = stream.expect(TOKEN_EXPRESSION)
        try:
            return LocatedValue(token, self._expression(said.value, said))
        except LiquidError as error:
            self.env.told(error, token)  # type: ignore[attr-defined]
            return LocatedValue(token, self._loose(said))

    def _expression(self, said: str, token: Token) -> Expression:
        return FilteredExpression.parse(self.env, TokenStream(tokenize(said, token)))

    def _loose(self, token: Token) -> Expression:
        first, *filters = _PARTS.findall(token.value)
        word = _FRAGMENT.search(first)
        if word is None:
            raise LiquidSyntaxError("a value is missing", token=token)
        said, made = word[0], self._expression(word[0], token)
        for part in filters:
            with suppress(LiquidError):
                made = self._expression(f"{said}|{part}", token)
                said = f"{said}|{part}"
        return made
