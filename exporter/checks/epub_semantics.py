"""What parts of a book say that they are: types of the EPUB Structural Semantics Vocabulary, and roles of DPUB-ARIA."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from exporter.checks.epub_book import OPS, Book, Finding, line_of

# Those of the vocabulary (EPUB SSV 1.1) that have a role, and the role.
_ROLES: Final = {
    "bibliography": "doc-bibliography",
    "chapter": "doc-chapter",
    "colophon": "doc-colophon",
    "dedication": "doc-dedication",
    "endnotes": "doc-endnotes",
    "epigraph": "doc-epigraph",
    "footnote": "doc-footnote",
    "foreword": "doc-foreword",
    "index": "doc-index",
    "introduction": "doc-introduction",
    "noteref": "doc-noteref",
    "pagebreak": "doc-pagebreak",
    "part": "doc-part",
    "preface": "doc-preface",
}
_BARE: Final = frozenset(
    "acknowledgments afterword appendix assessment backmatter biblioentry bodymatter bridgehead copyright-page cover"
    " credits epilogue errata figure footnotes frontmatter fulltitle glossary glossdef glossterm halftitle"
    " halftitlepage imprint index-entry index-entry-list index-group index-locator index-term landmarks list"
    " list-item loa loi lot lov ordinal other-credits page-list practice preamble prologue pullquote rearnotes"
    " seriespage sidebar subtitle table table-cell table-row tip title titlepage toc toc-brief volume".split()
)


def types_are_known(book: Book) -> Iterator[Finding]:
    """E1.14"""
    navigation = {item.file for item in book.items if "nav" in item.properties}
    for name, root in book.documents.items():
        for element in root.iter(etree.Element):
            for word in (element.get(f"{OPS}type") or "").split():
                if ":" in word:
                    continue
                if word not in _BARE and word not in _ROLES:
                    yield Finding("E1.14", f"no part of a book is called {word}", name, line_of(element))
                elif name not in navigation and element.get("role") != _ROLES.get(word, element.get("role")):
                    yield Finding("E1.14", f"{word} lacks its role", name, line_of(element))
