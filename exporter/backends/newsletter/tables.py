"""Data tables in a mail: they stay tables; one too wide for a phone scrolls in a box of its own."""

from __future__ import annotations

from typing import Final

from lxml import etree

from exporter.backends.newsletter.edit import discard, remove, wrap
from exporter.backends.newsletter.scene import Scene
from exporter.passes.columns import width
from exporter.passes.plaintext import phrase

_PHONE: Final = 288  # CSS pixels of text on the smallest phone
_LETTER: Final = 7.2  # CSS pixels of a Latin letter at the table's size; Japanese takes two
_WORDS: Final = (
    3,
    10,
)  # letters a column keeps side by side: five of Japanese, and three columns fit a phone
_SLACK: Final = 4  # figures are wider than letters: "8–12" stays in one line
_PADDING: Final = 21


def set_table(table: etree._Element, scene: Scene) -> None:
    """Names the table's class, gives heads a scope (WCAG H63), resolves start and end."""
    for group in table.findall("colgroup"):
        remove(group)
    _set_cells(table, scene)
    table.set("class", "data")
    rooms = _rooms(table)
    # Without a least width Japanese columns, which break anywhere, shrink to a character.
    for cell, room in zip(next(table.iter("tr"), ()), rooms, strict=False):
        if cell.get("colspan") is None:
            cell.set("style", ";".join(filter(None, (cell.get("style"), f"min-width:{room}px"))))
    whole = sum(rooms) + _PADDING * len(rooms)
    if whole <= _PHONE:
        return
    table.set("style", f"min-width:{whole}px")
    # A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
    wrap(table, "div", {"class": "scroll", "tabindex": "0"})


def _rooms(table: etree._Element) -> list[int]:
    """The least width of each column's text, in CSS pixels."""
    letters: dict[int, int] = {}
    for row in table.iter("tr"):
        for number, cell in enumerate(row):
            if cell.get("colspan") is None:
                letters[number] = max(letters.get(number, 0), width(phrase(cell)))
    least, most = _WORDS
    return [round(min(max(letters[number], least), most) * _LETTER) + _SLACK for number in sorted(letters)]


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
