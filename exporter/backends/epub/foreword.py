"""The editor's foreword: a page before the contents, whose links to posts of the volume lead to their chapters."""

from __future__ import annotations

from lxml import etree

from exporter.backends.epub.anchors import name_ids, settle_links
from exporter.backends.epub.document import TYPE, make, new_document, to_page
from exporter.backends.epub.figures import Gallery
from exporter.backends.epub.headings import level_headings
from exporter.backends.epub.links import chapter_of, places_of
from exporter.backends.epub.options import profile_of
from exporter.backends.epub.repairs import repair
from exporter.backends.epub.semantics import enrich
from exporter.backends.epub.volume import Volume
from exporter.model.markup import Markup, thaw
from exporter.passes import code, math
from exporter.passes.ids import strip_lines

_TITLE = "title"


def foreword_page(volume: Volume, foreword: Markup) -> tuple[bytes, tuple[str, ...]]:
    """The document and its manifest properties. Its pictures are links: no file of the site belongs to it."""
    body = thaw(foreword)
    math.set_math(body)
    Gallery({}, profile_of(volume.options), "", placeholders=frozenset()).place(body, volume.says)
    strip_lines(body)
    settle_links(body, name_ids(body, frozenset({_TITLE})))
    places = places_of(volume)
    for link in body.iter("a"):
        target = chapter_of(link.get("href", ""), places, volume)
        if target:
            link.set("href", f"text/{target}")
    level_headings(body)
    enrich(body, volume.says)
    repair(body)
    code.highlight(body, code.CLASSES)
    return _framed(body, volume)


def _framed(body: etree._Element, volume: Volume) -> tuple[bytes, tuple[str, ...]]:
    says = volume.says
    root, page = new_document(says.foreword, volume.issue.language, body_class="foreword", depth=0)
    attributes = {TYPE: "foreword", "role": "doc-foreword", "aria-labelledby": _TITLE}
    section = etree.SubElement(page, "section", attributes)
    section.append(make("header", make("h1", says.foreword, id=_TITLE)))
    section[-1].tail = body.text
    section.extend(body)
    has_math = next(root.iter(f"{{{math.MATHML}}}math"), None) is not None
    return to_page(root, vertical=volume.is_vertical), ("mathml",) if has_math else ()
