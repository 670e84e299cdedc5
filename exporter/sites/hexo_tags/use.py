"""One use of a tag: what it says, what it encloses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Protocol

from exporter.reading.located import Text
from exporter.reading.quoting import trimmed
from exporter.reading.rows import Row, dedented, indent, rows

Made = list[Row]
_WORD: Final = re.compile(r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>\S+)")


class Names(Protocol):
    """What tags name."""

    def post(self, name: str) -> tuple[str, str]:
        """Address and title of the post of this file name; both empty where there is none."""

    def asset(self, name: str) -> str:
        """How the post's Markdown would name a file of its asset folder."""


class Use:
    """``words`` are its arguments between blanks, quoted ones whole; ``parts`` those between commas."""

    def __init__(self, name: str, said: str, inner: Text | None, line: int, names: Names) -> None:
        self.name, self.said, self.line, self.names = name, said, line, names
        self._inner = inner
        self.words = [word[word.lastgroup or 0] for word in _WORD.finditer(said)]
        self.parts = [part.strip().strip("\"'").strip() for part in said.split(",")]

    @property
    def content(self) -> Made:
        """The rows it encloses, without what they are all indented by."""
        found = trimmed(rows(self._inner)) if self._inner else []
        least = min((indent(row) for _, row in found if row.strip()), default=0)
        return [(at, dedented(row, least)) for at, row in found] if least else found


Maker = Callable[[Use], Made | str | None]
