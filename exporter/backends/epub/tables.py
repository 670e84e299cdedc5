"""Tables on a page as narrow as a phone's: set small where they need it, in a frame that scrolls where that is not
enough.

Reading systems that turn pages lay a chapter in columns, where a frame that scrolls is cut off at the page's foot: only
a table that is surely lower than a page gets one. Any other keeps within the page: words are broken if need be, and a
phone shows it row by row, each value behind the name of its column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from math import ceil
from typing import Final, TypeAlias

from lxml import etree

from exporter.backends.epub.document import make
from exporter.backends.epub.headings import text_of
from exporter.passes.cells import placed
from exporter.passes.columns import width
from exporter.passes.strings import Words

# In ems of the table's type: what a phone's line holds of it; what one holds of a dense one, and a tablet's.
_ROOM: Final = 21.0
_DENSE: Final = 25.0
_TABLET: Final = 44.0
# What is at both sides of a cell, and the least that a cell of more than a word or two takes.
_PADDING: Final = 1.0
_LEAST: Final = 4.0
# Lines of which a phone's page surely holds all.
_LOW: Final = 14
_Rows: TypeAlias = Sequence[Sequence[tuple[int, etree._Element]]]
# What no line is broken in: Chinese and Japanese may be broken anywhere.
_WORD: Final = re.compile("[^\\s\u2e80-\uffef\u200b/-]+-?")


def fit_tables(root: etree._Element, words: Words) -> None:
    """Says of each header what it heads, puts each outermost table into a frame, and says how it is to be set."""
    for table in list(root.iter("table")):
        for cell in table.iter("th"):
            _scope(cell)
        parent = table.getparent()
        if parent is not None and next(table.iterancestors("table"), None) is None:
            frame = make("div", {"class": "table"})
            frame.tail, table.tail = table.tail, None
            parent.replace(table, frame)
            frame.append(table)
            _fit(table, frame, words)


def _fit(table: etree._Element, frame: etree._Element, words: Words) -> None:
    rows = placed(table)
    least = _least(rows)
    whole = sum(least.values())
    if whole <= _ROOM:
        return
    if whole <= _DENSE:
        table.set("class", "dense")
    elif _height(rows, least) > _LOW:
        listed = ["listed"] if _name_values(table, rows) else []
        tight = [] if listed and whole <= _TABLET else ["tight"]
        table.set("class", " ".join(["dense", *listed, *tight]))
    else:
        table.set("class", "dense")
        caption = table.find("caption")
        label = (text_of(caption) if caption is not None else "") or words.table
        # Not everyone has a finger to scroll with (WCAG 2.2, 2.1.1).
        frame.attrib.update({"class": "table scroll", "role": "group", "tabindex": "0", "aria-label": label})


def _least(rows: _Rows) -> dict[int, float]:
    """The width below which words are broken, of each column."""
    least: dict[int, float] = {}
    for column, cell in chain.from_iterable(rows):
        least[column] = max(least.get(column, 0.0), _word(cell) + _PADDING)
    return least


def _word(cell: etree._Element) -> float:
    """What a cell takes at least. A word or two stay on one line, and of those it is told."""
    text = text_of(cell)
    whole = _ems(text)
    if whole <= _LEAST:
        cell.set("class", f"{cell.get('class', '')} short".strip())
        return whole
    return max(_LEAST, *(_ems(word) for word in _WORD.findall(text)), 0.0)


def _height(rows: _Rows, least: Mapping[int, float]) -> int:
    """In lines."""
    return sum(max((ceil(_ems(text_of(cell)) / least[at]) for at, cell in row), default=0) for row in rows)


def _name_values(table: etree._Element, rows: _Rows) -> bool:
    """Writes beside each value the name of its column; whether there are names."""
    heads = dict(rows[0]) if table.find("thead") is not None else {}
    for column, cell in chain.from_iterable(rows[1:]):
        head = text_of(heads[column]) if column in heads else ""
        if head and cell.tag == "td":
            cell.set("data-head", f"{head}: ")
    return bool(heads)


def _ems(text: str) -> float:
    return width(text) / 2


def _scope(cell: etree._Element) -> None:
    if not text_of(cell) and len(cell) == 0:
        cell.tag = "td"  # a header that says nothing heads nothing
        for name in ("scope", "abbr"):
            cell.attrib.pop(name, "")
        return
    if cell.get("scope") is None:
        heads_column = any(True for _ in cell.iterancestors("thead")) or cell.getprevious() is not None
        cell.set("scope", "col" if heads_column else "row")
