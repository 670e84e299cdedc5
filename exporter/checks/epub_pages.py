"""The pages of a printed edition (EPUB Accessibility 1.1, 4.1): all are listed, and their source is named."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.checks.epub_book import OPS, XHTML, Book, Finding, line_of


def pages(book: Book) -> Iterator[Finding]:
    """E2.9"""
    marks = {
        (name, mark.get("id", "")): mark
        for name, root in book.documents.items()
        for mark in root.iter(f"{XHTML}span")
        if mark.get("role") == "doc-pagebreak"
    }
    listed = _listed(book)
    for place, mark in marks.items():
        if place not in listed:
            yield Finding("E2.9", "a page is in no list of pages", place[0], line_of(mark))
        if not (mark.get("aria-label") or "").strip():
            yield Finding("E2.9", "a page has no number", place[0], line_of(mark))
    for name, target in listed - marks.keys():
        yield Finding("E2.9", f"a page that is listed begins nowhere: {target}", name)
    if bool(marks) != bool(book.meta("pageBreakSource")):
        yield Finding(
            "E2.9", "pages without the edition they are of, or an edition without pages", book.package_file
        )


def _listed(book: Book) -> set[tuple[str, str]]:
    """(file, id) of all that the page-list leads to."""
    navs = [item.file for item in book.items if "nav" in item.properties and item.file in book.documents]
    return {
        (book.resolve(name, href), href.partition("#")[2])
        for name in navs
        for nav in book.documents[name].iter(f"{XHTML}nav")
        if nav.get(f"{OPS}type") == "page-list"
        for link in nav.iter(f"{XHTML}a")
        if (href := link.get("href", ""))
    }
