"""The document outline (ISO 32000-1, 12.3.3): the contents, each post and the headings in it, the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from exporter.backends.pdf.objects import Name, Ref, Value

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Heading
    from exporter.backends.pdf.table import Table
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


def add_level(sink: Table | Volume, bookmarks: Sequence[Bookmark], parent: int) -> tuple[int, int, int]:
    """Writes the lines below ``parent``, all closed: the first's number, the last's, and how many there are."""
    if not bookmarks:
        return 0, 0, 0
    first = sink.reserve(len(bookmarks))
    last = first + len(bookmarks) - 1
    for number, mark in enumerate(bookmarks, first):
        below = below_entries(add_level(sink, mark.children, number))
        around = {"Prev": number - 1 if number > first else 0, "Next": number + 1 if number < last else 0}
        sink.put(number, entries(mark, parent, around) | below)
    return first, last, len(bookmarks)


def entries(mark: Bookmark, parent: int, around: Mapping[str, int]) -> dict[str, Value]:
    """A line between its neighbours, ``around``, where a number is 0 if there is none."""
    beside = {key: Ref(number) for key, number in around.items() if number}
    place = [mark.page, Name("XYZ"), None, mark.y, None]
    return {"Title": mark.title, "Parent": Ref(parent), **beside, "Dest": place}


def below_entries(level: tuple[int, int, int]) -> dict[str, Value]:
    """What a closed line says of those below it."""
    first, last, count = level
    return {"First": Ref(first), "Last": Ref(last), "Count": -count} if count else {}


def add_outline(
    volume: Volume, number: int, lines: Sequence[tuple[int, Bookmark, tuple[int, int, int]]]
) -> None:
    """Writes the outline and its first level: of each line its number, and what ``add_level`` gave for those below."""
    numbers = [0, *(line for line, _, _ in lines), 0]
    for (line, mark, below), before, after in zip(lines, numbers, numbers[2:], strict=False):
        around = {"Prev": before, "Next": after}
        volume.put(line, entries(mark, number, around) | below_entries(below))
    ends: dict[str, Value] = {"First": Ref(numbers[1]), "Last": Ref(numbers[-2]), "Count": len(lines)}
    volume.put(number, {"Type": Name("Outlines"), **ends})
