"""XHTML documents: the shell all pages of a book share, and how a tree becomes bytes (EPUB 3.3, 6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from exporter.model.characters import FORBIDDEN
from exporter.passes.strings import direction
from exporter.passes.vertical import set_across

XHTML: Final = "http://www.w3.org/1999/xhtml"
OPS: Final = "http://www.idpf.org/2007/ops"
TYPE: Final = f"{{{OPS}}}type"
STYLESHEET: Final = "style/book.css"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_PROLOGUE: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'


def make(tag: str, *content: str | etree._Element | Mapping[str, str], **attributes: str) -> etree._Element:
    """An element with its attributes, text and children in one expression.

    It has no namespace, and neither has what a post's Markup holds: the root of the document declares XHTML's.
    """
    element = etree.Element(tag, attributes)
    for item in content:
        if isinstance(item, str):
            if len(element):
                element[-1].tail = (element[-1].tail or "") + item
            else:
                element.text = (element.text or "") + item
        elif isinstance(item, Mapping):
            element.attrib.update(list(item.items()))
        else:
            element.append(item)
    return element


def new_document(
    title: str, language: str, *, body_class: str, depth: int
) -> tuple[etree._Element, etree._Element]:
    """An empty document and its <body>. ``depth`` is how many folders it lies below the package document."""
    root = etree.Element("html", nsmap={"epub": OPS})
    root.set("xmlns", XHTML)
    root.set("lang", language)
    root.set(_XML_LANG, language)
    root.set("dir", direction(language))
    style = "../" * depth + STYLESHEET
    root.append(
        make("head", make("title", title), make("link", rel="stylesheet", type="text/css", href=style))
    )
    body = etree.SubElement(root, "body", {"class": body_class})
    return root, body


def foreign(language: str, around: str) -> dict[str, str]:
    """The attributes of a run in ``language`` inside text in ``around``: none where they are one (WCAG 2.2, 3.1.2)."""
    if language == around:
        return {}
    return {"lang": language, _XML_LANG: language, "dir": direction(language)}


def to_bytes(root: etree._Element) -> bytes:
    """The document as XML in UTF-8 with HTML's document type."""
    return _PROLOGUE + etree.tostring(root, encoding="UTF-8") + b"\n"


def to_page(root: etree._Element, *, vertical: bool) -> bytes:
    """A page of the book's own; in columns its numbers lie across, as those of the chapters do."""
    if vertical:
        set_across(root[-1])
    return to_bytes(root)


def plain(text: str) -> str:
    """``text`` on one line, without what XML 1.0 forbids (production 2)."""
    return " ".join(FORBIDDEN.sub(" ", text).split())
