"""Markup: the frozen, canonical XHTML text of a post's body, and the only two doors to it.

``thaw`` gives a caller a private lxml tree, ``freeze`` takes one back and refuses what the vocabulary lacks.
``freeze(thaw(m)) == m``. The text pickles, caches, diffs and serves as a fixture; lxml elements do not pickle.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from msgspec import Struct

from exporter.errors import MarkupError
from exporter.model.vocabulary import ELEMENTS, VALUES

ROOT: Final = "body"
_OPEN, _CLOSE = len(f"<{ROOT}>"), len(f"</{ROOT}>")


class Markup(Struct, frozen=True):
    """The children of a post's root element as XML text without a namespace; attributes in name order.

    Same-document links are ``#id``; every other URL is absolute. Made by ``freeze`` alone.
    """

    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


def thaw(markup: Markup) -> etree._Element:
    """A new tree of ``markup``, its root a ``<body>`` without attributes; the caller may change it as it likes."""
    # A parser a call: lxml parsers are not to be shared between threads, and making one costs 3 µs.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(f"<{ROOT}>{markup.text}</{ROOT}>", parser)


def freeze(root: etree._Element) -> Markup:
    """The canonical text of the children of ``root``, whose attributes are put in name order.

    Raises MarkupError for an element, attribute, value or nesting that the vocabulary lacks.
    """
    _check(root)
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return Markup("" if text == f"<{ROOT}/>" else text[_OPEN:-_CLOSE])


def _check(root: etree._Element) -> None:
    if root.tag != ROOT or root.attrib:
        raise MarkupError(f"the root of a Markup is a bare <{ROOT}>, not <{root.tag}>")
    for element in root.iter():
        row = ELEMENTS[element.tag]  # its parent has been asked whether it may hold it
        for child in element:
            if child.tag not in row.children:
                raise MarkupError(_misplaced(child, element))
            if not row.text and child.tail and not child.tail.isspace():
                raise MarkupError(f"text may not stand in <{element.tag}>: {child.tail[:40]!r}")
        if not row.text and element.text and not element.text.isspace():
            raise MarkupError(f"text may not stand in <{element.tag}>: {element.text[:40]!r}")
        if element.attrib:
            _check_attributes(element, row.attributes)


def _misplaced(child: etree._Element, parent: etree._Element) -> str:
    if isinstance(child, etree._Comment | etree._ProcessingInstruction):
        return f"a comment or an instruction is not in the vocabulary, and stands in <{parent.tag}>"
    reason = f"may not stand in <{parent.tag}>" if child.tag in ELEMENTS else "is not in the vocabulary"
    return f"<{child.tag}> {reason}"


def _check_attributes(element: etree._Element, allowed: frozenset[str]) -> None:
    items = [(str(name), str(value)) for name, value in element.items()]
    for name, value in items:
        if name not in allowed:
            raise MarkupError(f"<{element.tag}> may not carry {name}")
        pattern = VALUES.get(name)
        if pattern is not None and not pattern.fullmatch(value):
            raise MarkupError(f"<{element.tag} {name}={value[:60]!r}> is not a value of {name}")
    if len(items) > 1:
        _put_in_order(element, sorted(items))


def _put_in_order(element: etree._Element, items: list[tuple[str, str]]) -> None:
    attributes = element.attrib
    attributes.clear()
    for name, value in items:
        attributes[name] = value
