"""What the vocabulary lets pass and the schema of EPUB's XHTML does not: mended so that no post can spoil a book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from exporter.backends.epub.document import make

_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))
# The elements on which ARIA in HTML (3) and DPUB-ARIA 1.1 allow a role that we use.
_HOLDERS: Final[Mapping[str, frozenset[str]]] = {
    "doc-noteref": frozenset(("a",)),
    "doc-backlink": frozenset(("a",)),
    "doc-footnote": frozenset(("aside",)),
    "doc-subtitle": frozenset(("p",)),
    "doc-endnotes": frozenset(),  # enrich() has made notes of them
    "group": frozenset(("div",)),
    "img": frozenset(("span",)),
    "note": frozenset(("aside", "div")),
}
# HTML, 2.3.5, narrowed to dates and date-times; a value of another form is dropped.
_DATETIME: Final = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?)?"
)
# HTML, 4.9.11: a cell spans at least one column and at most a thousand.
_COUNT: Final = re.compile("[1-9][0-9]{0,2}|1000")
_VALUES: Final[Mapping[str, tuple[tuple[str, ...], re.Pattern[str]]]] = {
    "datetime": (("time", "del", "ins"), _DATETIME),
    "colspan": (("td", "th"), _COUNT),
    "span": (("col", "colgroup"), _COUNT),
    "type": (("ol",), re.compile("[1aAiI]")),
}
_NEVER_NESTED: Final = ("a", "dfn")


def repair(root: etree._Element) -> None:
    """Run it when links are settled and headings levelled."""
    for element in root.iter():
        role = element.get("role")
        if role is not None and element.tag not in _HOLDERS.get(role, ()):
            del element.attrib["role"]
    _drop_values(root)
    _rename(root)
    for sign in list(root.iter("rp")):
        sign.text = None
        _lift(sign)  # brackets for readers that know no ruby; there are none (EPUBCheck: HTM-055)
    for ruby in list(root.iter("ruby")):
        if not _is_regular(ruby):
            _flatten(ruby)
    for terms in root.iter("dl"):
        _complete(terms)
    for details in root.iter("details"):
        _summarise(details)
    for figure in root.iter("figure"):
        _caption(figure)
    for table in root.iter("table"):
        _head(table)


def _rename(root: etree._Element) -> None:
    """Elements that are not what they are called: a link to nowhere, a date that is none."""
    for link in root.iter("a"):
        if link.get("href") is None:
            _to_span(link)
    for tag in _NEVER_NESTED:
        for element in list(root.iter(tag)):
            if next(element.iterancestors(tag), None) is not None:
                _to_span(element)
    for bdo in root.iter("bdo"):
        if bdo.get("dir") not in ("ltr", "rtl"):
            bdo.tag = "bdi"
    for time in root.iter("time"):
        if time.get("datetime") is None and len(time):
            time.tag = "span"  # its text would have to be a date, and only text


def _drop_values(root: etree._Element) -> None:
    """Attributes whose value, or place, the schema refuses."""
    for name, (tags, value) in _VALUES.items():
        for element in root.iter(*tags):
            said = element.get(name)
            if said is not None and value.fullmatch(said) is None:
                del element.attrib[name]
    for item in root.iterfind(".//ul/li[@value]"):
        del item.attrib["value"]
    for columns in root.iter("colgroup"):
        if len(columns):
            columns.attrib.pop("span", "")


def _to_span(element: etree._Element) -> None:
    element.tag = "span"
    for name in ("href", "rel", "hreflang", "role"):
        element.attrib.pop(name, "")


def _is_regular(ruby: etree._Element) -> bool:
    """Runs of base text, each followed by its reading: what reading systems lay out (HTML, 4.5.10, narrowed)."""
    base = bool((ruby.text or "").strip())
    after = False
    for child in ruby:
        tail = bool((child.tail or "").strip())
        if child.tag == "rt":
            if not base and not after:
                return False
            base, after = tail, not tail
        else:
            base, after = True, False
    return not base and ruby.find("rt") is not None


def _flatten(ruby: etree._Element) -> None:
    """Base and reading one after the other: 漢字（かんじ）."""
    ruby.tag = "span"
    for child in list(ruby):
        if child.tag == "rt":
            child.tag = "span"
            child.text = f"（{child.text or ''}"
            if len(child):
                child[-1].tail = f"{child[-1].tail or ''}）"
            else:
                child.text += "）"


def _complete(terms: etree._Element) -> None:
    """Every group of a description list has a term and a description."""
    for child in list(terms):
        before = child.getprevious()
        if child.tag == "dd" and before is None:
            child.addprevious(make("dt"))
    if len(terms) and terms[-1].tag == "dt":
        terms.append(make("dd"))


def _summarise(details: etree._Element) -> None:
    """The first child is a summary, and no other is."""
    first, *others = [child for child in details if child.tag == "summary"] or [make("summary", "…")]
    for other in others:
        other.tag = "p"
    _lift(first)
    first.tail, details.text = details.text, None
    details.insert(0, first)


def _caption(figure: etree._Element) -> None:
    """One caption, first or last."""
    captions = [child for child in figure if child.tag == "figcaption"]
    for other in captions[1:]:
        other.tag = "div"
    if captions and captions[0].getprevious() is not None:
        _lift(captions[0])
        figure.append(captions[0])
    elif captions and (figure.text or "").strip():
        captions[0].tail = (figure.text or "") + (captions[0].tail or "")
        figure.text = None


def _head(table: etree._Element) -> None:
    """A caption comes first, then columns, one head, bodies, one foot (HTML, 4.9.1)."""
    order = ("caption", "colgroup", "thead", "tbody", "tfoot")
    for tag in ("thead", "tfoot"):
        for other in table.findall(tag)[1:]:
            other.tag = "tbody"
    captions = table.findall("caption")
    nested = [caption for caption in captions[:1] if caption.find(".//table") is not None]
    for other in (*nested, *captions[1:]):
        other.tag = "td"
        table.append(make("tbody", make("tr", other)))
    table[:] = sorted(table, key=lambda child: order.index(child.tag))
    headers = {name for cell in table.iter("th") if (name := cell.get("id"))}
    for cell in table.iter("td", "th"):
        cell.attrib.pop("abbr", "")  # HTML has it, EPUBCheck 5.3 has not
        known = [name for name in cell.get("headers", "").split() if name in headers]
        if known:
            cell.set("headers", " ".join(known))
        else:
            cell.attrib.pop("headers", "")


def _lift(element: etree._Element) -> None:
    """Takes ``element`` out of its parent and leaves its tail where it was."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
