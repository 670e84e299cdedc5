"""Text whose lines remember where they came from, so that a finding can say ``file:line`` after shortcodes
were expanded."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

# CommonMark 0.31.2, section 2.1: a line ends with a line feed, a carriage return, or both.
_LINE_ENDING = re.compile(r"\r\n?")
_LINE_FEED = re.compile("\n")


class Text(Struct, frozen=True, dict=True):
    """Lines that end with ``\\n``; ``numbers[i]`` is the source line (from 1) of the i-th of them.

    There is one number more than there are line feeds: what follows the last one is a line too, though
    often empty.
    """

    text: str
    numbers: tuple[int, ...]

    def line(self, offset: int) -> int:
        """The source line of the character at ``offset``."""
        return self.numbers[bisect_left(self._ends, offset)]

    @cached_property
    def _ends(self) -> list[int]:
        """Where the line feeds are: of a large text with much in it, to count them each time takes minutes."""
        return [match.start() for match in _LINE_FEED.finditer(self.text)]

    def part(self, start: int, end: int) -> Text:
        """The characters from ``start`` up to ``end``."""
        return self._from(start, end, line=self.text.count("\n", 0, start))

    def replaced(self, start: int, end: int, by: Text | str) -> Text:
        """This text with the characters from ``start`` up to ``end`` replaced."""
        return self.edited([(start, end, by)])

    def edited(self, edits: Iterable[tuple[int, int, Text | str]]) -> Text:
        """This text with each ``(start, end, replacement)`` carried out.

        The spans are in order and do not overlap. Every line of a string has the source line at which its
        span starts; a Text keeps its own. A line joined of several pieces has the number of the first piece
        that is not empty.
        """
        pieces: list[Text] = []
        position = line = 0
        for start, end, by in edits:
            kept = self._from(position, start, line=line)
            line += kept.text.count("\n")
            pieces.append(kept)
            pieces.append(by if isinstance(by, Text) else constant(by, self.numbers[line]))
            line += self.text.count("\n", start, end)
            position = end
        pieces.append(self._from(position, len(self.text), line=line))
        return join(pieces)

    def _from(self, start: int, end: int, *, line: int) -> Text:
        """``part()`` where it is known that ``start`` lies in the line of index ``line``."""
        piece = self.text[start:end]
        return Text(piece, self.numbers[line : line + piece.count("\n") + 1])


def locate(text: str, first: int = 1) -> Text:
    """``text`` as it is read from a file, its first line being line ``first``; a BOM and carriage returns
    are removed."""
    if "\r" in text:
        text = _LINE_ENDING.sub("\n", text)
    text = text.removeprefix("\ufeff")
    return Text(text, tuple(range(first, first + text.count("\n") + 1)))


def constant(text: str, number: int) -> Text:
    """``text`` with every line at source line ``number``."""
    return Text(text, (number,) * (text.count("\n") + 1))


def join(pieces: Iterable[Text]) -> Text:
    """The pieces one after another, with nothing between them."""
    texts: list[str] = []
    numbers: list[int] = []
    fresh = True  # whether the last line of what is joined so far is still empty
    for piece in pieces:
        if not piece.text:
            continue
        numbers.extend(piece.numbers if not numbers else piece.numbers[1:])
        if fresh and texts:
            numbers[-len(piece.numbers)] = piece.numbers[0]
        texts.append(piece.text)
        fresh = piece.text.endswith("\n")
    return Text("".join(texts), tuple(numbers) or (1,))
