"""What elements of a tagged PDF must hold that validators pass over (ISO 14289-1 with ISO 32000-1, 14.8)."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.checks.pdf_file import Element, Finding, PdfFile


def elements_are_whole(file: PdfFile) -> Iterator[Finding]:
    """Lists say how they are numbered, items have a body, links hold what is clicked, notes have an id."""
    for element in file.elements():
        if element.kind == "L" and not element.has("/ListNumbering"):
            yield Finding("P2.8", "a list does not say how it is numbered", element.page)
        elif element.kind == "LI" and "LBody" not in element.kids:
            yield Finding("P2.8", "an item of a list has no body", element.page)
        elif element.kind == "Link" and not element.clicked:
            yield Finding("P2.9", "a link is not tied to what is clicked", element.page)
        else:
            yield from _described(element)


def _described(element: Element) -> Iterator[Finding]:
    if element.kind in {"Figure", "Formula"} and not element.text:
        yield Finding("P2.6", f"a {element.kind.lower()} is not described", element.page)
    elif element.kind == "Figure" and not element.has("/BBox"):
        yield Finding("P2.6", "a figure does not say where it lies", element.page)
    elif element.kind == "TH" and not element.has("/Scope", "/Headers"):
        yield Finding("P2.7", "a head of a table does not say of what", element.page)
    elif element.kind == "Note" and not element.id:
        yield Finding("P2.10", "a note has no id", element.page)
