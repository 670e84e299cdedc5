"""The document outline (ISO 32000-1, 12.3.3): the contents, each post, and the headings in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from exporter.backends.pdf.objects import Name, Ref, Value

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Heading
    from exporter.backends.pdf.volume import Volume


class Bookmark(Struct):
    """A line of the outline and those below it; ``y`` in points from the page's lower edge."""

    title: str
    page: Ref
    y: float
    children: list[Bookmark] = []


def nest(headings: Sequence[Heading], pages: Sequence[Ref], depth: int) -> list[Bookmark]:
    """The headings of a post, ``depth`` levels of them, as they lie in one another. ``pages`` are those of the post."""
    root: list[Bookmark] = []
    open_levels: list[list[Bookmark]] = [root]
    for heading in headings:
        level = heading.level - 1
        if level > depth:
            continue
        del open_levels[level:]
        made = Bookmark(heading.text, pages[heading.place.page], heading.place.y)
        open_levels[-1].append(made)
        open_levels.append(made.children)
    return root


def add_outline(volume: Volume, bookmarks: Sequence[Bookmark]) -> Ref:
    """Writes the outline, its first level open and the others closed."""
    number = volume.reserve()
    entries = _add_level(volume, bookmarks, number)
    return volume.put(number, {"Type": Name("Outlines"), **entries, "Count": len(bookmarks)})


def _add_level(volume: Volume, bookmarks: Sequence[Bookmark], parent: int) -> dict[str, Value]:
    first = volume.reserve(len(bookmarks))
    for index, mark in enumerate(bookmarks):
        entries: dict[str, Value] = {"Title": mark.title, "Parent": Ref(parent)}
        if index:
            entries["Prev"] = Ref(first + index - 1)
        if index + 1 < len(bookmarks):
            entries["Next"] = Ref(first + index + 1)
        if mark.children:
            below = _add_level(volume, mark.children, first + index)
            entries |= {**below, "Count": -len(mark.children)}
        entries["Dest"] = [mark.page, Name("XYZ"), None, mark.y, None]
        volume.put(first + index, entries)
    return {"First": Ref(first), "Last": Ref(first + len(bookmarks) - 1)}
