"""Elements that need a stylesheet or a form, as what every reader shows: quotations, characters, lines, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from exporter.model.vocabulary import CALLOUTS
from exporter.passes.strings import direction

if TYPE_CHECKING:
    from exporter.model.theme import Theme

_YOUTUBE: Final = re.compile(
    r"https?://(?:www\.)?(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:watch\?v=|embed/|shorts/))([\w-]{11})(?![\w-])"
)


class Setting(NamedTuple):
    """Where a body is shown: ``page`` is the post's address, ``prefix`` what makes its ids its own, ``math`` what
    formulas are written in, tex or mathml.
    """

    page: str
    prefix: str
    language: str
    theme: Theme
    math: str = "tex"


def replace(root: etree._Element, setting: Setting) -> None:
    """Gives each such element below ``root`` its plain form."""
    for element in list(root.iter()):
        if element.tag == "input":
            _draw_box(element, setting)
        elif element.tag == "bdo":
            element.tag = "bdi"
        elif element.get("role") == "doc-endnotes":
            element.insert(0, etree.Element("hr"))
        else:
            _replace_by_class(element, setting)


def _replace_by_class(element: etree._Element, setting: Setting) -> None:
    for name in element.get("class", "").split():
        if name in _BY_CLASS:
            _BY_CLASS[name](element, setting)
            return


def _quote_callout(element: etree._Element, setting: Setting) -> None:
    kind = next((name for name in element.get("class", "").split() if name in CALLOUTS), "note")
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


def _draw_box(element: etree._Element, _: Setting) -> None:
    """A task's box as a character: a feed may hold no form."""
    box = "☑" if "checked" in element.attrib else "☐"
    element.attrib.clear()
    element.tag = "span"
    element.text = box
    if not (element.tail or "").startswith((" ", "\n")):
        element.tail = " " + (element.tail or "")


def _show_source(element: etree._Element, _: Setting) -> None:
    element.tag = "code" if element.tag == "span" else "pre"
    element.set("dir", "ltr")
    if element.tag == "pre":
        _wrap_children(element, "code")


def _add_poster(figure: etree._Element, _: Setting) -> None:
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


def set_code(root: etree._Element, theme: Theme) -> None:
    """Ground and ink together: the colours of the spans are made for this ground, whatever the reader's own is."""
    style = f"background:{theme.token('wash')};color:{theme.token('ink')};padding:12px;overflow:auto"
    for pre in root.iter("pre"):
        pre.set("style", style)
        pre.set("dir", "ltr")


def set_tables(root: etree._Element, theme: Theme) -> None:
    """Without lines and gaps the columns of a table run into one another in readers that style none."""
    cell_style = f"border:1px solid {theme.token('rule')};padding:4px 8px"
    for table in root.iter("table"):
        table.set("style", "border-collapse:collapse")
        for cell in table.iter("td", "th"):
            aligned = cell.get("style")
            cell.set("style", f"{cell_style};{aligned}" if aligned else cell_style)


def _frame(element: etree._Element, setting: Setting) -> None:
    element.set("style", f"border:1px solid {setting.theme.token('rule')};margin:16px 0;padding:4px 16px")


def _unmark(element: etree._Element, _: Setting) -> None:
    element.set("style", "list-style-type:none")


def _empty(element: etree._Element, _: Setting) -> None:
    element.tag = "span"


_BY_CLASS: Final[Mapping[str, Callable[[etree._Element, Setting], None]]] = {
    "callout": _quote_callout,
    "card": _frame,
    "embed": _add_poster,
    "math": _show_source,
    "pagebreak": _empty,
    "task-list": _unmark,
}
