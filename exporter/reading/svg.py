"""An inline SVG as an image of its own: well-formed, without scripts, and without a reference to anything
outside itself.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Final

from lxml import etree
from selectolax.lexbor import LexborNode

from exporter.model.characters import FORBIDDEN

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
_NAMESPACES: Final[dict[str | None, str]] = {None: SVG, "xlink": XLINK}
_DROPPED: Final = frozenset(
    [
        "script",
        "foreignObject",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "handler",
        "animate",
        "animateMotion",
        "animateTransform",
        "set",
    ]
)
_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*")
_OUTSIDE: Final = re.compile(r"@import|expression|url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_DEEPEST: Final = 60


def to_data_url(node: LexborNode) -> str:
    """``data:image/svg+xml;base64,…``; empty where nothing drawable is left."""
    root = etree.Element(f"{{{SVG}}}svg", nsmap=_NAMESPACES)  # type: ignore[arg-type]  # stubs lack the default one
    _copy(node, root, 0)
    if len(root) == 0:
        return ""
    _give_size(root)
    return "data:image/svg+xml;base64," + b64encode(etree.tostring(root, encoding="utf-8")).decode("ascii")


def _copy(node: LexborNode, element: etree._Element, depth: int) -> None:
    for name, value in sorted(node.attributes.items()):
        _set(element, name, FORBIDDEN.sub("", value or ""))
    child = node.child
    last: etree._Element | None = None
    while child is not None:
        if child.is_text_node:
            text = FORBIDDEN.sub("", child.text_content or "")
            if last is None:
                element.text = (element.text or "") + text
            else:
                last.tail = (last.tail or "") + text
        elif child.is_element_node and _safe(child, depth):
            # A link leads nowhere in an image, but what it holds is part of the drawing.
            last = etree.SubElement(element, f"{{{SVG}}}{'g' if child.tag == 'a' else child.tag}")
            _copy(child, last, depth + 1)
        child = child.next


def _safe(node: LexborNode, depth: int) -> bool:
    tag = node.tag or ""
    if depth > _DEEPEST or tag in _DROPPED or not _NAME.fullmatch(tag):
        return False
    return tag != "style" or not _OUTSIDE.search(node.text(deep=True))


def _set(element: etree._Element, name: str, value: str) -> None:
    lower = name.lower()
    if lower in {"href", "xlink:href"}:
        if value.startswith(("#", "data:image/png", "data:image/jpeg")):
            element.set(f"{{{XLINK}}}href", value)
    elif (
        not lower.startswith("on")
        and _NAME.fullmatch(name)
        and lower != "xmlns"
        and not _OUTSIDE.search(value)
    ):
        element.set(name, value)


def _give_size(root: etree._Element) -> None:
    """Without width and height an image is as wide as its column: take them from the view box."""
    box = (root.get("viewBox") or "").replace(",", " ").split()
    if len(box) == 4 and "width" not in root.attrib and "height" not in root.attrib:
        root.set("width", box[2])
        root.set("height", box[3])
