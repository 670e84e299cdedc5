"""An issue as one EPUB: its chapters with links between them, its own pages, its pictures once each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.epub import ocf, pages
from exporter.backends.epub.accessibility import claim
from exporter.backends.epub.catalogue import COVER_SIZE
from exporter.backends.epub.chapter import Picture, unpack
from exporter.backends.epub.cover import absent_faces, cover_image, own_cover
from exporter.backends.epub.document import STYLESHEET
from exporter.backends.epub.fonts import Font, fonts_of
from exporter.backends.epub.foreword import foreword_page
from exporter.backends.epub.guide import follow_guide, places_of_chapters
from exporter.backends.epub.index import index_page
from exporter.backends.epub.links import chapter_entries
from exporter.backends.epub.navigation import navigation_document, ncx
from exporter.backends.epub.package import FOLDER, Resource, write_package
from exporter.backends.epub.sections import arrange, divide
from exporter.backends.epub.stylesheet import stylesheet
from exporter.backends.epub.volume import (
    COLOPHON,
    CONTENTS,
    COVER_IMAGE,
    COVER_PAGE,
    FOREWORD,
    INDEX,
    NAVIGATION,
    NCX,
    TITLE_PAGE,
    Volume,
)
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Artifact, Origin, Rendered
from exporter.passes.images import Layer, compose

_XHTML = "application/xhtml+xml"


def bind(job: BindJob) -> Rendered:
    """``FOLDER/ID.epub`` and its cover for catalogues, ``latest.epub`` too of the newest issue; nothing without posts.

    Raises ThemeError for a broken theme, OutputError over 4 GB.
    """
    if not job.parts:
        return Rendered(())
    order = arrange(job.issue, job.options.sections)
    issue = replace(job.issue, posts=tuple(job.issue.posts[i] for i in order))
    chapters = tuple(unpack(job.parts[i].content) for i in order)
    volume = Volume(
        issue=issue,
        site=job.site,
        chapters=chapters,
        sections=divide(issue, job.options.sections),
        options=job.options,
        pagination=job.pagination,
    )
    pictures = {picture.name: picture for chapter in chapters for picture in chapter.pictures}
    own = _pages(volume)
    preface: tuple[str, ...] = ()
    if job.options.foreword:
        own[FOREWORD], preface = foreword_page(volume, job.options.foreword)
    texts = chapter_entries(volume)
    fonts, barred = _fonts(
        job, [*own.values(), *(entry.content() for entry in texts.values())] if job.fonts else []
    )
    own |= {
        STYLESHEET: stylesheet(job.theme, fonts, vertical=volume.is_vertical).encode(),
        COVER_IMAGE: _cover(job) or cover_image(volume, job.theme, job.kept),
        NCX: ncx(volume),
        **{font.name: font.content for font in fonts},
    }
    files = {f"{FOLDER}/{name}": ocf.entry_of(name, content) for name, content in own.items()}
    files |= {f"{FOLDER}/{name}": ocf.store(picture.content) for name, picture in pictures.items()}
    files |= {f"{FOLDER}/{name}": entry for name, entry in texts.items()}
    resources = [
        *_resources(volume, pictures, preface),
        *(Resource(font.name, font.media_type) for font in fonts),
    ]
    package = write_package(volume, resources, claim(volume, job.theme))
    files |= {name: ocf.deflate(content) for name, content in package.items()}
    if volume.options.profile == "ebpaj":
        files = follow_guide(files, volume)
    content = ocf.pack(files, issue.updated)
    # To decode the cover costs as much as all the rest of a binding, and few edits change it.
    thumbnail = job.kept([b"thumbnail", own[COVER_IMAGE]], partial(_thumbnail, own[COVER_IMAGE]))
    return Rendered(_artifacts(volume, content, thumbnail), tuple(_told(job, volume, barred)))


def _cover(job: BindJob) -> bytes:
    """The editor's; empty without one."""
    return own_cover(job.cover, job.kept) if job.cover else b""


def _told(job: BindJob, volume: Volume, barred: list[str]) -> Iterator[Diagnostic]:
    if job.pagination and not any(volume.breaks):
        place = f"{volume.issue.folder}/{volume.issue.id}"
        yield diagnose(
            "E605", f"{place}: {job.options.pages} is in several volumes, which count their pages each"
        )
    if job.cover and not _cover(job):
        yield diagnose("A403", f"{job.cover.path} is no cover: its data is broken")
    yield from (diagnose("E602", f"{family} is not installed") for family in absent_faces(volume, job.theme))
    yield from (diagnose("E603", f"{family} may not be embedded") for family in barred)


def _pages(volume: Volume) -> dict[str, bytes]:
    """The documents that every book has beside its chapters."""
    return {
        COVER_PAGE: pages.cover_page(volume),
        TITLE_PAGE: pages.title_page(volume),
        CONTENTS: pages.contents_page(volume),
        **({INDEX: index_page(volume)} if volume.has_index else {}),
        COLOPHON: pages.colophon_page(volume),
        NAVIGATION: navigation_document(volume),
    }


def _fonts(job: BindJob, documents: list[bytes]) -> tuple[list[Font], list[str]]:
    languages = {job.issue.language, *(post.language for post in job.issue.posts)}
    return fonts_of(documents, job.theme, job.fonts, languages)


def _thumbnail(cover: bytes) -> bytes:
    """The cover for catalogues."""
    return compose(COVER_SIZE, "#ffffff", [Layer(cover, "image/jpeg", (0, 0, *COVER_SIZE))]).content


def _artifacts(volume: Volume, content: bytes, thumbnail: bytes) -> tuple[Artifact, ...]:
    issue = volume.issue
    place = f"{issue.folder}/{issue.id}"
    count = len(volume.chapters)
    book = Artifact(f"{place}.epub", ocf.MIMETYPE.decode(), content, count, "chapters", _origins(volume))
    latest = (replace(book, name=f"{issue.folder}/latest.epub"),) if issue.newest else ()
    return (book, Artifact(f"{place}.jpg", "image/jpeg", thumbnail), *latest)


def _origins(volume: Volume) -> tuple[Origin, ...]:
    places = places_of_chapters(volume) if volume.options.profile == "ebpaj" else ()
    places = places or tuple(f"{FOLDER}/{name}" for name in volume.files)
    chapters = zip(places, volume.issue.posts, volume.chapters, strict=True)
    return tuple(Origin(name, post.source, chapter.lines) for name, post, chapter in chapters)


def _resources(volume: Volume, pictures: dict[str, Picture], preface: tuple[str, ...]) -> list[Resource]:
    """Everything in the container but the package document, the spine in reading order."""
    chapters = zip(volume.files, volume.chapters, strict=True)
    return [
        Resource(NAVIGATION, _XHTML, ("nav",)),
        Resource(NCX, "application/x-dtbncx+xml"),
        Resource(STYLESHEET, "text/css"),
        Resource(COVER_IMAGE, "image/jpeg", ("cover-image",)),
        Resource(COVER_PAGE, _XHTML, spine=True),
        Resource(TITLE_PAGE, _XHTML, spine=True),
        *([Resource(FOREWORD, _XHTML, preface, spine=True)] if volume.options.foreword else []),
        Resource(CONTENTS, _XHTML, spine=True),
        *(Resource(name, _XHTML, chapter.properties, spine=True) for name, chapter in chapters),
        *([Resource(INDEX, _XHTML, spine=True)] if volume.has_index else []),
        Resource(COLOPHON, _XHTML, spine=True),
        *(Resource(name, pictures[name].media_type) for name in sorted(pictures)),
    ]
