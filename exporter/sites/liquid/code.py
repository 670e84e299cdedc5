"""``{% highlight LANGUAGE %}``: a code block of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TextIO

from liquid import RenderContext, TokenStream
from liquid.ast import BlockNode, Node
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import TOKEN_CONTENT, Token

from exporter.reading.located import Text, constant, join
from exporter.sites.liquid.lines import Lines, put
from exporter.sites.liquid.tags import markup

if TYPE_CHECKING:
    from exporter.sites.liquid.engine import Engine

_LANGUAGE: Final = re.compile(r"[\w+#.-]*")
_TICKS: Final = re.compile(r"`{3,}")
_MARGINS: Final = re.compile(r"(?:[ \t]*\n)*(?P<code>.*?)\s*", re.DOTALL)
_ENDS_LINE: Final = re.compile(r"[ \t]*(?:\n|\Z)")


class HighlightNode(Node):
    """Code between its tags. ``alone`` tells whether nothing follows in the line of the closing one."""

    __slots__ = ("_alone", "_block", "_caption", "_language")

    def __init__(self, token: Token, opening: tuple[str, str], block: BlockNode, *, alone: bool) -> None:
        super().__init__(token)
        self._language, self._caption = opening
        self._block, self._alone = block, alone
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine: Engine = context.env  # type: ignore[assignment]
        inner = Lines(engine)
        self._block.render(context, inner)
        code = _without_margins(inner.text())
        margin = buffer.margin() if isinstance(buffer, Lines) else ""
        # In an item of a list the fence has the indent of the tag, and no line of the code has less.
        indent, start = (margin, "") if not margin.strip() else ("", "\n")
        fence = max(["```", *(ticks + "`" for ticks in _TICKS.findall(code.text))], key=len)
        caption = f"{self._caption}\n\n{indent}" if self._caption else ""
        opening = constant(f"{start}{caption}{fence}{self._language}\n", engine.where(self.token))
        closing = f"\n{indent}{fence}" + ("" if self._alone else "\n")
        put(buffer, join([opening, _indented(code, indent), constant(closing, code.numbers[-1])]))
        return 1


def _without_margins(code: Text) -> Text:
    found = _MARGINS.fullmatch(code.text)
    return code.part(*found.span("code")) if found else code


def _indented(code: Text, indent: str) -> Text:
    if not indent:
        return code
    lines = code.text.split("\n")
    shifted = [line if not line.strip() or line.startswith(indent) else indent + line for line in lines]
    return Text("\n".join(shifted), code.numbers)


class HighlightTag(Tag):
    """``{% highlight ruby linenos %}``; colours and numbers are each channel's own affair."""

    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        token, said = markup(stream)
        next(stream)
        block = get_parser(self.env).parse_block(stream, (self.end,))
        after = stream.peek
        alone = after.kind != TOKEN_CONTENT or _ENDS_LINE.match(after.value) is not None
        return HighlightNode(token, self.opening(said), block, alone=alone)

    def opening(self, said: str) -> tuple[str, str]:
        """The language, and HTML that stands above the code."""
        language = _LANGUAGE.match(said)
        return (language[0] if language else "", "")
