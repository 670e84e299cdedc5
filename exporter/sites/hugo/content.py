"""The content files of a site: which are pages, in which language, at which place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct

from exporter.sites.hugo.mounts import Mount
from exporter.world.files import Files

MARKDOWN: Final = frozenset([".md", ".markdown", ".mdown"])
HTML: Final = frozenset([".html", ".htm"])
# Formats Hugo hands to other programs; we do not read them.
FOREIGN: Final = frozenset([".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc"])
_FORMATS: Final = MARKDOWN | HTML | FOREIGN

Kind = Literal["page", "leaf", "branch"]


class Page(Struct, frozen=True):
    """One content file in one language.

    ``path`` is its path in the site, ``place`` that below the content folder, without language and ending
    ("posts/walk", for a bundle its folder), ``base`` the file's own name without them ("walk", "index").
    """

    path: str
    place: str
    base: str
    language: str
    kind: Kind
    ending: str

    @property
    def folder(self) -> str:
        """The folder in which relative names of the page are looked up: its own for a bundle."""
        return self.place if self.kind != "page" else self.place.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The last word of the place: "walk"."""
        return self.place.rpartition("/")[2]

    @property
    def section(self) -> str:
        """The first folder; empty for a page at the root."""
        head, slash, _ = self.place.partition("/")
        return head if slash or self.kind == "branch" else ""


class Content:
    """Finds pages by their files and files by their places."""

    def __init__(
        self, mounts: Iterable[Mount], languages: Iterable[str], ignored: Iterable[str] = ()
    ) -> None:
        self.mounts = tuple(mount for mount in mounts if mount.component == "content")
        self._languages = frozenset(languages)
        self._ignored = tuple(_patterns(ignored))

    def pages(self, files: Files) -> tuple[Page, ...]:
        """Every page of the site, the files below a leaf bundle left out, in the order of path and language."""
        found: dict[tuple[str, str, str], Page] = {}
        for mount in self.mounts:
            for path, place in mount.files(files):
                for page in self._pages(path, place, mount):
                    # The first mount wins a place: a translation hides what it falls back to. Markdown hides HTML.
                    key = (page.place, page.language, page.kind)
                    if found.setdefault(key, page).ending in HTML and page.ending in MARKDOWN:
                        found[key] = page
        leaves = frozenset(page.place for page in found.values() if page.kind == "leaf")
        kept = (page for page in found.values() if not _bundled(page, leaves))
        return tuple(sorted(kept, key=lambda page: (page.path, page.language)))

    def at(self, path: str) -> tuple[Page, ...]:
        """The pages that the file ``path`` of the site is, one a language."""
        pages: dict[str, Page] = {}
        for mount in self.mounts:
            place = mount.place(path)
            for page in self._pages(path, place, mount) if place is not None else ():
                pages.setdefault(page.language, page)
        return tuple(pages.values())

    def origins(self, place: str, languages: Mapping[str, int] | None = None) -> Iterator[str]:
        """The files of the site that may stand at ``place``, those of the language ranked lowest first."""
        rank = languages or {}
        for mount in sorted(
            self.mounts, key=lambda m: min((rank.get(key, 99) for key in m.languages), default=99)
        ):
            origin = mount.origin(place)
            if origin is not None:
                yield origin

    def _pages(self, path: str, place: str, mount: Mount) -> Iterator[Page]:
        # Not by pathlib, which would take as long as all the rest of a scan that remembers.
        folder, _, file = place.rpartition("/")
        stem, dot, suffix = file.rpartition(".")
        ending = (dot + suffix).lower() if stem else ""
        if ending not in _FORMATS or any(pattern.search(path) for pattern in self._ignored):
            return
        base, language = self._split(stem)
        kind: Kind = {"index": "leaf", "_index": "branch"}.get(base, "page")  # type: ignore[assignment]
        at = folder if kind != "page" else f"{folder}/{base}".lstrip("/")
        for key in (language,) if language else mount.languages:
            yield Page(path, at, base, key, kind, ending)

    def _split(self, name: str) -> tuple[str, str]:
        """A file's name and the language that it ends in: ``walk.ja`` → walk, ja."""
        base, _, language = name.rpartition(".")
        return (base, language.lower()) if base and language.lower() in self._languages else (name, "")


def _bundled(page: Page, leaves: frozenset[str]) -> bool:
    """Whether a page is a resource of a leaf bundle and no page of its own."""
    folder = page.place if page.kind == "branch" else page.place.rpartition("/")[0]
    while folder:
        if folder in leaves:
            return True
        folder = folder.rpartition("/")[0]
    return False


def _patterns(written: Iterable[str]) -> Iterator[re.Pattern[str]]:
    for pattern in written:
        try:
            yield re.compile(pattern)
        except re.error:
            continue  # Go's syntax and ours differ in corners; a pattern we cannot read hides nothing
