"""HTML blocks as kramdown has them: to the tag that closes them, blank lines and all. CommonMark's end at a blank line,
and what is indented below it becomes code.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from exporter.reading.located import Text
from exporter.reading.rows import Row, fenced, indent, joined, rows

_OPEN: Final = re.compile(
    r" {0,3}<(?P<name>article|aside|blockquote|center|details|div|dl|figure|footer|header|nav|ol|picture|section|table"
    r"|ul|video|[a-z][a-z0-9]*-[\w-]*)(?=[\s>])",  # elements of a site's own make (<swiper-container>) are blocks too
    re.IGNORECASE,
)
# In rows: no longer block is looked through for its end.
_LONGEST: Final = 400
_DEEPEST: Final = 20
# Content whose blank lines mean something, or that is Markdown after all.
_KEPT: Final = re.compile(r"<(?:pre|script|style|textarea)\b|\bmarkdown=", re.IGNORECASE)


def whole_html(body: Text) -> Text:
    """``body`` without the blank lines within HTML blocks that would make code of their own content."""
    lines = rows(body)
    if not any(_OPEN.match(line) for _, line in lines):
        return body
    code = fenced(lines)
    found: list[Row] = []
    at = 0
    while at < len(lines):
        begins = not code[at] and (at == 0 or lines[at - 1][1].strip()[:1] in ("", "<"))
        stop = _end(lines, at) if begins else at + 1
        block = lines[at:stop]
        found += [row for row in block if row[1].strip()] if _is_torn(block) else block
        at = stop
    return joined(found)


def _end(lines: list[Row], start: int) -> int:
    """The row after the block that begins at ``start``; the next one where none does, or it is never closed."""
    opened = _OPEN.match(lines[start][1])
    if opened is None:
        return start + 1
    tags = re.compile(rf"<(/?){opened['name']}\b", re.IGNORECASE)
    depth = 0
    for at in range(start, min(start + _LONGEST, len(lines))):
        depth += sum(-1 if closing else 1 for closing in tags.findall(lines[at][1]))
        if depth <= 0:
            return at + 1
        if depth > _DEEPEST:
            break
    return start + 1


def _is_torn(block: list[Row]) -> bool:
    """Whether a row below a blank one would be code."""
    torn = any(
        not above.strip() and below.strip() and indent(below) >= 4
        for (_, above), (_, below) in pairwise(block)
    )
    return torn and not any(_KEPT.search(line) for _, line in block)
