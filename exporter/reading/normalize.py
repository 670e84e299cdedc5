"""Repairs what the HTML5 algorithm lets pass and XHTML does not: blocks inside phrasing, strays in lists and tables,
empty leftovers. Afterwards every nesting is one the vocabulary has, and no word has been lost.

Works from the leaves up: when a node is mended, its children are.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Final

from exporter.model.vocabulary import ELEMENTS, HEADINGS
from exporter.reading.phrasing import INLINE, LINES, is_box, spread
from exporter.reading.tables import order_rows
from exporter.reading.tree import Child, Node

# Boxes whose loose text is made into paragraphs; in the others (li, td, dd, figcaption) bare text is usual and right.
_PARAGRAPHED: Final = frozenset({"body", "section", "aside", "blockquote", "details"})

# The parent of these sees to the boxes they hold: spread() needs them whole.
_SPREADABLE: Final = INLINE - {"ruby"} | LINES | {"p"}

# What shows nothing once it is empty.
_HOLLOW: Final = (HEADINGS | INLINE) - {"ruby"} | frozenset(
    "p div section aside blockquote pre ul ol dl li figure figcaption caption summary details table colgroup".split()
)


def normalize(node: Node) -> None:
    """Mends ``node`` and all below it in place."""
    for child in node.children:
        if isinstance(child, Node):
            normalize(child)
    node.children = [c for c in spread(node.children) if isinstance(c, str) or not _is_leftover(c)]
    node.children = _gather(node.tag, node.children)
    if node.tag not in _SPREADABLE:
        node.children = _fit(node.tag, node.children)
    if node.tag in _RULES:
        _RULES[node.tag](node)
    if node.tag in _PARAGRAPHED or (node.tag == "div" and any(map(is_box, node.children))):
        node.children = _paragraphs(node.children)


def _is_leftover(node: Node) -> bool:
    """An element whose content we left behind. One that carries an id is a place to link to and stays."""
    if node.attributes.get("id") or node.attributes.get("role"):
        return False
    if node.tag in {"span", "a"} and node.blank() and node.text():
        return False  # white space between two words
    return node.tag in _HOLLOW and node.blank()


def _gather(tag: str, children: list[Child]) -> list[Child]:
    """List items without a list get one."""
    if not any(isinstance(c, Node) and c.tag in _LIST_OF for c in children) or tag in {"ul", "ol", "dl"}:
        return children
    result: list[Child] = []
    for wanted, run in groupby(children, lambda c: _LIST_OF.get(c.tag, "") if isinstance(c, Node) else ""):
        items = list(run)
        result.extend([Node(wanted, {}, items)] if wanted else items)
    return result


_LIST_OF: Final = {"li": "ul", "dt": "dl", "dd": "dl"}


def _fit(tag: str, children: list[Child]) -> list[Child]:
    """``children`` with those that ``tag`` may not hold put into something it may."""
    row = ELEMENTS[tag]
    result: list[Child] = []
    for child in children:
        if isinstance(child, str):
            if row.text or child.isspace():
                result.append(child)
            elif tag in {"ul", "ol", "dl"}:
                _put_into_list(tag, child, result)
        elif child.tag in row.children:
            result.append(child)
        elif tag == "dl" and child.tag == "dl":
            result.extend(child.children)  # HTML lets a div group terms, and its terms have been given a list
        elif tag in {"ul", "ol", "dl"} and child.tag not in {"div", "section"}:
            _put_into_list(tag, child, result)
        else:
            result.extend(_fit(tag, _gather(tag, _without_box(child))))
    return result


def _put_into_list(tag: str, child: Child, items: list[Child]) -> None:
    # A list set straight into a list belongs to the item before it, as every browser shows it.
    last = next((c for c in reversed(items) if isinstance(c, Node)), None)
    if last is not None and last.tag in {"li", "dd"}:
        last.children.append(child)
    else:
        items.append(Node("dd" if tag == "dl" else "li", {}, [child]))


def _without_box(node: Node) -> list[Child]:
    """The content of an element that may not stand where it stands; captions and summaries become paragraphs."""
    if node.tag in {"figcaption", "summary", "caption"} and not any(map(is_box, node.children)):
        return [Node("p", {}, node.children, node.line)]
    if node.tag == "rt":
        return ["（", *node.children, "）"]
    return node.children if node.tag != "rp" else []


def _paragraphs(children: list[Child]) -> list[Child]:
    """Loose text and phrasing between blocks becomes paragraphs."""
    result: list[Child] = []
    for box, run in groupby(children, is_box):
        items = list(run)
        if box or all(isinstance(c, str) and c.isspace() for c in items):
            result.extend(items)
        else:
            result.append(Node("p", {}, items))
    return result


def _one_caption(figure: Node) -> None:
    """HTML 4.4.12: one figcaption, first or last. The others become paragraphs."""
    captions = [c for c in figure.children if isinstance(c, Node) and c.tag == "figcaption"]
    for extra in captions[:-1]:
        extra.tag = "div"
    if captions:
        figure.children.remove(captions[-1])
        figure.children.append(captions[-1])


def _summary_first(details: Node) -> None:
    """HTML 4.11.1: one summary, first."""
    summaries = [c for c in details.children if isinstance(c, Node) and c.tag == "summary"]
    for extra in summaries[1:]:
        extra.tag = "p"
    first = summaries[0] if summaries else Node("summary", {}, ["…"])
    details.children = [first, *(c for c in details.children if c is not first)]


def _readings(ruby: Node) -> None:
    """HTML 4.5.10: base text, then its readings; without one, ruby is a span."""
    if not any(isinstance(c, Node) and c.tag == "rt" for c in ruby.children):
        ruby.tag = "span"
        ruby.children = [c for c in ruby.children if isinstance(c, str) or c.tag != "rp"]


def _a_term(definitions: Node) -> None:
    """HTML 4.4.9: groups of terms and their descriptions; a list that begins with a description gets an empty term."""
    first = next((c for c in definitions.children if isinstance(c, Node)), None)
    if first is not None and first.tag == "dd":
        definitions.children.insert(0, Node("dt"))
    last = next((c for c in reversed(definitions.children) if isinstance(c, Node)), None)
    if last is not None and last.tag == "dt":
        definitions.children.append(Node("dd"))


_RULES: Final[dict[str, Callable[[Node], None]]] = {
    "table": order_rows,
    "figure": _one_caption,
    "details": _summary_first,
    "ruby": _readings,
    "dl": _a_term,
}
