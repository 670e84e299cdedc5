"""Data tables in a mail: they stay tables; one too wide for a phone scrolls in a box of its own."""

from __future__ import annotations

from typing import Final

from lxml import etree

from exporter.backends.newsletter.edit import discard, remove, wrap
from exporter.backends.newsletter.scene import Scene

_NARROW: Final = 3  # columns that fit 320 CSS pixels without help
_COLUMN: Final = (
    104  # CSS pixels a column wants, and the least that leaves four characters of Japanese side by side
)
_CELL: Final = 60


def set_table(table: etree._Element, scene: Scene) -> None:
    """Names the table's class, gives heads a scope (WCAG H63), resolves start and end."""
    for group in table.findall("colgroup"):
        remove(group)
    _set_cells(table, scene)
    table.set("class", "data")
    columns = max((len(row) for row in table.iter("tr")), default=0)
    if columns <= _NARROW:
        return
    table.set("style", f"min-width:{columns * _COLUMN}px")
    first = next(table.iter("tr"))
    for cell in first:
        cell.set("style", ";".join(filter(None, (cell.get("style"), f"min-width:{_CELL}px"))))
    # A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
    wrap(table, "div", {"class": "scroll", "tabindex": "0"})


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
