"""Blocks inside phrasing: ``<a>x<div>y</div></a>`` is what authors write and XHTML has no place for."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from exporter.model.vocabulary import BLOCKS, HEADINGS, PHRASING, VOID
from exporter.reading.tree import Child, Node

INLINE: Final = PHRASING - VOID
LINES: Final = HEADINGS | {"dt", "summary", "pre", "rt", "rp"}
BOXES: Final = BLOCKS | frozenset(
    [
        "li",
        "dt",
        "dd",
        "figcaption",
        "summary",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
    ]
)


def is_box(child: Child) -> bool:
    return isinstance(child, Node) and child.tag in BOXES


def spread(children: list[Child]) -> list[Child]:
    """``children`` in which no phrasing, paragraph or line holds a box any more; their own children are taken
    to be mended.
    """
    result: list[Child] = []
    for child in children:
        if isinstance(child, str) or not any(map(is_box, child.children)):
            result.append(child)
        elif child.tag in INLINE or child.tag == "p":
            result.extend(_split(child) if child.tag == "p" else _push_down(child, child.children))
        else:
            if child.tag in LINES:
                child.children = words(child.children)
            result.append(child)
    return result


def _split(paragraph: Node) -> list[Child]:
    """A paragraph that holds boxes becomes paragraphs and boxes, side by side."""
    result: list[Child] = []
    for box, run in groupby(paragraph.children, is_box):
        items = list(run)
        result.extend(items if box else _copy(paragraph, items))
    return result


def _push_down(wrapper: Node, children: list[Child]) -> list[Child]:
    """The phrasing goes inside the boxes it was put around: ``<a>x</a><div><a>y</a></div>``."""
    result: list[Child] = []
    for box, run in groupby(children, is_box):
        items = list(run)
        if not box:
            result.extend(_copy(wrapper, items))
            continue
        for node in items:
            if isinstance(node, Node) and node.tag not in VOID:
                node.children = _push_down(wrapper, node.children)
        result.extend(items)
    return result


def _copy(wrapper: Node, children: list[Child]) -> list[Child]:
    """``children`` in a copy of ``wrapper``; white space alone is not worth one. The first copy keeps the id."""
    if all(isinstance(c, str) and not c.strip() for c in children):
        return children
    attributes = dict(wrapper.attributes)
    wrapper.attributes.pop("id", None)
    return [Node(wrapper.tag, attributes, children, wrapper.line)]


def words(children: list[Child]) -> list[Child]:
    """``children`` with boxes replaced by what they say: a heading keeps the words of a block, not the block."""
    result: list[Child] = []
    for child in children:
        if isinstance(child, Node) and child.tag in BOXES:
            result += [" ", *words(child.children)] if result else words(child.children)
        else:
            result.append(child)
    return result
