"""Small changes to lxml trees that keep the text around what they change."""

from __future__ import annotations

from lxml import etree

# strip_tags() takes these away and leaves what they hold.
UNWRAP = "unwrap"


def replace_by_text(element: etree._Element, text: str) -> None:
    """Puts ``text`` where ``element`` stands."""
    element.tail = text + (element.tail or "")
    remove(element)


def remove(element: etree._Element) -> None:
    """Takes ``element`` away and leaves the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def wrap(element: etree._Element, tag: str, attributes: dict[str, str]) -> etree._Element:
    """Puts ``element`` into a new element, which is returned."""
    outer = etree.Element(tag, attributes)
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, outer)
    outer.tail, element.tail = element.tail, None
    outer.append(element)
    return outer


def become(element: etree._Element, tag: str, style: str = "") -> None:
    """Renames ``element``; its class is ``style`` alone."""
    element.tag = tag
    if style:
        element.set("class", style)
    else:
        discard(element, "class")


def discard(element: etree._Element, *names: str) -> None:
    """Takes attributes away, those it has not too."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def classes(element: etree._Element) -> list[str]:
    """Its classes."""
    return (element.get("class") or "").split()
