"""Reads the header of a content file, with what its sections and the configuration hand down to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ExportError, UnsafePathError
from exporter.reading.frontmatter import FrontMatter, read_header, split
from exporter.reading.located import locate
from exporter.sites.fields import lowered, text
from exporter.sites.hugo.cascade import handed_down, inherit, target
from exporter.sites.hugo.content import Content, Page
from exporter.sites.hugo.settings import Settings
from exporter.world.files import Files

# Enough for nearly every header: of 1,861 the longest has 3,7 KB.
_HEAD: Final = 8192


class Header(Struct, frozen=True):
    """``meta`` is the page's own header with lower-case keys and what was handed down; ``ok`` False if unreadable."""

    meta: dict[str, Any]
    front: FrontMatter
    ok: bool
    diagnostics: tuple[Diagnostic, ...] = ()


class Headers:
    """Reads headers; those of sections are kept, for many pages inherit from them."""

    def __init__(self, files: Files, content: Content, settings: Mapping[str, Settings]) -> None:
        self._files = files
        self._content = content
        self._settings = settings
        self._sections: dict[tuple[str, str], tuple[Page, Header] | None] = {}
        self._cascades: dict[tuple[str, str], list[object]] = {}

    def header(self, page: Page) -> Header:
        """The header of ``page``, its body not read."""
        raw = _bytes(self._files, page.path)
        return raw if isinstance(raw, Header) else self._inherited(page, *_front(raw, page.path, whole=False))

    def whole(self, page: Page) -> Header:
        """The header of ``page`` with the body behind it."""
        raw = _bytes(self._files, page.path)
        return raw if isinstance(raw, Header) else self._inherited(page, *_front(raw, page.path, whole=True))

    def section(self, place: str, language: str) -> tuple[Page, Header] | None:
        """The ``_index`` file of a folder and its header without what it inherits; None where there is none."""
        key = (place, language)
        if key not in self._sections:
            self._sections[key] = self._find(place, language)
        return self._sections[key]

    def ancestors(self, page: Page) -> Iterator[tuple[str, tuple[Page, Header] | None]]:
        """The folders above a page, the nearest first, "" last, each with its ``_index``."""
        place = page.place
        while place:
            place = place.rpartition("/")[0]
            yield place, self.section(place, page.language)

    def _find(self, place: str, language: str) -> tuple[Page, Header] | None:
        folder = f"{place}/" if place else ""
        for name in (f"_index.{language}.md", "_index.md", f"_index.{language}.html", "_index.html"):
            for path in self._content.origins(folder + name):
                if not self._files.stat(path):
                    continue
                page = next(
                    (p for p in self._content.at(path) if (p.language, p.place) == (language, place)), None
                )
                raw = _bytes(self._files, path) if page else None
                if page and isinstance(raw, bytes):
                    front, findings = _front(raw, path, whole=False)
                    return page, Header(lowered(front.meta), front, ok=front.ok, diagnostics=findings)
        return None

    def _inherited(self, page: Page, front: FrontMatter, findings: tuple[Diagnostic, ...]) -> Header:
        meta, cascades = lowered(front.meta), self._from_above(page)
        if page.kind == "branch" and meta.get("cascade"):
            cascades = [meta["cascade"], *cascades]
        if not cascades:
            return Header(meta, front, ok=front.ok, diagnostics=findings)
        settings = self._settings[page.language]
        wanted = target(page, settings.spelling.named(page.place), settings.taxonomies)
        handed = (values for cascade in cascades for values in handed_down(cascade, wanted))
        return Header(inherit(meta, handed), front, ok=front.ok, diagnostics=findings)

    def _from_above(self, page: Page) -> list[object]:
        """The cascades that reach the pages of a folder, the nearest first; of many pages asked once."""
        key = (page.place.rpartition("/")[0] if page.place else "/", page.language)
        if key not in self._cascades:
            above = [found[1].meta.get("cascade") for _, found in self.ancestors(page) if found]
            self._cascades[key] = [
                cascade for cascade in (*above, self._settings[page.language].cascade) if cascade
            ]
        return self._cascades[key]


def _front(raw: bytes, path: str, *, whole: bool) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    try:
        front = None if whole else read_header(raw[:_HEAD], path)
        front = front or split(raw.decode(), path)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _unreadable(diagnose("S102", f"{error.reason} at byte {error.start}", path, line))
    return front, front.diagnostics


def _bytes(files: Files, path: str) -> bytes | Header:
    try:
        return files.read(path)
    except UnsafePathError as error:
        reason = str(error)
    except (OSError, ExportError) as error:
        reason = text(getattr(error, "strerror", "")) or str(error)
    front, findings = _unreadable(diagnose("S101", reason, path))
    return Header({}, front, ok=False, diagnostics=findings)


def _unreadable(finding: Diagnostic) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    return FrontMatter({}, locate(""), ok=False, diagnostics=(finding,)), (finding,)
