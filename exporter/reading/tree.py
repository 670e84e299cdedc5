"""Node: the private tree between the HTML parser and Markup. Its children are one list, which lxml's text and
tail are not.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


class Node:
    """An element: ``children`` holds Nodes and strings; ``line`` is the source line, 0 where unknown."""

    __slots__ = ("attributes", "children", "line", "tag")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str] | None = None,
        children: list[Node | str] | None = None,
        line: int = 0,
    ) -> None:
        self.tag = tag
        self.attributes = attributes if attributes is not None else {}
        self.children = children if children is not None else []
        self.line = line

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes} {self.children}>"

    def nodes(self) -> Iterator[Node]:
        """Self and all elements below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(c for c in reversed(node.children) if isinstance(c, Node))

    def text(self) -> str:
        """All characters below."""
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def blank(self) -> bool:
        """True where nothing below would be seen or linked to."""
        return all(c.isspace() or not c if isinstance(c, str) else c._is_hollow() for c in self.children)

    def _is_hollow(self) -> bool:
        return (
            not (self.tag in _SEEN or "id" in self.attributes or "role" in self.attributes) and self.blank()
        )


Child = Node | str
_SEEN = frozenset({"img", "hr", "input", "br"})


def to_lxml(node: Node) -> etree._Element:
    """The same tree in lxml."""
    element = etree.Element(node.tag, node.attributes)
    _fill(element, node)
    return element


def _fill(element: etree._Element, node: Node) -> None:
    last: etree._Element | None = None
    for child in node.children:
        if not child:
            continue  # an empty string would make <td></td> of what is read back as <td/>
        if isinstance(child, Node):
            last = etree.SubElement(element, child.tag, child.attributes)
            _fill(last, child)
        elif last is None:
            element.text = (element.text or "") + child
        else:
            last.tail = (last.tail or "") + child
