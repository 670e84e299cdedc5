"""A post's body as HTML for strangers' pages: no stylesheet, no script and no neighbour's ids may be counted on.

Readers sanitise what they show and style it as they like, so meaning is carried by elements they keep: a callout is a
quotation, a task's box a character, math its source as code. Inline style only adds what plain elements cannot say, in
properties that the W3C feed validator and feedparser let pass.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from exporter.model.markup import Markup, thaw
from exporter.model.vocabulary import CALLOUTS
from exporter.passes.code import highlight, inline
from exporter.passes.ids import prefix_ids, strip_lines
from exporter.passes.serialize import to_html
from exporter.passes.strings import direction, words

if TYPE_CHECKING:
    from exporter.model.theme import Theme

_YOUTUBE: Final = re.compile(
    r"https?://(?:www\.)?(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:watch\?v=|embed/|shorts/))([\w-]{11})(?![\w-])"
)
_NOTE_LINKS: Final = frozenset({"doc-noteref", "doc-backlink"})


class Setting(NamedTuple):
    """Where a body is shown: ``page`` is the post's address, ``prefix`` what makes its ids its own."""

    page: str
    prefix: str
    language: str
    theme: Theme


class Fragment(NamedTuple):
    """``html`` is a fragment; ``dropped`` counts the pictures that no feed can carry."""

    html: str
    dropped: int = 0


def render(body: Markup, setting: Setting) -> Fragment:
    """``body`` as an HTML fragment in one ``<div>`` that says its language and direction; "" for an empty body."""
    root = thaw(body)
    if not len(root) and not (root.text or "").strip():
        return Fragment("")
    strip_lines(root)
    dropped = _link_inline_images(root, setting)
    _join_notes(root, setting)
    _replace(root, setting)
    highlight(root, inline(setting.theme))
    _set_code(root, setting.theme)
    _set_tables(root, setting.theme)
    _strip_attributes(root)
    return Fragment(to_html(_wrap(root, setting.language)), dropped)


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


# --- elements that need CSS or scripts ----------------------------------------------------------------------------


def _replace(root: etree._Element, setting: Setting) -> None:
    for element in list(root.iter()):
        names = element.get("class", "").split()
        if element.tag == "aside" and "callout" in names:
            _quote_callout(element, names, setting)
        elif element.tag == "input":
            _draw_box(element)
        elif element.tag == "bdo":
            element.tag = "bdi"
        elif "math" in names:
            _show_source(element)
        elif "embed" in names:
            _add_poster(element)
        elif "task-list" in names:
            element.set("style", "list-style-type:none")
        elif "pagebreak" in names or element.get("role") == "doc-pagebreak":
            element.tag = "span"
        elif element.get("role") == "doc-endnotes":
            element.insert(0, etree.Element("hr"))


def _quote_callout(element: etree._Element, names: list[str], setting: Setting) -> None:
    kind = next((name for name in names if name in CALLOUTS), "note")
    side = "right" if direction(element.get("lang") or setting.language) == "rtl" else "left"
    element.tag = "blockquote"
    element.set(
        "style", f"border-{side}:4px solid {setting.theme.token(kind)};margin:16px 0;padding:4px 16px"
    )
    title = next((p for p in element.iter("p") if "callout-title" in p.get("class", "")), None)
    if title is not None and not (len(title) == 1 and title[0].tag == "strong" and not title.text):
        _wrap_children(title, "strong")


def _wrap_children(element: etree._Element, tag: str) -> None:
    inner = etree.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _draw_box(element: etree._Element) -> None:
    """A task's box as a character: a feed may hold no form."""
    box = "☑" if "checked" in element.attrib else "☐"
    element.attrib.clear()
    element.tag = "span"
    element.text = box
    if not (element.tail or "").startswith((" ", "\n")):
        element.tail = " " + (element.tail or "")


def _show_source(element: etree._Element) -> None:
    element.tag = "code" if element.tag == "span" else "pre"
    element.set("dir", "ltr")
    if element.tag == "pre":
        _wrap_children(element, "code")


def _add_poster(figure: etree._Element) -> None:
    """The still of a YouTube film above the link to it, as the player would have shown."""
    link = next(figure.iter("a"), None)
    match = _YOUTUBE.match(link.get("href", "")) if link is not None else None
    if link is None or match is None or next(figure.iter("img"), None) is not None:
        return
    still = f"https://i.ytimg.com/vi/{match[1]}/hqdefault.jpg"
    image = etree.Element("img", {"src": still, "alt": "", "width": "480", "height": "360"})
    line = etree.Element("br")
    line.tail, link.text = link.text, None
    link.insert(0, image)
    link.insert(1, line)


# --- code and tables ----------------------------------------------------------------------------------------------


def _set_code(root: etree._Element, theme: Theme) -> None:
    """Ground and ink together: the colours of the spans are made for this ground, whatever the reader's own is."""
    style = f"background:{theme.token('wash')};color:{theme.token('ink')};padding:12px;overflow:auto"
    for pre in root.iter("pre"):
        pre.set("style", style)
        pre.set("dir", "ltr")


def _set_tables(root: etree._Element, theme: Theme) -> None:
    """Without lines and gaps the columns of a table run into one another in readers that style none."""
    cell_style = f"border:1px solid {theme.token('rule')};padding:4px 8px"
    for table in root.iter("table"):
        table.set("style", "border-collapse:collapse")
        for cell in table.iter("td", "th"):
            aligned = cell.get("style")
            cell.set("style", f"{cell_style};{aligned}" if aligned else cell_style)


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
