"""Links and images of a site whose addresses are its paths: relative to the file, or to the root."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.sites.index import Index
from exporter.world.files import Files


def public(src: str, path: str, root: str) -> str:
    """The absolute URL of a file that the file ``path`` names ``src``; ``root`` is the URL of the site's root."""
    return urljoin(
        root + quote(path), root + src.lstrip("/") if src.startswith("/") and src[1:2] != "/" else src
    )


class Relative:
    """Implements ``reading.urls.Resolver``."""

    def __init__(self, source: Source, files: Files, *, root: str, index: Index) -> None:
        self.url = source.url
        self.diagnostics: list[Diagnostic] = []
        self._source = source
        self._files = files
        self._root = root
        self._index = index
        self._told: set[tuple[str, str]] = set()

    def link(self, href: str, line: int) -> str:
        """The page that is made of the file a link names; any other address as a browser takes it."""
        place = self._place(href)
        page = self._index.by_path(place) if place else None
        if page:
            fragment = urlsplit(href).fragment
            return page.url + (f"#{fragment}" if fragment else "")
        if place and PurePosixPath(place).suffix.lower() in {".md", ".markdown"}:
            self._tell("R205", f"{href} names no page", line)
        if place and self._files.stat(place):
            return public(href, self._source.source, self._root)
        return urljoin(self.url, href)

    def image(self, src: str, line: int) -> tuple[str, str]:
        """The URL of an image and its file; a missing, remote or forbidden one is told once."""
        url = public(src, self._source.source, self._root)
        place = self._place(src)
        if not place:
            if url.startswith(("http:", "https:")):  # of the others the sanitiser tells
                self._tell("A405", url, line)
        elif place.startswith(".."):
            self._tell("A402", src, line)
        elif self._files.stat(place):
            return url, place
        else:
            self._tell("A401", src, line)
        return url, ""

    def _place(self, href: str) -> str:
        """The path below the root that an address means; empty for one on another site or outside."""
        try:
            split = urlsplit(href)
        except ValueError:
            return ""
        if split.scheme or split.netloc or not split.path:
            return ""
        path = unquote(split.path)
        folder = "" if path.startswith("/") else posixpath.dirname(self._source.source)
        return posixpath.normpath(posixpath.join(folder, path.lstrip("/")))

    def _tell(self, code: str, message: str, line: int) -> None:
        if (code, message) not in self._told:
            self._told.add((code, message))
            self.diagnostics.append(diagnose(code, message, self._source.source, line))
