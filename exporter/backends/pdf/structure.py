"""The structure tree of one post (ISO 32000-1, 14.7 and 14.8; PDF/UA-1, clause 7), made from its elements
and their marks.

One structure element for an element of the document, however many pages and lines it is broken over. What has no
standard type (emphasis, layout boxes) makes none: its text belongs to what surrounds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from exporter.backends.pdf.marks import ARTIFACT
from exporter.backends.pdf.objects import Name, Value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from exporter.backends.pdf.engine import Leaf

_TYPES: Final[Mapping[str, str]] = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "article": "Art",
    "section": "Sect",
    "aside": "Sect",
    "details": "Sect",
    "p": "P",
    "summary": "P",
    "pre": "P",
    "blockquote": "BlockQuote",
    "q": "Quote",
    "code": "Code",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "figure": "Div",
    "img": "Figure",
    "a": "Link",
}
# Set by our own print markup: see prepare.py and front.py.
_CLASSES: Final[Mapping[str, str]] = {
    "byline": "P",
    "source": "P",
    "ruby": "Ruby",
    "rb": "RB",
    "rt": "RT",
    "math": "Formula",
    "footnote": "Note",
    "card": "Div",
}
# Elements that hold others: characters of their own are wrapped in a P (14.8.4.2).
_GROUPING: Final = frozenset(["Art", "Sect", "Div", "BlockQuote", "Note"])
_KEPT: Final = frozenset(["TR", "TH", "TD"])
_NUMBERING: Final = {
    "1": "Decimal",
    "a": "LowerAlpha",
    "A": "UpperAlpha",
    "i": "LowerRoman",
    "I": "UpperRoman",
}


class Mark(NamedTuple):
    """Marked content: a page of the part, counted from 0, and its number there."""

    page: int
    mcid: int


class Annotation(NamedTuple):
    """A link annotation: the page of the part it is on, and its object."""

    page: int
    number: int


class Node:
    """A structure element. ``kids`` are indexes of nodes, marks and annotations in reading order."""

    def __init__(self, kind: str, parent: int) -> None:
        self.kind = kind
        self.parent = parent
        self.entries: dict[str, Value] = {}
        self.kids: list[int | Mark | Annotation] = []


class Tree:
    """Grows while the leaves of the pages are handed to it in order. Node 0 is the post's own."""

    def __init__(self, root: Element, kind: str, language: str) -> None:
        self.nodes = [Node(kind, -1)]
        self.nodes[0].entries["Lang"] = language
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._languages = {0: language}
        self._found: dict[Element, int] = {}
        self._items: dict[int, int] = {}
        self._heads: dict[Element, int] = {}
        self._anonymous: set[int] = set()

    def own(self, leaf: Leaf, page: int) -> int:
        """Gives ``leaf`` to its node and returns the node, or ARTIFACT."""
        owner = self._owner(leaf, page)
        if owner != ARTIFACT:
            self.nodes[owner].kids.append(Mark(page, leaf.mcid))
        return owner

    def link(self, element: Element, annotation: Annotation) -> int:
        """Gives a link annotation to the node of its ``a`` element and returns the node."""
        node = self.node(element)
        self.nodes[node].kids.append(annotation)
        return node

    def renumber(self, page: int, numbers: Mapping[int, int]) -> None:
        """Replaces the marks of ``page`` by those of its rewritten content stream; what was not painted is gone."""
        for node in self.nodes:
            kids: list[int | Mark | Annotation] = []
            for kid in node.kids:
                if not isinstance(kid, Mark) or kid.page != page:
                    kids.append(kid)
                elif kid.mcid in numbers and Mark(page, numbers[kid.mcid]) not in kids[-1:]:
                    kids.append(Mark(page, numbers[kid.mcid]))
            node.kids = kids

    def prune(self) -> None:
        """Removes elements that hold nothing, but the cells of tables."""
        for index in range(len(self.nodes) - 1, 0, -1):
            node = self.nodes[index]
            if not node.kids and node.kind not in _KEPT:
                self.nodes[node.parent].kids.remove(index)

    def _owner(self, leaf: Leaf, page: int) -> int:
        element = leaf.element
        if self._is_repeated(element, page):
            return ARTIFACT
        if leaf.text is None:
            return self._figure(leaf)
        if leaf.part == "marker":
            return self._label(element)
        node = self.node(element)
        return self._paragraph(node) if self.nodes[node].kind in _GROUPING else node

    def node(self, element: Element) -> int:
        """The node of ``element``: its own where its type makes one, else that of what surrounds it."""
        known = self._found.get(element)
        if known is None:
            known = self._found[element] = self._make(element)
        return known

    def lineage(self, element: Element) -> Iterator[Element]:
        """``element`` and all that it stands in, outwards."""
        seen: Element | None = element
        while seen is not None:
            yield seen
            seen = self._parents.get(seen)

    def anchor(self, element: Element) -> Element | None:
        """The ``a`` that ``element`` is or stands in."""
        return next((each for each in self.lineage(element) if each.tag == "a"), None)

    def _make(self, element: Element) -> int:
        parent = self._parents.get(element)
        if parent is None or element.tag in ("html", "body", "head"):
            return 0
        above = self.node(parent)
        if element in self._found:
            # Its table made it: with the first cell, every cell is made.
            return self._found[element]
        if element.tag == "ol" and parent.get("role") == "doc-endnotes":
            return above
        if element.tag in ("li", "dt", "dd"):
            return self._list_item(element, above)
        kind = _kind(element)
        language = element.get("lang") or ""
        if not kind and language and language != self._language(above):
            kind = "Span"
        if not kind or kind == "Art":
            return above
        if element.tag == "a" and element.get("role") == "doc-noteref":
            above = self._add("Reference", above)
        node = self._add(kind, above, language)
        self._describe(element, node)
        return node

    def _add(self, kind: str, parent: int, language: str = "") -> int:
        index = len(self.nodes)
        node = Node(kind, parent)
        inherited = self._language(parent)
        if language and language != inherited:
            node.entries["Lang"] = language
        self._languages[index] = language or inherited
        self.nodes.append(node)
        self.nodes[parent].kids.append(index)
        return index

    def _language(self, node: int) -> str:
        return self._languages[node]

    def _describe(self, element: Element, node: int) -> None:
        entries = self.nodes[node].entries
        if self.nodes[node].kind == "Formula":
            entries["Alt"] = element.get("alt") or "".join(element.itertext())
        elif element.tag in ("ul", "ol", "dl"):
            entries["A"] = {"O": Name("List"), "ListNumbering": Name(_numbering(element))}
        elif element.tag in ("th", "td"):
            entries["A"] = _cell(element)
        elif element.tag == "table":
            # Every cell has its place, an empty one too: a table is regular (PDF/UA-1, 7.5).
            self._found[element] = node
            for row in element.iter("tr"):
                for cell in row:
                    self.node(cell)

    def _list_item(self, element: Element, above: int) -> int:
        if "footnote" in (element.get("class") or "").split():
            # 7.9: a Note has an ID, unique in the document; the binding makes it so.
            item = self._items[above] = self._add("Note", above, element.get("lang") or "")
            self._items[item] = item
            return item
        if element.tag == "dd" and above in self._items:
            return self._add("LBody", self._items[above], element.get("lang") or "")
        item = self._items[above] = self._add("LI", above)
        if element.tag == "dt":
            return self._add("Lbl", item, element.get("lang") or "")
        body = self._add("LBody", item, element.get("lang") or "")
        self._items[body] = item
        return body

    def _label(self, element: Element) -> int:
        item = self._items[self.node(element)]
        first = next((kid for kid in self.nodes[item].kids if isinstance(kid, int)), None)
        if first is not None and self.nodes[first].kind == "Lbl":
            return first
        label = self._add("Lbl", item)
        self.nodes[item].kids.remove(label)
        self.nodes[item].kids.insert(0, label)
        return label

    def _figure(self, leaf: Leaf) -> int:
        alt = leaf.element.get("alt") or ""
        if not alt:
            return ARTIFACT
        node = self.node(leaf.element)
        entries = self.nodes[node].entries
        entries.setdefault("Alt", alt)
        entries.setdefault("A", {"O": Name("Layout"), "Placement": Name("Block"), "BBox": list(leaf.box)})
        return node

    def _paragraph(self, node: int) -> int:
        last = next(iter(self.nodes[node].kids[-1:]), None)
        if isinstance(last, int) and last in self._anonymous:
            return last
        made = self._add("P", node)
        self._anonymous.add(made)
        return made

    def _is_repeated(self, element: Element, page: int) -> bool:
        """True in the head and foot of a table that are set again on its later pages."""
        seen = next((each for each in self.lineage(element) if each.tag in ("thead", "tfoot")), None)
        return seen is not None and self._heads.setdefault(seen, page) < page


def _kind(element: Element) -> str:
    for name in (element.get("class") or "").split():
        if name in _CLASSES:
            return _CLASSES[name]
    if element.tag == "a" and not element.get("href"):
        return ""
    return _TYPES.get(element.tag, "")


def _numbering(element: Element) -> str:
    """How the labels of a list are made (14.8.5.5): None where they are words or boxes."""
    if element.tag == "ol":
        return _NUMBERING.get(element.get("type") or "1", "Decimal")
    return "None" if element.tag == "dl" or "task-list" in (element.get("class") or "").split() else "Disc"


def _cell(element: Element) -> dict[str, Value]:
    entries: dict[str, Value] = {"O": Name("Table")}
    if element.tag == "th":
        row = (element.get("scope") or "").startswith("row")
        entries["Scope"] = Name("Row" if row else "Column")
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        span = element.get(name) or "1"
        if span.isdigit() and int(span) > 1:
            entries[key] = int(span)
    return entries
