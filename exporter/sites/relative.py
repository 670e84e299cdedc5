"""Links and images of a site whose addresses are its paths: relative to the file, to the root, or by name alone."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.reading.heading_ids import heading_id
from exporter.reading.wiki import named
from exporter.sites.index import Index, Page
from exporter.sites.places import Places, below
from exporter.world.files import Files

_MARKDOWN: Final = frozenset([".md", ".markdown", ".mdx"])


class Relative:
    """Implements ``reading.urls.Resolver``."""

    def __init__(
        self,
        source: Source,
        files: Files,
        places: Places,
        *,
        root: str,
        index: Index,
        subpath: str = "",
    ) -> None:
        self.url = source.url
        self.diagnostics: list[Diagnostic] = []
        self._source = source
        self._files = files
        self._places = places
        self._root = root
        self._index = index
        self._subpath = subpath
        self._told: set[tuple[str, str]] = set()

    def link(self, href: str, line: int) -> str:
        """The page that is made of the file a link names; any other address as a browser takes it."""
        if name := named(href):
            return self._named_link(name, line)
        places = self._places.candidates(href, self._source.source, self.url)
        files = (*places, *(f"{one}.md" for one in places if not PurePosixPath(one).suffix))
        page = next(filter(None, map(self._index.by_path, files)), None) or self._page_at(href)
        if page:
            fragment = urlsplit(href).fragment
            return page.url + (f"#{fragment}" if fragment else "")
        if any(PurePosixPath(place).suffix.lower() in _MARKDOWN for place in places):
            self._tell("R205", f"{href} names no page", line)
        file = self._places.file(href, self._source.source, self.url)
        if file:
            return self._places.url(href, self._source.source, self.url, file)
        return urljoin(self._root, href) if href.startswith("/") else urljoin(self.url, href)

    def image(self, src: str, line: int) -> tuple[str, str]:
        """The URL of an image and its file; a missing, remote or forbidden one is told once."""
        if name := named(src):
            src = f"/{quote(self._named_file(name) or name)}"
        src = below(src, self._subpath)
        path = self._source.source
        places = self._places.candidates(src, path, self.url)
        file = self._places.file(src, path, self.url)
        url = self._places.url(src, path, self.url, file)
        if not places:
            if url.startswith(("http:", "https:")):  # of the others the sanitiser tells
                self._tell("A405", url, line)
        elif places[0].startswith(".."):
            self._tell("A402", src, line)
        elif not file:
            self._tell("A401", src, line)
        return url, file

    def _page_at(self, href: str) -> Page | None:
        """The page at an address from the root, as authors write them who look at their site."""
        here = href.startswith("/") and not href.startswith("//")
        return self._index.by_url(urljoin(self._root, href)) if here else None

    def _named_link(self, name: str, line: int) -> str:
        """Where ``[[Page#Part]]`` leads; the part of a block (``#^id``) is the page."""
        name, _, part = name.partition("#")
        url = self.url if not name.strip() else self._named_url(name.strip())
        if not url:
            self._tell("R205", f"[[{name}]] names no page", line)
        part = "" if part.startswith("^") else heading_id(part.rpartition("#")[2])
        return f"{url}#{part}" if url and part else url

    def _named_url(self, name: str) -> str:
        page = self._named_page(name)
        if page:
            return page.url
        file = self._named_file(name)
        return self._root + quote(file) if file else ""

    def _named_page(self, name: str) -> Page | None:
        stem = name.removesuffix(".md")
        folder = posixpath.dirname(self._source.source)
        tops = dict.fromkeys((*self._places.tops, "", folder))
        places = (posixpath.normpath(posixpath.join(top, f"{stem}.md")) for top in tops)
        pages = (self._index.by_path(place) for place in places)
        found = next((page for page in pages if page), None)
        if found or "/" in stem:
            return found
        # The index knows names up to their first full stop: "v1.2" is looked for among the files.
        file = self._named_file(f"{stem}.md") if "." in stem else ""
        return self._index.by_path(file) if file else self._index.by_name(stem)

    def _named_file(self, name: str) -> str:
        """The file of this path, from the root or from the post's folder, or the first of this name anywhere."""
        folder = posixpath.dirname(self._source.source)
        for place in (name.lstrip("/"), posixpath.normpath(posixpath.join(folder, name))):
            if not place.startswith("..") and self._files.stat(place):
                return place
        end = f"/{name}".lower()
        return next((file for file in self._files.walk() if f"/{file}".lower().endswith(end)), "")

    def _tell(self, code: str, message: str, line: int) -> None:
        if (code, message) not in self._told:
            self._told.add((code, message))
            self.diagnostics.append(diagnose(code, message, self._source.source, line))
