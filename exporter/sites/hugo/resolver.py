"""Where the links, refs and images of one page lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from exporter.diagnostics import Diagnostic, diagnose
from exporter.sites.hugo.content import HTML, MARKDOWN, Content, Page
from exporter.sites.hugo.images import Found, Images
from exporter.sites.hugo.settings import Settings
from exporter.sites.index import Index
from exporter.sites.index import Page as Target

_ENDINGS: Final = MARKDOWN | HTML


class Resolver:
    """Implements ``reading.urls.Resolver`` for a Hugo page; ``url`` is the page's own."""

    def __init__(
        self,
        page: Page,
        url: str,
        settings: dict[str, Settings],
        *,
        content: Content,
        images: Images,
        index: Index,
    ) -> None:
        self.url = url
        self.diagnostics: list[Diagnostic] = []
        self._page = page
        self._settings = settings
        self._content = content
        self._images = images
        self._index = index
        self._base = settings[page.language].language.base_url
        self._told: set[tuple[str, str]] = set()

    def link(self, href: str, line: int) -> str:
        """The public URL of a link: of a page under its permalink, however it is named."""
        url = urljoin(self.url, href)
        split = _split(href)
        if split is None or split.scheme or split.netloc or not split.path:
            return url
        after = f"?{split.query}" * bool(split.query) + f"#{split.fragment}" * bool(split.fragment)
        target = self._linked(url, unquote(split.path))
        if target:
            return target.url + after
        if PurePosixPath(split.path).suffix.lower() in MARKDOWN:
            self._tell("R205", f"{href} names no page", line)
        return url

    def image(self, src: str, line: int) -> tuple[str, str]:
        """The public URL of an image and its file; a missing, remote or forbidden one is told once."""
        found = self._images.find(self._page, self.url, src)
        self._judge(found, src, line)
        return found.url, found.path

    def reference(self, path: str, language: str = "") -> str:
        """The absolute URL that ``ref`` gives; empty where no page is meant."""
        path, mark, fragment = path.partition("#")
        wanted = language.lower() if language.lower() in self._settings else self._page.language
        target = self._named(path.strip(), wanted) if path.strip() else None
        if path.strip() and target is None:
            return ""
        return (target.url if target else "") + mark + fragment

    def _linked(self, url: str, path: str) -> Target | None:
        tag = self._settings[self._page.language].language.tag
        if not self._base or not url.startswith(self._base):
            # "/posts/x/" on a site that lives in a folder: the live link is broken, but what it means is clear.
            return (
                self._index.by_url(urljoin(self._base, path.lstrip("/")), tag)
                if path.startswith("/")
                else None
            )
        if found := self._index.by_url(url, tag):
            return found
        if PurePosixPath(path).suffix.lower() in _ENDINGS:
            return self._named(path, self._page.language)
        return self._by_file_name(url, tag)

    def _by_file_name(self, url: str, tag: str) -> Target | None:
        """A page linked by its file's name though its slug differs: 3,153 of 3,370 links of one blog."""
        place = unquote(urlsplit(url).path).rstrip("/")
        folder, _, name = place.rpartition("/")
        found = self._index.by_name(name, tag) if "." not in name else None
        if found is None or not found.url:
            return None
        beside = unquote(urlsplit(found.url).path).rstrip("/").rpartition("/")[0]
        return found if beside == folder or self._folder(found) == folder.strip("/") else None

    def _folder(self, target: Target) -> str:
        """The folder of content in which a page lies."""
        at = next(iter(self._content.at(target.source)), None)
        return at.place.rpartition("/")[0] if at else ""

    def _named(self, path: str, language: str) -> Target | None:
        """The page a content path means: from the page's folder, from the root, by its name alone."""
        tag = self._settings[language].language.tag
        for place in self._places(path):
            for file in self._files(place, language):
                found = self._index.by_path(file, tag)
                if found and found.language == tag:
                    return found
        stem = _without_ending(path).rstrip("/").rpartition("/")[2]
        found = self._index.by_name(stem, tag)
        if found and found.language == tag:
            return found
        return self._index.by_url(urljoin(self._base, path.lstrip("/")), tag) if "/" in path else None

    def _places(self, path: str) -> Iterator[str]:
        relative = posixpath.normpath(posixpath.join(self._page.folder, path))
        for place in ([] if path.startswith("/") else [relative]) + [posixpath.normpath(path.lstrip("/"))]:
            if not place.startswith(".."):
                bare = _without_ending(place)
                yield bare.removesuffix("/_index").removesuffix("/index")

    def _files(self, place: str, language: str) -> Iterator[str]:
        bare, _, suffix = place.rpartition(".")
        places = [place, bare] if suffix == language and bare else [place]
        for name in (f"{p}{form}" for p in places for form in ("", "/index", "/_index")):
            for ending in (".md", f".{language}.md", ".markdown", ".html", f".{language}.html"):
                yield from self._content.origins(name + ending)

    def _judge(self, found: Found, src: str, line: int) -> None:
        if found.path:
            return
        if found.remote:
            self._tell("A405", found.url, line)
        elif found.outside:
            self._tell("A402", src, line)
        else:
            self._tell("A401", src, line)

    def _tell(self, code: str, message: str, line: int) -> None:
        if (code, message) not in self._told:
            self._told.add((code, message))
            self.diagnostics.append(diagnose(code, message, self._page.path, line))


def _without_ending(path: str) -> str:
    stem, ending = posixpath.splitext(path)
    return stem if ending.lower() in _ENDINGS else path


def _split(href: str) -> SplitResult | None:
    try:
        return urlsplit(href)
    except ValueError:
        return None
