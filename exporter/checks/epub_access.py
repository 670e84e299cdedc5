"""What keeps a book from its claim of accessibility (EPUB Accessibility 1.1, 2 and 3): place by place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from exporter.checks.epub_book import XHTML, Book, Finding, line_of
from exporter.passes.alternatives import folded, repeated, says_nothing

_CLAIM: Final = re.compile(r"EPUB Accessibility 1\.[12] - WCAG 2\.[0-2] Level A{1,3}")
_NEEDED: Final = (
    *("schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard"),
    *("schema:accessibilitySummary", "schema:accessModeSufficient"),
)
UNDESCRIBED: Final = "undescribed"


def barriers(book: Book) -> Iterator[Finding]:
    """E2.1 to E2.5: what in the chapters withdraws a claim."""
    shown = [(image, name) for name, root in book.documents.items() for image in root.iter(f"{XHTML}img")]
    phrases = repeated(
        (image.get("alt", ""), book.resolve(name, image.get("src", ""))) for image, name in shown
    )
    for image, name in shown:
        if is_undescribed(image, phrases):
            what = image.get("alt") or "nothing"
            yield Finding("E2.1", f"a picture's alternative text says {what}", name, line_of(image))
    for name, root in book.documents.items():
        yield from _barriers_of(name, root)


def is_undescribed(image: etree._Element, phrases: frozenset[str]) -> bool:
    """True for a picture that neither words nor a caption describe, and that is no mere ornament."""
    alt = image.get("alt")
    if alt is None:
        return True
    if UNDESCRIBED in (image.get("class") or "").split():
        return True
    if not alt or any(_text(caption) for caption in _captions(image)):
        return False
    return says_nothing(alt) or folded(alt) in phrases


def _captions(image: etree._Element) -> Iterator[etree._Element]:
    for figure in image.iterancestors(f"{XHTML}figure"):
        yield from figure.iterfind(f"{XHTML}figcaption")


def _barriers_of(name: str, root: etree._Element) -> Iterator[Finding]:
    for element in root.iter(etree.Element):
        tag = str(element.tag).removeprefix(XHTML)
        if tag == "code" and _is_formula(element.getparent()):
            yield Finding("E2.2", "a formula is shown as TeX", name, line_of(element))
        elif tag == "a" and element.get("href") and not _name(element):
            yield Finding("E2.3", "a link has no words", name, line_of(element))
        elif tag == "table" and element.find(f".//{XHTML}th") is None:
            yield Finding("E2.4", "a table has no headers", name, line_of(element))


def claims(book: Book) -> Iterator[Finding]:
    """E2.6 to E2.8: the metadata is there, well written, and says no more than holds."""
    place = book.package_file
    for name in _NEEDED:
        if not book.meta(name):
            yield Finding("E2.6", f"{name} is missing", place)
    conformance = book.meta("dcterms:conformsTo")
    if any(not _CLAIM.fullmatch(claim) for claim in conformance):
        yield Finding("E2.7", "dcterms:conformsTo is no claim of EPUB Accessibility", place)
    found = {finding.rule for finding in barriers(book)}
    if found and conformance:
        yield Finding("E2.8", "conformance is claimed against what is in the book", place)
    if "E2.1" in found and "alternativeText" in book.meta("schema:accessibilityFeature"):
        yield Finding("E2.8", "alternativeText is claimed, and a picture has none", place)


def _is_formula(holder: etree._Element | None) -> bool:
    return holder is not None and "math" in (holder.get("class") or "").split()


def _name(link: etree._Element) -> str:
    images = " ".join(image.get("alt", "") for image in link.iter(f"{XHTML}img"))
    return (_text(link) + images + (link.get("aria-label") or "")).strip()


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()
