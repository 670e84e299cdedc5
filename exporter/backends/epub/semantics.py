"""What a book says about its parts that a page need not: epub:type with its DPUB-ARIA role, names for tables
and marks.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from exporter.backends.epub.document import TYPE, make
from exporter.backends.epub.tables import fit_tables
from exporter.passes.strings import Words

_TEXT_STYLE: Final = "\ufe0e"  # after ↩: an arrow of the text, not a picture


def enrich(root: etree._Element, words: Words) -> None:
    """Makes notes of notes, names tables and task marks, opens details."""
    _mark_notes(root, words)
    _mark_pictures(root)
    _draw_tasks(root, words)
    fit_tables(root, words)
    for block in root.iter("pre"):
        block.set("dir", "ltr")  # a stylesheet of an EPUB may not say so (EPUB 3.3, 6.3.1.2)
    for formula in root.iter("div"):
        if "math" in (formula.get("class") or "").split():
            formula.set("tabindex", "0")  # it may scroll, and not everyone has a finger (WCAG 2.2, 2.1.1)
    for details in root.iter("details"):
        details.set("open", "open")  # paper has nothing to click, and many reading systems have not either


def _mark_notes(root: etree._Element, words: Words) -> None:
    for link in root.iter("a"):
        if link.get("role") == "doc-noteref":
            link.set(TYPE, "noteref")
        elif link.get("role") == "doc-backlink":
            link.set("aria-label", words.back)
            if link.text and link.text.endswith("↩"):
                link.text += _TEXT_STYLE
    for section in root.iter("section"):
        if section.get("role") == "doc-endnotes":
            _make_notes(section, words)


def _make_notes(section: etree._Element, words: Words) -> None:
    """A list of notes becomes notes: reading systems open an <aside> of type footnote over the page."""
    del section.attrib["role"]
    section.set(TYPE, "footnotes")
    section.set("class", "notes")
    section.set("aria-label", words.notes)
    for items in section.findall("ol"):
        for number, note in enumerate(items.findall("li"), 1):
            note.tag = "aside"
            note.set(TYPE, "footnote")
            note.set("role", "doc-footnote")
            note.attrib.pop("value", "")
            sign = make("span", {"class": "number"}, f"{number}.")
            holder = note[0] if len(note) and note[0].tag == "p" and not (note.text or "").strip() else note
            sign.tail, holder.text = f" {holder.text or ''}", None
            holder.insert(0, sign)
            items.addprevious(note)
        section.remove(items)


def _mark_pictures(root: etree._Element) -> None:
    """A paragraph that is one picture is set as a picture, not as a line of text."""
    for paragraph in root.iter("p"):
        child = paragraph[0] if len(paragraph) == 1 else None
        if child is None or (paragraph.text or "").strip() or (child.tail or "").strip():
            continue
        inner = child[0] if child.tag == "a" and len(child) == 1 and not (child.text or "").strip() else child
        if inner.tag == "img" and not (inner.tail or "").strip():
            paragraph.set("class", "picture")


def _draw_tasks(root: etree._Element, words: Words) -> None:
    """A check box nobody can tick is a sign: form controls without a label fail WCAG 2.2, 4.1.2, and Kindle
    shows none.
    """
    for box in list(root.iter("input")):
        done = box.get("checked") is not None
        sign = make("span", "☑" if done else "☐", {"class": "task", "role": "img"})
        sign.set("aria-label", words.done if done else words.to_do)
        sign.tail = box.tail if (box.tail or "").startswith(" ") else f" {box.tail or ''}"
        parent = box.getparent()
        if parent is not None:
            parent.replace(box, sign)
