"""Lists as Python-Markdown reads them: what is indented by four belongs to an item, however far its words stand
from its mark."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.rows import fenced, joined, rows

_ITEM: Final = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d{1,9}\.)(?P<blank> +)(?=\S)")
_RULE: Final = re.compile(r" *([-*_])(?: *\1){2,} *\Z")
_STEP: Final = 4


def python_lists(body: Text) -> Text:
    """``body`` with the words of each item moved to where CommonMark too takes what is indented by four for a
    part of it (``  1.  words`` becomes ``1.  words``); ``body`` itself where all stand so."""
    lines = rows(body)
    found = [
        (number, line if code else _moved(line))
        for (number, line), code in zip(lines, fenced(lines), strict=True)
    ]
    return body if found == lines else joined(found)


def _moved(line: str) -> str:
    item = _ITEM.match(line)
    if item is None or _RULE.match(line):
        return line
    indent, mark, blank = (len(item[name]) for name in ("indent", "mark", "blank"))
    room = indent // _STEP * _STEP + _STEP  # where what belongs to the item begins
    over = indent + mark + blank - room
    if over <= 0:
        return line
    less = min(over, indent % _STEP)
    kept = max(1, blank - (over - less))
    return f"{' ' * (indent - less)}{item['mark']}{' ' * kept}{line[item.end() :]}"
