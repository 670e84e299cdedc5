"""Where the links, refs and images of one page lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from exporter.diagnostics import Diagnostic, diagnose
from exporter.sites.hugo.content import HTML, MARKDOWN, Content, Page
from exporter.sites.hugo.images import Found, Images, split_url
from exporter.sites.hugo.paths import encoded
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
        split = split_url(href)
        if split is None:
            return ""
        url = urljoin(self.url, href)
        if split.scheme or split.netloc or not split.path:
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
        return self._published(found), found.path

    def _published(self, found: Found) -> str:
        """The URL of a bundle's file: translations share it, and Hugo publishes it with the page it belongs to."""
        folder = found.path.rsplit("/", found.shared.count("/") + 1)[0]
        name = found.path.rpartition("/")[2]
        owner = self._images.owner(found.path) if found.shared else ""
        if not owner:
            return found.url
        base = self.url
        if owner != self._page.language:
            tag = self._settings[owner].language.tag
            files = (
                f"{folder}/index{suffix}{ending}"
                for suffix in ("", f".{owner}")
                for ending in sorted(_ENDINGS)
            )
            page = next(
                (p for file in files if (p := self._index.by_path(file, tag)) and p.language == tag), None
            )
            base = page.url if page else base
        return urljoin(urljoin(base, urlsplit(urljoin(base, found.shared)).path), encoded(name))

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
        if not url.startswith(self._base) and path.startswith("/"):
            # "/posts/x/" on a site that lives in a folder: no browser finds it, but Hugo's link hook does.
            url = self._base + path.lstrip("/")
        # Hugo's link hook, which is on where there are translations, looks for content before a browser sees the URL.
        hooked = self._settings[self._page.language].link_hook and not path.startswith("/")
        if hooked and (found := self._at_place(path, self._page.language)):
            return found
        if found := self._index.by_url(url, tag) if url.startswith(self._base) else None:
            return found
        if PurePosixPath(path).suffix.lower() in _ENDINGS:
            return self._named(path, self._page.language)
        return self._at_place(path, self._page.language) or self._by_file_name(url, tag)

    def _by_file_name(self, url: str, tag: str) -> Target | None:
        """A page linked by its file's name though its slug differs: 3,153 of 3,370 links of one blog."""
        place = unquote(urlsplit(url).path).rstrip("/")
        folder, _, name = place.rpartition("/")
        found = self._index.by_name(name, tag) if "." not in name else None
        if found is None or not found.url:
            return None
        beside = unquote(urlsplit(found.url).path).rstrip("/").rpartition("/")[0]
        root = urlsplit(self._base).path.rstrip("/")
        return found if folder in {beside, f"{root}/{self._folder(found)}".rstrip("/")} else None

    def _folder(self, target: Target) -> str:
        """The folder of content in which a page lies."""
        at = next(iter(self._content.at(target.source)), None)
        return at.place.rpartition("/")[0] if at else ""

    def _named(self, path: str, language: str) -> Target | None:
        """The page a content path means: from the page's folder, from the root, by its name alone."""
        if at := self._at_place(path, language):
            return at
        tag = self._settings[language].language.tag
        stem = _without_ending(path).rstrip("/").rpartition("/")[2]
        found = self._index.by_name(stem, tag)
        if found and found.language == tag:
            return found
        return self._index.by_url(urljoin(self._base, path.lstrip("/")), tag) if "/" in path else None

    def _at_place(self, path: str, language: str) -> Target | None:
        """The page at a content path, from the page's folder or from the root."""
        tag = self._settings[language].language.tag
        for place in self._places(path):
            for file in self._files(place, language):
                found = self._index.by_path(file, tag)
                if found and found.language == tag:
                    return found
        return None

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
        if found.path or not found.url:
            return
        if found.remote:
            if found.url.startswith(("http:", "https:")):  # of the others the sanitiser tells
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
