"""Comments in code that mark its lines for a page: ``// highlight-next-line``, ``// [!code focus]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exporter.reading.located import Text
from exporter.reading.rows import Row, fenced, joined, rows

_OPEN: Final = r"(?://|#|--|%|/\*|\{/\*|<!--)"
_CLOSE: Final = r"(?:\*/\}?|-->)?"
_LINE: Final = re.compile(
    rf"[ \t]*{_OPEN}[ \t]*(?:highlight-(?:next-line|start|end)|\[!code [^\]\n]*\])[ \t]*{_CLOSE}[ \t]*\Z"
)
_END: Final = re.compile(rf"[ \t]*{_OPEN}[ \t]*\[!code [^\]\n]*\][ \t]*{_CLOSE}[ \t]*\Z")


def without_remarks(body: Text) -> Text:
    """``body`` without them; a line that is nothing else goes. ``body`` itself where there are none."""
    if "highlight-" not in body.text and "[!code " not in body.text:
        return body
    return joined(_kept(rows(body)))


def _kept(lines: list[Row]) -> Iterator[Row]:
    for (number, line), code in zip(lines, fenced(lines), strict=True):
        if not code:
            yield number, line
        elif not _LINE.match(line):
            yield number, _END.sub("", line)
