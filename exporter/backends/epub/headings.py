"""Headings of a chapter: levels without gaps below the title, and the outline they make."""

from __future__ import annotations

from lxml import etree

from exporter.backends.epub.chapter import Heading

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def level_headings(root: etree._Element) -> None:
    """Renames the headings so that the first is h2 and none is more than one level below its parent (WCAG 2.2, 1.3.1).

    An author's order is kept: of a post that begins at h4 and goes on to h3, both are h2. Empty headings
    become paragraphs.
    """
    open_levels: list[int] = []
    for element in list(root.iter(*_LEVELS)):
        if not text_of(element) and element.find(".//img") is None:
            element.tag = "p"
            continue
        level = int(element.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        element.tag = f"h{min(len(open_levels) + 1, 6)}"


def outline(root: etree._Element) -> tuple[Heading, ...]:
    """The headings that have an id and a text, in order."""
    found = []
    for element in root.iter(*_LEVELS):
        name, text = element.get("id"), text_of(element)
        if name and text:
            found.append(Heading(int(element.tag[1]), name, text))
    return tuple(found)


def text_of(element: etree._Element) -> str:
    """What a heading says on one line: the words of its images too, but neither readings of ruby nor note marks."""
    return " ".join(_words(element).split())


def _words(element: etree._Element) -> str:
    if element.tag in ("rt", "rp") or element.get("role") == "doc-noteref":
        return ""
    if element.tag == "img":
        return element.get("alt") or ""
    if element.tag == "br":
        return " "
    parts = [element.text or ""]
    for child in element:
        parts += [_words(child), child.tail or ""]
    return "".join(parts)
