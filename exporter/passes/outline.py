"""The headings of a post: levels without gaps below its title, which is the only h1 (WCAG 2.2, 1.3.1;
PDF/UA-1, 7.4.2).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


class Repair(NamedTuple):
    """A heading that skipped a level: its line in the source (0 unknown), its text, and the levels it had and has."""

    line: int
    text: str
    before: int
    after: int


def repair_headings(root: etree._Element, *, top: int = 2) -> list[Repair]:
    """Sets every heading's level so that the outermost are ``top`` and none skips a level; siblings stay siblings.

    A body that merely starts elsewhere (all of it at h1, or at h3) is shifted, and that is no repair.
    """
    repairs: list[Repair] = []
    above: list[tuple[int, int]] = []
    for heading in root.iter(*HEADINGS):
        before = int(heading.tag[1])
        while above and above[-1][0] >= before:
            above.pop()
        after = min(above[-1][1] + 1 if above else top, 6)
        if above and before > above[-1][0] + 1:
            repairs.append(Repair(_line(heading), heading_text(heading), before, after))
        above.append((before, after))
        heading.tag = f"h{after}"
    return repairs


def drop_title(root: etree._Element, title: str) -> bool:
    """Removes a body's first heading where it stands before all else and only says the post's title again."""
    first = next(iter(root), None)
    if first is None or (root.text and not root.text.isspace()) or first.tag not in ("h1", "h2"):
        return False
    if heading_text(first).casefold() != " ".join(title.split()).casefold():
        return False
    root.text = (root.text or "") + (first.tail or "")
    root.remove(first)
    return True


def heading_text(heading: etree._Element) -> str:
    """The words of a heading on one line, images by their alt text."""
    words = []
    for element in heading.iter():
        words.append(element.get("alt") or "" if element.tag == "img" else element.text or "")
        if element is not heading:
            words.append(element.tail or "")
    return " ".join("".join(words).split())


def _line(element: etree._Element) -> int:
    seen: etree._Element | None = element
    while seen is not None:
        if line := seen.get("data-line"):
            return int(line)
        seen = seen.getparent()
    return 0
