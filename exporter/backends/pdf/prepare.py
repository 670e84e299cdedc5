"""A post's tree made ready for paper: what a page cannot do is put into words, boxes and characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from exporter.backends.pdf.addresses import break_address
from exporter.backends.pdf.announced import keep_announced
from exporter.backends.pdf.long_lines import hang_long_lines
from exporter.backends.pdf.tables import fit_tables

CHECKED: Final = "\u2611"
UNCHECKED: Final = "\u2610"
# A word that no line may be broken in: 24 characters are a third of a line of Latin text.
_LONG: Final = re.compile(r"[!-~]{24,}")


def prepare(root: etree._Element, *, backlink: str = "↑") -> dict[str, str]:
    """Changes ``root`` for print; returns which id of the post each id of the tree now stands for."""
    for change in _CHANGES:
        change(root)
    for link in root.iterfind(".//a[@role='doc-backlink']"):
        link.text, link[:] = backlink, []
    return _rename(root)


def _rename(root: etree._Element) -> dict[str, str]:
    """Ids become x1, x2 …: an author's may hold quotes, and reach WeasyPrint inside a CSS string."""
    names: dict[str, str] = {}
    for element in root.iter():
        if name := element.get("id"):
            names.setdefault(name, f"x{len(names) + 1}")
            element.set("id", names[name])
        elif element.tag in ("h2", "h3", "h4", "h5", "h6"):
            element.set("id", names.setdefault(f"\0{len(names)}", f"x{len(names) + 1}"))
    for link in root.iterfind(".//a[@href]"):
        href = link.get("href", "")
        if href.startswith("#"):
            _retarget(link, names.get(href[1:]))
    return {new: old for old, new in names.items()}


def _retarget(link: etree._Element, name: str | None) -> None:
    if name is None:
        del link.attrib["href"]
    else:
        link.set("href", f"#{name}")


def _boxes(root: etree._Element) -> None:
    for box in root.iterfind(".//input"):
        checked = box.get("checked") is not None
        _become(box, "span", {"class": "box"})
        box.text = CHECKED if checked else UNCHECKED


def _lists(root: etree._Element) -> None:
    """Numbers that HTML gives by attribute and CSS by counter; WeasyPrint reads the attributes only with its
    hints on.
    """
    for each in root.iter("ol"):
        style = {"A": "upper-latin", "a": "lower-latin", "I": "upper-roman", "i": "lower-roman"}.get(
            each.get("type", "")
        )
        rules = [f"list-style-type:{style}"] if style else []
        if start := each.get("start"):
            rules.append(f"counter-reset:list-item {int(start) - 1}")
        if rules:
            each.set("style", ";".join(rules))
        if "reversed" in each.attrib:
            _count_down(each)
    for item in root.iterfind(".//li[@value]"):
        # WeasyPrint sets a counter before it increments it; CSS says after.
        number = int(item.get("value", "0"))
        item.set("style", f"counter-increment:list-item 0;counter-set:list-item {number}")


def _count_down(each: etree._Element) -> None:
    items = [item for item in each if item.tag == "li"]
    first = int(each.get("start") or len(items))
    for offset, item in enumerate(items):
        if item.get("value") is None:
            item.set("value", str(first - offset))


def _rubies(root: etree._Element) -> None:
    """Base and reading as boxes, one above the other: WeasyPrint knows no ruby layout."""
    for ruby in list(root.iter("ruby")):
        pairs: list[tuple[list[etree._Element | str], str]] = []
        base: list[etree._Element | str] = [ruby.text or ""]
        for child in list(ruby):
            if child.tag == "rt":
                pairs.append((base, "".join(map(str, child.itertext()))))
                base = []
            elif child.tag != "rp":
                base.append(child)
            base.append(child.tail or "")
            child.tail = None
        tail = ruby.tail
        _become(ruby, "span", {"class": "rubies"})
        for words, reading in pairs:
            _ruby(ruby, words, reading)
        _fill(etree.SubElement(ruby, "span"), base)
        ruby.tail = tail


def _ruby(parent: etree._Element, base: list[etree._Element | str], reading: str) -> None:
    # A reading is set at half size: the base takes at least its room.
    room = f"min-width:{len(reading.strip()) / 2:g}em"
    pair = etree.SubElement(parent, "span", {"class": "ruby", "style": room})
    _fill(etree.SubElement(pair, "span", {"class": "rb"}), base)
    etree.SubElement(pair, "span", {"class": "rt"}).text = reading.strip()


def _fill(element: etree._Element, items: list[etree._Element | str]) -> None:
    for item in items:
        if not isinstance(item, str):
            element.append(item)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + item
        else:
            element.text = (element.text or "") + item


def _line_breaks(root: etree._Element) -> None:
    """A space before each: the words on both sides are two."""
    for each in root.iter("br"):
        before = each.getprevious()
        parent = each.getparent()
        if before is not None:
            before.tail = f"{before.tail or ''} "
        elif parent is not None:
            parent.text = f"{parent.text or ''} "


def _details(root: etree._Element) -> None:
    for details in root.iter("details"):
        details.set("open", "")


def _notes(root: etree._Element) -> None:
    for note in root.iterfind(".//section[@role='doc-endnotes']/ol/li"):
        note.set("class", "footnote")


def _break_long_words(root: etree._Element) -> None:
    for element in root.iter():
        inside = any(a.tag == "pre" for a in (element, *element.iterancestors()))
        if element.text and not inside and len(element.text) > 23:
            element.text = _LONG.sub(_break, element.text)
        if (
            element.tail
            and len(element.tail) > 23
            and not any(a.tag == "pre" for a in element.iterancestors())
        ):
            element.tail = _LONG.sub(_break, element.tail)


def _break(match: re.Match[str]) -> str:
    return break_address(match[0])


def _become(element: etree._Element, tag: str, attributes: dict[str, str]) -> None:
    kept = {name: value for name in ("id", "lang", "dir") if (value := element.get(name)) is not None}
    element.tag = tag
    element.text = None
    element[:] = []
    element.attrib.clear()
    for name, value in {**kept, **attributes}.items():
        element.set(name, value)


def _dead_links(root: etree._Element) -> None:
    """What leads nowhere is not coloured as a link: its words stay."""
    for link in root.iterfind(".//a"):
        if not link.get("href"):
            link.tag = "span"


_CHANGES: Final[tuple[Callable[[etree._Element], None], ...]] = (
    _boxes,
    _lists,
    _rubies,
    _line_breaks,
    _details,
    _notes,
    _dead_links,
    keep_announced,
    fit_tables,
    hang_long_lines,
    _break_long_words,
)
