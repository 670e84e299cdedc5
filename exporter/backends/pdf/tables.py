"""Tables of a post fitted to the page before WeasyPrint sees them: type made smaller, columns given their widths.

A fixed layout is a fifth of a page's time faster than WeasyPrint's own search for widths, and never clips.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Final

from lxml import etree

from exporter.backends.pdf.grid import make_regular
from exporter.backends.pdf.turned import TURNED
from exporter.passes.columns import width

# What a table may want in ems of its own type before it is set smaller, and what a line of 31 ems, the shortest of our
# pages, holds of each size.
_ROOM: Final = {"": 36.0, "dense": 40.5, "wide": 48.0}
_DENSE: Final = 44
_WIDE: Final = 66
_LONGEST: Final = 14.0
_PADDING: Final = 1.3
_NARROW, _MIDDLE, _BROAD = 0.35, 0.6, 0.95
# More columns than this leave less than three characters to each.
_MOST_COLUMNS: Final = 16
# A page on its side has this much more room: the least of our formats.
_TURNED: Final = 1.45
LISTED: Final = "listed"
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")

# What no line should be broken in.
_WORD: Final = re.compile("[^\\s\u2e80-\uffef\u200b/-]+-?")

Cell = etree._Element | None


def fit_tables(root: etree._Element) -> None:
    """Sets the class and the columns of every table below ``root``; one too wide for the page is turned, or listed row
    by row.
    """
    for table in list(root.iter("table")):
        make_regular(table)
        _head_a_body(table)
        rows = [list(row) for row in table.iterfind("./*/tr")]
        columns = max((sum(_span(cell) for cell in row) for row in rows), default=0)
        natural = _columns(rows, columns, _natural)
        words = _columns(rows, columns, _longest_word)
        if _fits(words):
            _set(table, natural, words)
        elif table.getparent() is root and (columns <= _MOST_COLUMNS or _fits(words, _TURNED)):
            _set(table, natural, words, _TURNED)
            _turn(table)
        elif columns > _MOST_COLUMNS:
            table.set("class", LISTED if max(natural) > _LONGEST else f"{LISTED} short")
            _list_rows(rows)
        else:
            _set(table, natural, words)


def _head_a_body(table: etree._Element) -> None:
    """A head without a row below it is the body: no THead stands without a TBody (ISO 14289-1, 7.2)."""
    head = table.find("thead")
    if head is not None and table.find("tbody/tr") is None and table.find("tfoot/tr") is None:
        for empty in table.findall("tbody"):
            table.remove(empty)
        head.tag = "tbody"


def _fits(words: Sequence[float], stretch: float = 1.0) -> bool:
    """Whether no word need be broken where the page is ``stretch`` times as wide, but those that are longer than any
    column should be.
    """
    wanted = sum(min(word, _LONGEST + _PADDING) for word in words)
    return len(words) <= _MOST_COLUMNS * stretch and wanted <= _ROOM["wide"] * stretch


def _set(
    table: etree._Element, natural: Sequence[float], words: Sequence[float], stretch: float = 1.0
) -> None:
    size = _size(natural, words, stretch)
    if size:
        table.set("class", size)
    _set_columns(table, _widths(natural, words, _ROOM[size] * stretch))


def _turn(table: etree._Element) -> None:
    """Puts the table, with a heading that stands right above it, into a box with pages of its own."""
    above = table.getprevious()
    box = etree.Element("div", {"class": TURNED})
    table.addprevious(box)
    if above is not None and above.tag in _HEADINGS and not (above.tail or "").strip():
        box.append(above)
    box.tail, table.tail = table.tail, None
    box.append(table)


def _size(natural: Sequence[float], words: Sequence[float], stretch: float) -> str:
    """The largest type in which neither lines nor words want too much."""
    capped = sum(min(ems, _LONGEST + _PADDING) for ems in natural) / stretch
    wanted = sum(words) / stretch
    if capped <= _DENSE and wanted <= _ROOM[""]:
        return ""
    return "dense" if capped <= _WIDE and wanted <= _ROOM["dense"] else "wide"


def _widths(natural: Sequence[float], words: Sequence[float], room: float) -> list[float]:
    """Room for the longest word of each column, then for its lines; long words are broken where there is none."""
    if sum(words) > room:
        return share(words, room)
    more = [max(0.0, whole - word) for whole, word in zip(natural, words, strict=True)]
    if not any(more):
        return list(words)
    return [word + extra for word, extra in zip(words, share(more, room - sum(words)), strict=True)]


def share(natural: Sequence[float], room: float) -> list[float]:
    """The width of each column in ems: what it wants, or a fair part of what the modest ones leave."""
    left = dict(enumerate(natural))
    widths: dict[int, float] = {}
    while left:
        weight = sum(ems**0.5 for ems in left.values())
        modest = {n: ems for n, ems in left.items() if ems <= room * ems**0.5 / weight}
        if not modest:
            return [widths.get(n, room * left.get(n, 0) ** 0.5 / weight) for n in range(len(natural))]
        for n, ems in modest.items():
            widths[n] = ems
            room -= left.pop(n)
    return [widths[n] for n in range(len(natural))]


def _columns(
    rows: Sequence[Sequence[etree._Element]], columns: int, wish: Callable[[str], float]
) -> list[float]:
    """What each column would take, in ems, where every cell takes what ``wish`` says of its text; one over several
    columns asks for nothing.
    """
    wanted = [_PADDING + 1.0] * columns
    for column, cells in enumerate(zip_longest(*rows)):
        if column < columns:
            wanted[column] = max(wanted[column], *(_ems(cell, wish) for cell in cells))
    return wanted


def _ems(cell: Cell, wish: Callable[[str], float]) -> float:
    if cell is None or _span(cell) > 1:
        return 0.0
    bold = 1.08 if cell.tag == "th" else 1.0
    return bold * wish("".join(map(str, cell.itertext())).strip()) + _PADDING


def _natural(text: str) -> float:
    """On one line."""
    return sum(map(_advance, text))


def _longest_word(text: str) -> float:
    """Of Latin and other scripts with spaces; Chinese and Japanese may be broken anywhere."""
    return max((_natural(word) for word in _WORD.findall(text)), default=0.0)


def _advance(character: str) -> float:
    """About what a character takes of the default theme's faces: the table is laid out before they are asked."""
    if not character.isascii():
        return width(character) / 2
    return _NARROW if character in "fijlrtI.,:;!'|()[]/- " else _BROAD if character in "mwMW@%" else _MIDDLE


def _span(cell: etree._Element) -> int:
    return int(cell.get("colspan") or 1)


def _set_columns(table: etree._Element, widths: Sequence[float]) -> None:
    for group in table.findall("colgroup"):
        table.remove(group)
    group = etree.Element("colgroup")
    total = sum(widths) or 1
    for ems in widths:
        etree.SubElement(group, "col", {"style": f"width:{100 * ems / total:.1f}%"})
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def _list_rows(rows: Sequence[Sequence[etree._Element]]) -> None:
    """Puts before each cell the head of its column, and a space behind it, where a line may end."""
    heads = [" ".join("".join(map(str, cell.itertext())).split()) for cell in rows[0]] if rows else []
    for row in rows[1:]:
        for cell, head in zip(row, heads, strict=False):
            cell.tail = " "
            if head and cell.tag == "td":
                label = etree.Element("span", {"class": "column"})
                label.text, label.tail = f"{head}: ", cell.text
                cell.text = None
                cell.insert(0, label)
