"""The navigation document and, for Kindle and other old readers, the NCX: two levels, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final, NamedTuple

from lxml import etree

from exporter.backends.epub.document import TYPE, foreign, make, new_document, to_bytes
from exporter.backends.epub.page_breaks import page_id
from exporter.backends.epub.volume import COLOPHON, CONTENTS, COVER_PAGE, FOREWORD, INDEX, Volume

_NCX: Final = "http://www.daisy.org/z3986/2005/ncx/"
_SECOND: Final = 2


class Point(NamedTuple):
    """An entry of the contents; the entries below it have none of their own."""

    label: str
    href: str
    below: tuple[Point, ...] = ()
    language: str = ""


def points(volume: Volume) -> tuple[Point, ...]:
    """Sections with their chapters; in a book without sections, chapters with their h2."""
    index = (Point(volume.says.index, INDEX),) if volume.has_index else ()
    foreword = (Point(volume.says.foreword, FOREWORD),) if volume.options.foreword else ()
    return (*foreword, *_body(volume), *index, Point(volume.says.colophon, COLOPHON))


def _body(volume: Volume) -> Iterator[Point]:
    for section in volume.sections:
        chapters = tuple(
            Point(
                volume.titles[i],
                volume.files[i],
                () if section.title else tuple(_headings(volume, i)),
                post.language,
            )
            for i, post in volume.posts(section)
        )
        if section.title:
            yield Point(section.title, chapters[0].href, chapters)
        else:
            yield from chapters


def _headings(volume: Volume, index: int) -> Iterator[Point]:
    for heading in volume.chapters[index].headings:
        if heading.level == _SECOND:
            yield Point(
                heading.text, f"{volume.files[index]}#{heading.id}", (), volume.issue.posts[index].language
            )


def navigation_document(volume: Volume) -> bytes:
    """``nav.xhtml`` with toc and landmarks (EPUB 3.3, 7)."""
    says = volume.says
    root, body = new_document(volume.title, volume.issue.language, body_class="nav", depth=0)
    toc = etree.SubElement(
        body, "nav", {TYPE: "toc", "role": "doc-toc", "id": "toc", "aria-labelledby": "toc-title"}
    )
    toc.append(make("h1", says.contents, id="toc-title"))
    toc.append(_list(points(volume), volume.issue.language))
    landmarks = make(
        "ol",
        make("li", make("a", says.cover, {TYPE: "cover"}, href=COVER_PAGE)),
        make("li", make("a", says.contents, {TYPE: "toc"}, href=CONTENTS)),
        make("li", make("a", says.body, {TYPE: "bodymatter"}, href=volume.files[0])),
        make("li", make("a", says.colophon, {TYPE: "colophon"}, href=COLOPHON)),
    )
    if volume.has_index:
        landmarks.insert(3, make("li", make("a", says.index, {TYPE: "index"}, href=INDEX)))
    marks = {TYPE: "landmarks", "id": "landmarks", "hidden": "hidden", "aria-label": says.landmarks}
    body.append(make("nav", marks, landmarks))
    if pages := _pages(volume):
        listed = {TYPE: "page-list", "role": "doc-pagelist", "id": "pages", "hidden": "hidden"}
        items = (make("li", make("a", str(page.number), href=page.href)) for page in pages)
        body.append(make("nav", {**listed, "aria-label": volume.says.pages}, make("ol", *items)))
    return to_bytes(root)


class _Page(NamedTuple):
    number: int
    href: str


def _pages(volume: Volume) -> list[_Page]:
    """The printed pages in their order, which need not be that of the chapters."""
    return sorted(
        _Page(each.number, f"{name}#{page_id(each)}")
        for name, breaks in zip(volume.files, volume.breaks, strict=True)
        for each in breaks
    )


def _list(entries: tuple[Point, ...], language: str) -> etree._Element:
    items = etree.Element("ol")
    for entry in entries:
        other = foreign(entry.language or language, language)
        item = make("li", make("a", other, entry.label, href=entry.href))
        if entry.below:
            item.append(_list(entry.below, language))
        items.append(item)
    return items


def ncx(volume: Volume) -> bytes:
    """``toc.ncx`` with the same entries (OPF 2.0.1, 2.4.1)."""
    entries, pages = points(volume), _pages(volume)
    root = etree.Element("ncx", version="2005-1")
    root.set("xmlns", _NCX)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", volume.issue.language)
    depth = "2" if any(entry.below for entry in entries) else "1"
    meta = {
        "dtb:uid": volume.issue.identifier,
        "dtb:depth": depth,
        "dtb:totalPageCount": str(len(pages)),
        "dtb:maxPageNumber": str(max((page.number for page in pages), default=0)),
    }
    root.append(make("head", *(make("meta", name=name, content=content) for name, content in meta.items())))
    root.append(make("docTitle", make("text", volume.title)))
    _points(etree.SubElement(root, "navMap"), entries, {}, count(1))
    if pages:
        root.append(make("pageList", *(_target(page) for page in pages)))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8") + b"\n"


def _points(
    parent: etree._Element, entries: tuple[Point, ...], orders: dict[str, int], numbers: Iterator[int]
) -> None:
    """``orders`` gives a target its place: two entries for one target share it."""
    for entry in entries:
        order = orders.setdefault(entry.href, len(orders) + 1)
        point = etree.SubElement(
            parent, "navPoint", {"id": f"point-{next(numbers)}", "playOrder": str(order)}
        )
        point.append(make("navLabel", make("text", entry.label)))
        point.append(make("content", src=entry.href))
        _points(point, entry.below, orders, numbers)


def _target(page: _Page) -> etree._Element:
    """A page of the NCX. Among headings of the same file its order is not known, and an EPUB need not tell it."""
    number = str(page.number)
    facts = {"id": f"page-{number}", "type": "normal", "value": number}
    return make("pageTarget", facts, make("navLabel", make("text", number)), make("content", src=page.href))
