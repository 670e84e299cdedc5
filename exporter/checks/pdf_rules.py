"""What every PDF of ours must hold beyond what validators look at: it can be found, read, followed and trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Final

import msgspec

from exporter.checks.feed_dates import instant
from exporter.checks.pdf_file import Finding, PdfFile
from exporter.checks.pdf_structure import elements_are_whole


def says_what_it_is(file: PdfFile) -> Iterator[Finding]:
    """Title and language, in Info, XMP and catalogue alike; the title in the window's bar."""
    title = str(file.pdf.docinfo.get("/Title", ""))
    if not title.strip() or title != file.facts["dc:title"]:
        yield Finding("P1.1", f"its title is {title!r} in Info and {file.facts['dc:title']!r} in XMP")
    if not str(file.root.get("/Lang", "")):
        yield Finding("P1.2", "it names no language")
    if not file.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Finding("P1.3", "readers show its file name instead of its title")
    if not file.pdf.docinfo.get("/ModDate") or not file.facts["xmp:ModifyDate"]:
        yield Finding("P1.4", "it does not say when it was changed")
    for name, twin in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        if file.instant(name) != instant(file.facts[twin]):
            yield Finding("P1.4", f"{name[1:]} is another in Info than in XMP")
    author = str(file.pdf.docinfo.get("/Author", ""))
    if author != file.facts["dc:creator"]:
        yield Finding("P1.14", f"its author is {author!r} in Info and {file.facts['dc:creator']!r} in XMP")


def is_open(file: PdfFile) -> Iterator[Finding]:
    """Tagged, with an identifier and without a password."""
    if not file.root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in file.root:
        yield Finding("P2.1", "it is not tagged")
    if len(file.pdf.trailer.get("/ID", [])) != 2:
        yield Finding("P1.5", "it has no identifier")
    if file.pdf.is_encrypted:
        yield Finding("P1.6", "it is encrypted")


def has_outline(file: PdfFile) -> Iterator[Finding]:
    """Bookmarks, each of which leads to a page, in the order of the pages."""
    marks = list(file.bookmarks())
    if not marks:
        yield Finding("P1.7", "it has no bookmarks")
    for title, page in marks:
        if not page:
            yield Finding("P1.8", f"the bookmark {title[:60]!r} leads nowhere")
    if "/PageLabels" not in file.root:
        yield Finding("P1.9", "its pages have no labels")


def links_lead(file: PdfFile) -> Iterator[Finding]:
    """Every link has words; one within the file leads to a page of it, one that leads out has an address."""
    for page, note in file.annotations:
        if not str(note.get("/Contents", "")).strip():
            yield Finding("P2.9", "a link has no words", page)
        action = note.get("/A")
        if action is not None and action.get("/S") == "/URI" and not str(action.get("/URI", "")):
            yield Finding("P1.10", "a link has no address", page)
    for jump in file.jumps():
        if not jump.target:
            yield Finding("P1.10", f"the link {jump.text[:60]!r} leads nowhere", jump.page)


def contents_agree(file: PdfFile) -> Iterator[Finding]:
    """A line of the contents names the number that the page it leads to has."""
    first = next((n for n, page in enumerate(file.pages, 1) if str(page.label).isdecimal()), 0)
    for jump in file.jumps():
        _, _, folio = jump.text.rpartition(" ")
        if 1 < jump.page < first and jump.target and folio.isdecimal():
            label = str(file.pages[jump.target - 1].label)
            if folio != label:
                yield Finding("P1.11", f"the contents say {jump.text[:60]!r}, the page is {label}", jump.page)


def fonts_are_there(file: PdfFile) -> Iterator[Finding]:
    """Every font is embedded and says what its glyphs stand for."""
    for name, font in sorted(file.fonts().items()):
        descendants = font.get("/DescendantFonts", [font])
        descriptor = descendants[0].get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield Finding("P1.12", f"{name} is not embedded")
        if "/ToUnicode" not in font:
            yield Finding("P1.13", f"the text in {name} cannot be copied or searched")


def sources_are_whole(file: PdfFile) -> Iterator[Finding]:
    """In an archive, every file of the manifest is attached and has the digest it says."""
    if not file.facts["pdfaid:part"]:
        return
    listing = file.attachment("manifest.json")
    if listing is None:
        yield Finding("P3.1", "it carries no manifest of its sources")
        return
    yield from _attached_well(file)
    try:
        posts = msgspec.json.decode(listing, type=_Listing).posts
    except msgspec.DecodeError:
        yield Finding("P3.1", "its manifest of sources cannot be read")
        return
    for each in posts:
        for entry in each.files:
            content = file.attachment(entry.path)
            if content is None:
                yield Finding("P3.2", f"{entry.path} is not attached")
            elif sha256(content).hexdigest() != entry.sha256:
                yield Finding("P3.3", f"{entry.path} is not the file that the manifest names")


def _attached_well(file: PdfFile) -> Iterator[Finding]:
    """ISO 19005-3, 6.8: what each file is to the document, what it is called, of what type, and when it was changed."""
    for spec in file.root.get("/AF", []):
        stream = spec.get("/EF", {}).get("/F")
        named = spec.get("/AFRelationship") and str(spec.get("/Desc", ""))
        if (
            not named
            or stream is None
            or "/Subtype" not in stream
            or "/ModDate" not in stream.get("/Params", {})
        ):
            yield Finding("P3.4", f"{spec.get('/UF', '')} is attached without all that PDF/A-3 asks")


class _Entry(msgspec.Struct):
    path: str
    sha256: str


class _Post(msgspec.Struct):
    files: list[_Entry]


class _Listing(msgspec.Struct):
    posts: list[_Post]


RULES: Final[tuple[Callable[[PdfFile], Iterator[Finding]], ...]] = (
    says_what_it_is,
    is_open,
    has_outline,
    links_lead,
    contents_agree,
    fonts_are_there,
    sources_are_whole,
    elements_are_whole,
)
