"""Data tables in a mail: they stay tables; one too wide for a phone scrolls in a box of its own."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final

from lxml import etree

from exporter.backends.newsletter.edit import discard, remove, wrap
from exporter.backends.newsletter.scene import Scene
from exporter.passes.cells import placed
from exporter.passes.columns import width
from exporter.passes.plaintext import phrase

_PHONE: Final = 288  # CSS pixels of text on the smallest phone
_USUAL: Final = 343  # and on a usual one
_LETTER: Final = 7.2  # CSS pixels of a Latin letter at the table's size; Japanese takes two
_FEWEST: Final = 3  # letters a column keeps side by side
_CLOSE: Final = 8  # at most, where the table fits a usual phone: enough for four of Japanese
_ROOMY: Final = 14  # where it scrolls
_SLACK: Final = 4  # figures are wider than letters: "8–12" stays in one line
_PADDING: Final = 17


def set_table(table: etree._Element, scene: Scene) -> None:
    """Names the table's class, gives heads a scope (WCAG H63), resolves start and end."""
    for group in table.findall("colgroup"):
        remove(group)
    _set_cells(table, scene)
    table.set("class", "data")
    rooms = _rooms(table, _CLOSE)
    if _whole(rooms) > _USUAL:
        rooms = _rooms(table, _ROOMY)
    # Without a least width Japanese columns, which break anywhere, shrink to a character.
    left = dict(rooms)
    for column, cell in chain.from_iterable(placed(table)):
        if column in left:
            least = f"min-width:{left.pop(column)}px"
            cell.set("style", ";".join(filter(None, (cell.get("style"), least))))
    whole = _whole(rooms)
    if whole <= _PHONE:
        return
    table.set("style", f"min-width:{whole}px")
    # A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
    wrap(table, "div", {"class": "scroll", "tabindex": "0"})


def _whole(rooms: Mapping[int, int]) -> int:
    return sum(rooms.values()) + _PADDING * len(rooms)


def _rooms(table: etree._Element, most: int) -> dict[int, int]:
    """The least width of each column's text, in CSS pixels, no longer than ``most`` letters."""
    letters: dict[int, int] = {}
    for column, cell in chain.from_iterable(placed(table)):
        letters[column] = max(letters.get(column, 0), width(phrase(cell)))
    return {at: round(min(max(count, _FEWEST), most) * _LETTER) + _SLACK for at, count in letters.items()}


def _set_cells(table: etree._Element, scene: Scene) -> None:
    sides = {"start": "right", "end": "left"} if scene.rtl else {"start": "left", "end": "right"}
    heads = set(table.iterfind("./thead/tr/th"))
    for cell in table.iter("th", "td"):
        align = (cell.get("style") or "").removeprefix("text-align:")
        if align:
            cell.set("style", f"text-align:{sides.get(align, align)}")
        discard(cell, "class")
        if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
            cell.tag = "td"
            discard(cell, "scope")
        elif cell.tag == "th" and "scope" not in cell.attrib:
            cell.set("scope", "col" if cell in heads else "row")
