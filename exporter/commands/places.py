"""What a site publishes, told by its reader: the addresses of its pages, and the files that its generator copies."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from exporter.ledger.rows import place
from exporter.model.post import Source
from exporter.sites.base import OpenSite
from exporter.world.files import Files

# Lists that generators make of terms; which terms have a page is for their templates to say.
_LISTS: Final = frozenset(["tags", "categories", "series", "authors", "page", "archives", "search"])


class SitePlaces:
    """Judges addresses below the site's root; all others are out of sight and count as known."""

    def __init__(
        self, files: Files, site: OpenSite, pages: Iterable[Source], made: Iterable[str] = ()
    ) -> None:
        self._files = files
        self._site = site
        self._root = next((one.root_url or one.url for one in site.sites), "")
        self._pages: dict[str, Source | None] = {}
        for page in pages:
            for address in _addresses(page, self._root):
                self._pages.setdefault(place(address), page)
        for page_place in list(self._pages):
            for above in _above(page_place):
                self._pages.setdefault(above, None)
        self._made = {place(self._root + name) for name in made}

    def knows(self, url: str) -> bool:
        """True for what is published, and for what lies outside the site."""
        path = self._path(url)
        if path is None or place(url) in self._pages or place(url) in self._made:
            return True
        return bool(_LISTS & set(path.split("/"))) or self.size(url) is not None

    def size(self, url: str) -> int | None:
        """The bytes of the file at ``url``; None where no file of the site is published there."""
        name = self.name(url)
        stat = self._files.stat(name) if name else None
        return stat.size if stat else None

    def name(self, url: str) -> str:
        """The file of the site that is published at ``url``; empty where there is none."""
        path = self._path(url)
        return next((name for name in self._candidates(path) if self._files.stat(name)), "") if path else ""

    def _path(self, url: str) -> str | None:
        """The path below the root; None for an address outside it."""
        if not self._root or not place(url).startswith(place(self._root)):
            return None
        path = unquote(urlsplit(url).path).removeprefix(unquote(urlsplit(self._root).path))
        path = posixpath.normpath(path).lstrip("/")
        return None if path.startswith("..") else path

    def _candidates(self, path: str) -> Iterator[str]:
        yield from self._site.origins(path)
        name, rest = place(self._root + path), ""
        while "/" in name:
            name, _, last = name.rpartition("/")
            rest = posixpath.join(last, rest) if rest else last
            page = self._pages.get(name) or self._pages.get(f"{name}.html")
            if page is not None:
                yield posixpath.join(posixpath.dirname(page.source), rest)
                # Hexo's folder of a post's own name.
                yield posixpath.join(posixpath.splitext(page.source)[0], rest)
                return


def _addresses(page: Source, root: str) -> Iterator[str]:
    if page.url:
        yield page.url
        yield from (
            urljoin(root if alias.startswith("/") else page.url, alias.lstrip("/")) for alias in page.aliases
        )


def _above(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
