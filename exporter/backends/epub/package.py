"""The package document and the files around it, written by EbookLib. The only file that sees it.

Its 0.20 gets wrong what this file mends: it dates everything now, names no language on the package, lists every
element with an epub:type and an id as a page, re-serialises documents without their <head>, and leaves a broken file
behind when it fails. So it gets finished documents as plain items and writes into a dictionary instead of a ZIP.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from typing import Final, NamedTuple

from ebooklib import epub
from lxml import etree

from exporter.backends.epub.accessibility import CONFORMS, Claims
from exporter.backends.epub.anchors import clean_url
from exporter.backends.epub.document import plain
from exporter.backends.epub.series import position_of, series_of
from exporter.backends.epub.volume import COVER_IMAGE, NCX, Volume
from exporter.passes.strings import direction

FOLDER: Final = "EPUB"
_COVER: Final = "cover-image"
_IBOOKS: Final = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
_SUBJECTS: Final = 20
_SOURCES: Final = 1  # a digest of many posts names them in its colophon
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


_Meta = tuple[str, str, dict[str, str]]


class Resource(NamedTuple):
    """A file of the book: its place in the folder of the package document, its manifest item, its turn in the spine."""

    name: str
    media_type: str
    properties: tuple[str, ...] = ()
    spine: bool = False


def write_package(volume: Volume, resources: list[Resource], claims: Claims) -> dict[str, bytes]:
    """``META-INF/container.xml`` and the package document; ``resources`` are listed in it in their order."""
    book = epub.EpubBook()
    book.metadata = {}  # it names itself as the generator, and a random identifier
    book.set_identifier(volume.issue.identifier)
    book.add_metadata("DC", "title", volume.title, {"id": "title"})
    book.set_language(volume.issue.language)
    book.set_direction("rtl" if volume.is_vertical else direction(volume.issue.language))
    for name, value, attributes in (*_dublin_core(volume), *_refinements(volume), *_accessibility(claims)):
        book.add_metadata("DC" if name != "meta" else None, name, value, attributes)
    for number, resource in enumerate(resources):
        item = epub.EpubItem(
            uid=_item_id(resource, number), file_name=resource.name, media_type=resource.media_type
        )
        item.properties = list(resource.properties)
        book.add_item(item)
        if resource.spine:
            book.spine.append(item)
    return _Writer(book, volume).written()


def _item_id(resource: Resource, number: int) -> str:
    """EbookLib points the spine at "ncx"; readers of EPUB 2 find the cover by the id in <meta name="cover">."""
    return {NCX: "ncx", COVER_IMAGE: _COVER}.get(resource.name, f"item-{number}")


def _dublin_core(volume: Volume) -> Iterator[_Meta]:
    for number, author in enumerate(volume.authors, 1):
        yield "creator", plain(author.name), {"id": f"creator-{number}"}
    if volume.publisher:
        yield "publisher", volume.publisher, {"id": "publisher"}
    yield "date", f"{volume.issue.updated:%Y-%m-%d}", {}
    if volume.description:
        yield "description", volume.description, {}
    for subject in _subjects(volume):
        yield "subject", subject, {}
    if volume.rights:
        yield "rights", volume.rights, {}
    for address in dict.fromkeys(clean_url(post.url) for post in volume.issue.posts):
        if address and len(volume.issue.posts) <= _SOURCES:
            yield "source", address, {}
    if any(volume.breaks) and volume.pagination:
        yield "source", volume.pagination.source, {"id": "printed"}


def _subjects(volume: Volume) -> list[str]:
    """The posts' categories, the commonest first."""
    count = Counter(plain(name) for post in volume.issue.posts for name in post.categories)
    return [name for name, _ in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])) if name][
        :_SUBJECTS
    ]


def _refinements(volume: Volume) -> Iterator[_Meta]:
    yield "meta", "", {"name": "generator", "content": "exporter"}
    yield "meta", "", {"name": "exporter:profile", "content": volume.options.profile}
    if volume.options.embed:
        yield "meta", "true", {"property": "ibooks:specified-fonts"}  # else Apple Books shows its own
    if volume.is_vertical:
        yield "meta", "", {"name": "primary-writing-mode", "content": "vertical-rl"}
    yield "meta", "", {"name": "cover", "content": _COVER}
    for number, author in enumerate(volume.authors, 1):
        creator = f"#creator-{number}"
        yield "meta", "aut", {"refines": creator, "property": "role", "scheme": "marc:relators"}
        yield "meta", str(number), {"refines": creator, "property": "display-seq"}
        if reading := plain(author.reading) or volume.reading(plain(author.name)):
            yield "meta", reading, {"refines": creator, "property": "file-as"}
    for name, text in (("title", volume.title), ("publisher", volume.publisher)):
        if text and (reading := _reading(volume, text)):
            yield "meta", reading, {"refines": f"#{name}", "property": "file-as"}
    if any(volume.breaks) and volume.pagination:
        # EPUB Accessibility 1.1, 4.1.3, as it is, and as its next version has it, which EPUBCheck 5.3 knows already.
        yield "meta", "pagination", {"refines": "#printed", "property": "source-of"}
        yield "meta", volume.pagination.source, {"property": "pageBreakSource"}
    if series := series_of(volume.site, volume.issue):
        yield "meta", series, {"property": "belongs-to-collection", "id": "series"}
        yield "meta", "series", {"refines": "#series", "property": "collection-type"}
        if position := position_of(volume.issue):
            yield "meta", position, {"refines": "#series", "property": "group-position"}


def _reading(volume: Volume, text: str) -> str:
    """Of a title that begins with the site's, the site's reading and then the period, which sorts as it is."""
    if reading := volume.reading(text):
        return reading
    name = volume.reading(volume.name)
    return f"{name} {volume.issue.id}" if name and text == volume.title else ""


def _accessibility(claims: Claims) -> Iterator[_Meta]:
    lists = {
        "schema:accessMode": claims.access_modes,
        "schema:accessModeSufficient": claims.sufficient,
        "schema:accessibilityFeature": claims.features,
        "schema:accessibilityHazard": claims.hazards,
        "schema:accessibilitySummary": (claims.summary,),
    }
    for name, values in lists.items():
        for value in values:
            yield "meta", value, {"property": name}
    if claims.certifier:
        yield "meta", CONFORMS, {"property": "dcterms:conformsTo", "id": "conformance"}
        yield "meta", claims.certifier, {"property": "a11y:certifiedBy", "refines": "#conformance"}


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with another kind of output and the date of the content."""

    def __init__(self, book: epub.EpubBook, volume: Volume) -> None:
        super().__init__("", book, {"mtime": volume.issue.updated.astimezone(UTC)})
        self._volume = volume
        self._files: dict[str, bytes] = {}
        self.out = self

    def writestr(self, name: str, content: bytes | str) -> None:
        """What EbookLib believes to be a ZIP."""
        self._files[name] = content.encode() if isinstance(content, str) else content

    def written(self) -> dict[str, bytes]:
        self._write_container()
        self._write_opf()
        return self._files

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(_LANG, self._volume.issue.language)
        root.set("dir", direction(self._volume.issue.language))
        root.attrib.pop("prefix", "")  # it declares a reserved one (EPUB 3.3, D.1.2)
        if self._volume.options.embed:
            root.set("prefix", f"ibooks: {_IBOOKS}")
        super()._write_opf_file(root)
