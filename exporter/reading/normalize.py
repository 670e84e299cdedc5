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
from exporter.reading.ruby import set_readings
from exporter.reading.tables import order_rows
from exporter.reading.tree import Child, Node

# Boxes whose loose text is made into paragraphs; in the others (li, td, dd, figcaption) bare text is usual and right.
_PARAGRAPHED: Final = frozenset({"body", "section", "aside", "blockquote", "details"})

# The parent of these sees to the boxes they hold: spread() needs them whole.
_SPREADABLE: Final = INLINE - {"ruby"} | LINES | {"p"}

# What shows nothing once it is empty.
_HOLLOW: Final = (HEADINGS | INLINE) - {"ruby"} | frozenset(
    "p div section aside blockquote pre ul ol dl li figure figcaption caption summary details table".split()
)


def normalize(node: Node) -> None:
    """Mends ``node`` and all below it in place."""
    for child in node.children:
        if isinstance(child, Node):
            normalize(child)
    node.children = _tidy(node.tag, _gather(node.tag, spread(node.children)))
    node.children = _fit(node.tag, node.children)
    if node.tag in _RULES:
        _RULES[node.tag](node)
    if node.tag in _PARAGRAPHED or (node.tag == "div" and any(map(is_box, node.children))):
        node.children = _paragraphs(node.children)


def _tidy(tag: str, children: list[Child]) -> list[Child]:
    """``children`` without the elements that show nothing; what they kept apart stays apart."""
    result: list[Child] = []
    for child in children:
        # An empty item counts in a numbered list.
        if isinstance(child, str) or not _is_leftover(child) or (tag == "ol" and child.tag == "li"):
            result.append(child)
        elif is_box(child):
            result += [" "] if result and not is_box(result[-1]) else []
        elif blanks := child.text():
            result.append(blanks)
    return result


def _is_leftover(node: Node) -> bool:
    """An element whose content we left behind. One with an id is a place to link to and stays."""
    return node.tag in _HOLLOW and not {"id", "role"} & node.attributes.keys() and node.blank()


def _gather(tag: str, children: list[Child]) -> list[Child]:
    """List items without a list get one, where there may be one."""
    if (
        not any(isinstance(c, Node) and c.tag in _LIST_OF for c in children)
        or "ul" not in ELEMENTS[tag].children
    ):
        return children
    result: list[Child] = []
    made: Node | None = None
    for child in children:
        wanted = _LIST_OF.get(child.tag, "") if isinstance(child, Node) else ""
        if made is not None and isinstance(child, str) and child.isspace():
            made.children.append(_between(child))
        elif made is not None and wanted == made.tag:
            made.children.append(child)
        elif wanted:
            made = Node(wanted, {}, [child])
            result.append(made)
        else:
            made = None
            result.append(child)
    for node in result:
        if isinstance(node, Node) and node.tag in _LISTS:
            node.children = _tidy(node.tag, node.children)
            _RULES[node.tag](node)
    return result


def _between(space: str) -> str:
    """As it may stand between elements: a no-break or ideographic space is text (HTML 3.2.5.1)."""
    return space if space.isascii() else " "


_LIST_OF: Final = {"li": "ul", "dt": "dl", "dd": "dl"}
_LISTS: Final = frozenset(_LIST_OF.values())


def _fit(tag: str, children: list[Child]) -> list[Child]:
    """``children`` with those that ``tag`` may not hold put into something it may."""
    row = ELEMENTS[tag]
    result: list[Child] = []
    for child in children:
        if isinstance(child, str):
            if row.text:
                result.append(child)
            elif child.isspace():
                result.append(_between(child))
            elif tag in {"ul", "ol", "dl"}:
                _put_into_list(tag, child, result)
            elif tag in _CELL_OF:
                result.append(Node(_CELL_OF[tag], {}, _fit(_CELL_OF[tag], [child])))
        elif child.tag in row.children or (tag in _SPREADABLE and is_box(child)):
            result.append(child)
        elif tag == "dl" and child.tag == "dl":
            result.extend(child.children)  # HTML lets a div group terms, and its terms have been given a list
        elif tag in {"ul", "ol", "dl"} and child.tag not in {"div", "section"}:
            _put_into_list(tag, child, result)
        else:
            result.extend(_fit(tag, _gather(tag, _without_box(child))))
    return result


# Elements nested too deep are flattened, and the words of a table's row have to stand in a cell.
_CELL_OF: Final = {"table": "tbody", "thead": "tr", "tbody": "tr", "tfoot": "tr", "tr": "td"}


def _put_into_list(tag: str, child: Child, items: list[Child]) -> None:
    # A list set straight into a list belongs to the item before it, as every browser shows it.
    last = next((c for c in reversed(items) if isinstance(c, Node)), None)
    if last is not None and last.tag in {"li", "dd"}:
        last.children += _fit(last.tag, [child])
    else:
        item = "dd" if tag == "dl" else "li"
        items.append(Node(item, {}, _fit(item, [child])))


def _without_box(node: Node) -> list[Child]:
    """The content of an element that may not stand where it stands; captions and summaries become paragraphs."""
    if node.tag in {"figcaption", "summary", "caption"} and not any(map(is_box, node.children)):
        return [Node("p", node.attributes, node.children, node.line)]
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
        elif not (paragraph := Node("p", {}, items)).blank():
            result.append(paragraph)
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


def _a_term(definitions: Node) -> None:
    """HTML 4.4.9: groups of terms and their descriptions; a list that begins with a description gets an empty term."""
    first = next((c for c in definitions.children if isinstance(c, Node)), None)
    if first is not None and first.tag == "dd":
        definitions.children.insert(0, Node("dt"))
    last = next((c for c in reversed(definitions.children) if isinstance(c, Node)), None)
    if last is not None and last.tag == "dt":
        definitions.children.append(Node("dd"))


def _no_numbers(items: Node) -> None:
    """HTML 4.4.8: an item has a value in a numbered list alone."""
    for item in items.children:
        if isinstance(item, Node):
            item.attributes.pop("value", None)


def _direction(override: Node) -> None:
    """HTML 4.5.25: a bdo says which direction; without one it only isolates."""
    if override.attributes.get("dir") not in {"ltr", "rtl"}:
        override.tag = "bdi"


def _instant(time: Node) -> None:
    """HTML 4.5.14: without datetime a time's text is the date, and nothing else."""
    if "datetime" not in time.attributes:
        time.tag = "span"


_RULES: Final[dict[str, Callable[[Node], None]]] = {
    "table": order_rows,
    "figure": _one_caption,
    "details": _summary_first,
    "ruby": set_readings,
    "dl": _a_term,
    "ul": _no_numbers,
    "bdo": _direction,
    "time": _instant,
}
