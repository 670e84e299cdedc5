"""A header as a Source."""

from __future__ import annotations

from typing import Any, Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Author, Cover, Source
from exporter.reading.urls import canonical
from exporter.sites.covers import cover_of
from exporter.sites.fields import dig, first, flag, text, texts
from exporter.sites.hugo.content import Page
from exporter.sites.hugo.header import Header
from exporter.sites.hugo.images import Images
from exporter.sites.hugo.links import Links
from exporter.sites.hugo.moments import moments
from exporter.sites.hugo.settings import Settings
from exporter.sites.people import Lookup, authors
from exporter.sites.readings import with_readings
from exporter.sites.recordings import recording_of

# Layouts of common themes that make a tool of a page.
_TOOLS: Final = frozenset(["search", "archives", "archive", "tags", "categories", "links", "contact"])
_AUTHORS: Final = ("author", "authors", "writer", "by")


def source_of(
    page: Page, header: Header, settings: Settings, *, links: Links, images: Images, known: Lookup
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """What ``hugo list all`` knows of ``page``, and more; None where Hugo does not list it or its header is unreadable.

    Whether its section makes it a post is decided later.
    """
    if not header.ok or _hidden(header.meta):
        return None, header.diagnostics
    meta, found = header.meta, moments(page, header, settings)
    slug = text(meta.get("slug")) or found.slug
    url = "" if _unlinked(meta) else links.permalink(page, meta, found.date, slug=slug)
    extra, silent = recording_of(
        meta, lambda src: _place(images, page, url, src), images.size, source=page.path
    )
    source = Source(
        id=url or page.path,
        source=page.path,
        url=url,
        title=_title(meta) or _spoken(page, settings),
        published=found.published,
        updated=found.updated,
        publish=found.publish,
        expires=found.expires,
        language=settings.language.tag,
        description=first(meta, ("description", "params.description", "summary", "subtitle")),
        authors=_authors(meta, known) or settings.authors,
        tags=_terms(meta, settings.tags),
        categories=_terms(meta, settings.categories),
        series=_terms(meta, settings.series),
        cover=_cover(page, url, meta, images),
        draft=flag(meta.get("draft")),
        page=page.kind == "branch" or not url or text(meta.get("layout")).lower() in _TOOLS,
        slug=slug,
        aliases=texts(meta.get("aliases")) or texts(meta.get("alias")),
        section=settings.spelling.named(page.section),
        extra=extra,
    )
    return with_readings(source, meta), (
        *header.diagnostics,
        *found.diagnostics,
        *silent,
        *_missing(source, header),
    )


def _place(images: Images, page: Page, url: str, src: str) -> tuple[str, str]:
    found = images.find(page, url, src)
    return canonical(found.url), found.path


def _missing(source: Source, header: Header) -> list[Diagnostic]:
    if source.page or _title(header.meta):
        return []
    return [diagnose("S104", f"“{source.title}” is made of its file name", source.source)]


def _hidden(meta: dict[str, Any]) -> bool:
    """Pages that `hugo list all` passes over: headless ones and those that are in no list."""
    return flag(meta.get("headless")) or _option(meta, "list") in {"never", "false"}


def _unlinked(meta: dict[str, Any]) -> bool:
    """Pages that Hugo neither renders nor gives an address."""
    return _option(meta, "render") in {"never", "false"}


def _option(meta: dict[str, Any], name: str) -> str:
    if "build" not in meta and "_build" not in meta:
        return ""
    return (text(dig(meta, f"build.{name}")) or text(dig(meta, f"_build.{name}"))).lower()


def _title(meta: dict[str, Any]) -> str:
    return " ".join(first(meta, ("title", "linktitle")).split())


def _spoken(page: Page, settings: Settings) -> str:
    """A file name as a title: hyphens and underscores were spaces."""
    name = page.name.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:] or settings.title or page.path


def _authors(meta: dict[str, Any], known: Lookup) -> tuple[Author, ...]:
    named = (meta.get(name) or dig(meta, f"params.{name}") for name in _AUTHORS)
    return next((found for value in named if value and (found := authors(value, known))), ())


def _terms(meta: dict[str, Any], name: str) -> tuple[str, ...]:
    return texts(meta.get(name)) or texts(dig(meta, f"params.{name}"))


def _cover(page: Page, url: str, meta: dict[str, Any], images: Images) -> Cover | None:
    picture = cover_of(meta, images.bundle(page) if page.kind == "leaf" else ())
    if picture is None or not url:
        return None
    address = canonical(images.address(page, url, picture.src))
    return Cover(address, picture.alt, picture.caption) if address else None
