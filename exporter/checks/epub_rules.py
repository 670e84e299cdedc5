"""EPUB 3.3 as requirements that need no Java: one function a requirement, its id that of the list it is from."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from exporter.checks.epub_book import DC, OPF, OPS, XHTML, Book, Finding, line_of
from exporter.checks.epub_semantics import types_are_known
from exporter.errors import ExportError

_MODIFIED: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_BAD_NAME: Final = re.compile('["*:<>?\\\\|\x00-\x1f\x7f\x80-\x9f\ue000-\uf8ff]|\\.$')
_CORE: Final = frozenset(
    (
        *("image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp", "text/css"),
        *(
            "application/xhtml+xml",
            "application/x-dtbncx+xml",
            "font/ttf",
            "font/otf",
            "font/woff",
            "font/woff2",
        ),
    )
)
_MATH: Final = "{http://www.w3.org/1998/Math/MathML}math"
_SVG: Final = "{http://www.w3.org/2000/svg}svg"


def mimetype_first(book: Book) -> Iterator[Finding]:
    """E1.1"""
    first = book.entries[0] if book.entries else None
    if first is None or first.filename != "mimetype" or first.compress_type or first.extra:
        yield Finding("E1.1", "mimetype is not the first entry, stored, without an extra field")
    elif book.read("mimetype") != b"application/epub+zip":
        yield Finding("E1.1", "mimetype says something else", "mimetype")


def zip_plain(book: Book) -> Iterator[Finding]:
    """E1.2"""
    for entry in book.entries:
        if entry.compress_type not in (0, 8) or entry.flag_bits & 1:
            yield Finding(
                "E1.2", "an entry is neither stored nor deflated, or it is encrypted", entry.filename
            )


def names_portable(book: Book) -> Iterator[Finding]:
    """E1.3"""
    seen = Counter(unicodedata.normalize("NFC", name).casefold() for name in book.names)
    for name in book.names:
        if any(_BAD_NAME.search(part) or len(part.encode()) > 255 for part in name.split("/")):
            yield Finding("E1.3", "a name that some file system refuses", name)
        if seen[unicodedata.normalize("NFC", name).casefold()] > 1:
            yield Finding("E1.3", "two names that some file systems take for one", name)


def metadata_complete(book: Book) -> Iterator[Finding]:
    """E1.5"""
    place, package = book.package_file, book.package
    wanted = package.get("unique-identifier")
    if wanted not in {row.get("id") for row in package.iter(f"{DC}identifier") if (row.text or "").strip()}:
        yield Finding("E1.5", "no identifier is the unique one", place)
    if not any((row.text or "").strip() for row in package.iter(f"{DC}title")):
        yield Finding("E1.5", "no title", place)
    languages = [row.text or "" for row in package.iter(f"{DC}language")]
    if not languages or not all(map(_LANGUAGE.fullmatch, languages)):
        yield Finding("E1.5", "no language, or one that is no tag of BCP 47", place)
    modified = book.meta("dcterms:modified")
    if len(modified) != 1 or not _MODIFIED.fullmatch(modified[0]):
        yield Finding("E1.5", "dcterms:modified is not there once as CCYY-MM-DDThh:mm:ssZ", place)


def manifest_complete(book: Book) -> Iterator[Finding]:
    """E1.6"""
    files = Counter(item.file for item in book.items)
    ids = Counter(item.id for item in book.items)
    aside = {"mimetype", book.package_file}
    for name in book.names:
        if not files[name] and name not in aside and not name.startswith("META-INF/"):
            yield Finding("E1.6", "a file is not in the manifest", name)
    for name, count in files.items():
        if count > 1 or name not in book.names:
            yield Finding("E1.6", "an item of the manifest is there twice, or its file is missing", name)
    if any(count > 1 for count in ids.values()):
        yield Finding("E1.6", "two items have one id", book.package_file)


def one_nav(book: Book) -> Iterator[Finding]:
    """E1.7, E1.13"""
    navs = [item.file for item in book.items if "nav" in item.properties]
    if len(navs) != 1:
        yield Finding("E1.7", f"{len(navs)} navigation documents", book.package_file)
        return
    root = book.tree(navs[0])
    kinds = Counter(nav.get(f"{OPS}type") for nav in root.iter(f"{XHTML}nav"))
    if kinds["toc"] != 1 or kinds["landmarks"] > 1 or kinds["page-list"] > 1:
        yield Finding("E1.13", "not one toc, and landmarks and page-list at most once", navs[0])
    for link in root.iter(f"{XHTML}a"):
        if not "".join(map(str, link.itertext())).strip():
            yield Finding("E1.13", "an entry without a label", navs[0], line_of(link))
    if any(len(items) == 0 for items in root.iter(f"{XHTML}ol")):
        yield Finding("E1.13", "an empty list", navs[0])


def spine_complete(book: Book) -> Iterator[Finding]:
    """E1.8"""
    rows = list(book.package.iter(f"{OPF}itemref"))
    if not any(row.get("linear") != "no" for row in rows):
        yield Finding("E1.8", "nothing to read in the spine", book.package_file)
    navs = {item.file for item in book.items if "nav" in item.properties}
    for item in book.items:
        if item.media_type == "application/xhtml+xml" and item.file not in {*book.spine, *navs}:
            yield Finding("E1.8", "a document is not in the spine", item.file)


def properties_declared(book: Book) -> Iterator[Finding]:
    """E1.9"""
    trees = book.documents
    for item in book.items:
        root = trees.get(item.file)
        if root is None:
            continue
        there = {"mathml": root.iter(_MATH), "svg": root.iter(_SVG), "scripted": root.iter(f"{XHTML}script")}
        for name, elements in there.items():
            if (next(elements, None) is not None) != (name in item.properties):
                yield Finding("E1.9", f"the property {name} is not what the document holds", item.file)


def media_types_core(book: Book) -> Iterator[Finding]:
    """E1.10"""
    for item in book.items:
        if item.media_type not in _CORE:
            yield Finding("E1.10", f"{item.media_type} is no core media type", item.file)


def links_land(book: Book) -> Iterator[Finding]:
    """E1.11, E1.8: nothing is loaded from elsewhere, and what a link names is there."""
    trees = book.documents
    ids = {name: {e.get("id") for e in root.iter(etree.Element)} for name, root in trees.items()}
    for name, root in trees.items():
        for element in root.iter(etree.Element):
            source, href = element.get("src", ""), element.get("href", "")
            if re.match("(https?:)?//", source) or (
                re.match("(https?:)?//", href) and element.tag == f"{XHTML}link"
            ):
                yield Finding("E1.11", "something is loaded from elsewhere", name, line_of(element))
            target = book.resolve(name, source or href)
            if (source or href) and not re.match("[a-z][a-z0-9+.-]*:", source or href):
                fragment = href.partition("#")[2]
                if target not in book.names or (fragment and fragment not in ids.get(target, set())):
                    yield Finding(
                        "E1.8", f"a link to nowhere: {(source or href)[:80]}", name, line_of(element)
                    )


def documents_parse(book: Book) -> Iterator[Finding]:
    """E1.12"""
    for item in book.items:
        if item.media_type == "application/xhtml+xml":
            try:
                book.tree(item.file)
            except ExportError as error:
                yield Finding("E1.12", error.message, item.file)


def nothing_outdated(book: Book) -> Iterator[Finding]:
    """E1.15, E1.16"""
    if (
        next(book.package.iter(f"{OPF}collection"), None) is not None
        or "META-INF/encryption.xml" in book.names
    ):
        yield Finding("E1.16", "a collection element or obfuscated fonts", book.package_file)
    rtl = book.package.get("dir") == "rtl"
    spine = next(book.package.iter(f"{OPF}spine"), None)
    if rtl and (spine is None or spine.get("page-progression-direction") != "rtl"):
        yield Finding(
            "E1.15",
            "pages of a book written from right to left do not follow each other so",
            book.package_file,
        )


RULES: Final[tuple[Callable[[Book], Iterator[Finding]], ...]] = (
    mimetype_first,
    zip_plain,
    names_portable,
    metadata_complete,
    manifest_complete,
    one_nav,
    spine_complete,
    properties_declared,
    media_types_core,
    links_land,
    documents_parse,
    types_are_known,
    nothing_outdated,
)
