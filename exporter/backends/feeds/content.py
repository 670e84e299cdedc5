"""A post's body as HTML for strangers' pages: no stylesheet, no script and no neighbour's ids may be counted on.

Readers sanitise what they show and style it as they like, so meaning is carried by elements they keep: a callout is a
quotation, a task's box a character, math its source as code unless MathML is wanted. Inline style only adds what plain
elements cannot say, in properties that the W3C feed validator and feedparser let pass.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree

from exporter.backends.feeds.elements import Setting, replace, set_code, set_tables
from exporter.model.markup import Markup, thaw
from exporter.passes.code import highlight, inline
from exporter.passes.ids import prefix_ids, strip_lines
from exporter.passes.math import Unset, set_math
from exporter.passes.serialize import to_html
from exporter.passes.strings import direction, words

_NOTE_LINKS: Final = frozenset({"doc-noteref", "doc-backlink"})


class Fragment(NamedTuple):
    """``html`` is a fragment; ``dropped`` counts the pictures that no feed can carry, ``unset`` are the formulas that
    could not be MathML.
    """

    html: str
    dropped: int = 0
    unset: tuple[Unset, ...] = ()


def render(body: Markup, setting: Setting) -> Fragment:
    """``body`` as an HTML fragment in one ``<div>`` that says its language and direction; "" for an empty body."""
    root = thaw(body)
    if not len(root) and not (root.text or "").strip():
        return Fragment("")
    unset = _set_math(root) if setting.math == "mathml" else ()
    strip_lines(root)
    dropped = _link_inline_images(root, setting)
    _join_notes(root, setting)
    replace(root, setting)
    highlight(root, inline(setting.theme))
    set_code(root, setting.theme)
    set_tables(root, setting.theme)
    _strip_attributes(root)
    return Fragment(to_html(_wrap(root, setting.language)), dropped, unset)


def _set_math(root: etree._Element) -> tuple[Unset, ...]:
    """MathML, or code, where formulas were; what they stood in is nothing special any more."""
    unset = set_math(root)
    for holder in root.iter("span", "div"):
        if "math" in holder.get("class", "").split():
            del holder.attrib["class"]
    return unset


def _wrap(root: etree._Element, language: str) -> etree._Element:
    """A ``<body>`` around a ``<div lang dir>`` around what ``root`` held: the serialiser drops the outermost tag."""
    root.tag = "div"
    if language:
        root.set("lang", language)
    if direction(language) == "rtl":
        root.set("dir", "rtl")
    outer = etree.Element("body")
    outer.append(root)
    return outer


# --- pictures -----------------------------------------------------------------------------------------------------


def _link_inline_images(root: etree._Element, setting: Setting) -> int:
    """Puts a link to the post where a ``data:`` image stood: feed readers drop those, and they double a feed's size."""
    found = [image for image in root.iter("img") if image.get("src", "").startswith("data:")]
    for image in found:
        text = image.get("alt") or words(setting.language).image
        image.attrib.clear()
        inside_link = next(image.iterancestors("a"), None) is not None
        image.tag = "span" if inside_link else "a"
        if not inside_link:
            image.set("href", setting.page)
        image.text = f"[{text}]"
    return len(found)


# --- links and ids ------------------------------------------------------------------------------------------------


def _join_notes(root: etree._Element, setting: Setting) -> None:
    """Makes footnotes work inside the entry and every other ``#id`` lead to the live page.

    A feed may hold no relative address, and ``#fn1`` is one (RSS profile); many entries stand in one page, so ids that
    stay are the entry's own.
    """
    notes: list[etree._Element] = []
    others: list[etree._Element] = []
    for link in root.iter("a"):
        if link.get("href", "").startswith("#"):
            (notes if link.get("role") in _NOTE_LINKS else others).append(link)
    for link in others:
        link.set("href", setting.page + link.get("href", ""))
    wanted = {link.get("href", "")[1:] for link in notes}
    for element in root.iter():
        if "id" in element.attrib and element.get("id") not in wanted:
            del element.attrib["id"]
    prefix_ids(root, setting.prefix)
    for link in notes:
        link.set("href", setting.page + link.get("href", ""))
        _raise_mark(link)


def _raise_mark(link: etree._Element) -> None:
    parent = link.getparent()
    if link.get("role") != "doc-noteref" or parent is None or parent.tag == "sup":
        return
    raised = etree.Element("sup")
    parent.replace(link, raised)
    raised.append(link)
    raised.tail, link.tail = link.tail, None


# --- attributes ---------------------------------------------------------------------------------------------------


def _strip_attributes(root: etree._Element) -> None:
    """Classes would meet the reader's own CSS, and the W3C validator warns of roles. The language of code stays."""
    for element in root.iter():
        element.attrib.pop("role", "")
        names = element.get("class")
        if names is not None:
            _keep_languages(element, names)


def _keep_languages(element: etree._Element, names: str) -> None:
    kept = " ".join(name for name in names.split() if name.startswith("language-"))
    if kept:
        element.set("class", kept)
    else:
        del element.attrib["class"]
