"""The pages of a printed edition marked in a chapter (EPUB Accessibility 1.1, 4.1; DPUB-ARIA 1.1, doc-pagebreak)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from lxml import etree

from exporter.backends.epub.anchors import PAGE
from exporter.backends.epub.document import TYPE, XHTML, to_bytes
from exporter.model.pagination import START, PageBreak, Spot
from exporter.passes.blocks import ATTRIBUTE, is_ink

# What may hold a mark between its blocks; anything else gets it among its words, or before it.
_FLOW: Final = frozenset(
    f"{{{XHTML}}}{name}" for name in ("section", "aside", "div", "blockquote", "li", "dd", "td", "th")
)
_STIFF: Final = frozenset(
    f"{{{XHTML}}}{name}"
    for name in ("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "hr", "figure")
)
_INSIDE: Final = frozenset(
    f"{{{XHTML}}}{name}" for name in ("li", "dt", "dd", "td", "th", "caption", "figcaption", "summary")
)
_BOXES: Final = frozenset(f"{{{XHTML}}}{name}" for name in ("aside", "div", "blockquote"))
_RUBY: Final = f"{{{XHTML}}}ruby"
_OPAQUE: Final = frozenset(("{http://www.w3.org/1998/Math/MathML}math", "{http://www.w3.org/2000/svg}svg"))
_FOOTER: Final = f"{{{XHTML}}}footer"
_IDEOGRAPHIC: Final = (
    "\u2e80"  # from here on words are not set apart, and a line may begin with any character
)


def page_id(page: PageBreak) -> str:
    """The id of a page's mark."""
    return f"{PAGE}{page.number}"


def rename_numbers(root: etree._Element, name: str) -> str:
    """Gives the numbers of blocks an attribute that no text of the post can be taken for; returns ``name``."""
    for element in root.iter(etree.Element):
        if number := element.attrib.pop(ATTRIBUTE, ""):
            element.set(name, number)
    return name


def without_numbers(document: bytes, name: str) -> bytes:
    """``document`` without the attribute that rename_numbers wrote, if any."""
    return re.sub(rb' %s="\d+"' % name.encode(), b"", document) if name else document


def set_breaks(document: bytes, name: str, breaks: Iterable[PageBreak]) -> bytes:
    """``document``, whose blocks are numbered in the attribute ``name``, with a mark where each page begins."""
    root = etree.fromstring(document)
    blocks: dict[int, etree._Element] = {}
    for element in root.iter(etree.Element):
        if number := element.get(name):
            blocks.setdefault(int(number), element)
    for page in breaks:
        _insert(_mark(page), page.spot, root, blocks, name)
    return without_numbers(to_bytes(root), name)


def _mark(page: PageBreak) -> etree._Element:
    facts = {TYPE: "pagebreak", "role": "doc-pagebreak", "id": page_id(page), "aria-label": str(page.number)}
    return etree.Element(f"{{{XHTML}}}span", facts)


def _insert(
    mark: etree._Element, spot: Spot, root: etree._Element, blocks: dict[int, etree._Element], name: str
) -> None:
    # A block may have become a part of another: then the next one is where the page begins.
    later = [number for number in blocks if number >= spot.block]
    if spot == START:
        _first(root).insert(0, mark)
    elif not later:
        _before(next(root.iter(_FOOTER)), mark)
    elif spot.offset and min(later) == spot.block:
        _among(blocks[spot.block], spot.offset, mark, name)
    else:
        _at(blocks[min(later)], mark)


def _first(root: etree._Element) -> etree._Element:
    return next(root.iter(f"{{{XHTML}}}section"))


def _at(block: etree._Element, mark: etree._Element) -> None:
    """At the beginning of ``block``: before it where blocks may stand, else as the first in it."""
    block = _opened_by(block)
    while block.tag not in _INSIDE:
        parent = block.getparent()
        if parent is None or parent.tag in _FLOW:
            _before(block, mark)
            return
        if block.tag not in _STIFF:
            break
        block = parent
    mark.tail, block.text = block.text, None
    block.insert(0, mark)


def _opened_by(block: etree._Element) -> etree._Element:
    """The largest box that begins with ``block``: no page begins inside a note that is shown over another."""
    parent = block.getparent()
    while (
        parent is not None and parent.tag in _BOXES and parent[0] is block and not (parent.text or "").strip()
    ):
        block, parent = parent, parent.getparent()
    return block


def _before(element: etree._Element, mark: etree._Element) -> None:
    element.addprevious(mark)


class _Run(NamedTuple):
    """Characters of a block: those at the beginning of ``holder``, after it, or all that it has, which are never
    parted.
    """

    holder: etree._Element
    which: Literal["first", "after", "all"]

    @property
    def text(self) -> str:
        if self.which == "all":
            return "".join(map(str, self.holder.itertext()))
        return (self.holder.tail if self.which == "after" else self.holder.text) or ""

    def split(self, at: int, mark: etree._Element) -> None:
        """Puts ``mark`` before the character ``at``."""
        if self.which == "all":
            self.holder.addprevious(mark)
        elif self.which == "after":
            before, after = self.text[:at], self.text[at:]
            self.holder.tail = None
            self.holder.addnext(mark)
            self.holder.tail, mark.tail = before, after
        else:
            self.holder.text, mark.tail = self.text[:at], self.text[at:]
            self.holder.insert(0, mark)


def _among(block: etree._Element, offset: int, mark: etree._Element, name: str) -> None:
    """After ``offset`` characters of ``block``; at its end where it has fewer."""
    for run in _runs(block, name):
        for at, character in enumerate(run.text):
            if is_ink(character):
                if not offset:
                    run.split(_word(run.text, at), mark)
                    return
                offset -= 1
    if block.tag in _STIFF:
        _at(block, mark)
    else:
        block.append(mark)


def _word(text: str, at: int) -> int:
    """Where the word begins that ``at`` is in: a line that ends in it was broken by a hyphen."""
    while at and all(c.isalnum() and c < _IDEOGRAPHIC for c in text[at - 1 : at + 1]):
        at -= 1
    return at


def _runs(element: etree._Element, name: str) -> Iterator[_Run]:
    """The characters of a block that are in no block of it, in their order; a formula has none."""
    yield _Run(element, "first")
    for child in list(element):
        if child.tag == _RUBY:
            yield _Run(child, "all")
        elif child.tag not in _OPAQUE and not child.get(name):
            yield from _runs(child, name)
        yield _Run(child, "after")
