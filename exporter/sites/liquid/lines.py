"""What a template writes, line by line with the line of the source that it is from; and how much that may be."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, TextIO

from liquid import RenderContext
from liquid.builtin.content import ContentNode, Literal

from exporter.reading.located import Text, constant, join

if TYPE_CHECKING:
    from exporter.sites.liquid.engine import Engine


class Lines(StringIO):
    """A buffer of a template. What is written without a line of its own has that of the tag being carried out."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._pieces: list[Text] = []

    def write(self, text: str, /) -> int:
        self.put(constant(text, self._engine.line))
        return len(text)

    def put(self, text: Text) -> None:
        """Adds lines that know where they are from."""
        self._engine.spend("output", len(text.text))
        self._pieces.append(text)

    def text(self) -> Text:
        return join(self._pieces)

    def getvalue(self) -> str:
        return "".join(piece.text for piece in self._pieces)

    def margin(self) -> str:
        """What stands in the line that is not ended yet."""
        kept: list[str] = []
        for piece in reversed(self._pieces):
            _, ended, rest = piece.text.rpartition("\n")
            kept.append(rest)
            if ended:
                break
        return "".join(reversed(kept))


class LocatedContent(ContentNode):
    """Text between tags."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        engine: Engine = context.env  # type: ignore[assignment]
        put(buffer, engine.located(self.text, self.token))
        return len(self.text)


class LocatedLiteral(Literal):
    """Its tag."""

    node_class = LocatedContent


def put(buffer: TextIO, text: Text) -> None:
    """Writes ``text`` to a buffer that may be the library's own, which writes to nowhere."""
    if isinstance(buffer, Lines):
        buffer.put(text)
    else:
        buffer.write(text.text)
