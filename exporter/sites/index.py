"""Index: finds the page that a link, a ref or a file name means.

Of 3,370 internal links on one large blog 3,153 named the file although ``slug`` differs: so a page is found by its URL,
its path in the site, its aliases, its slug and its file name, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from exporter.model.post import Source

# Most addresses need no parsing, which takes longer than all the rest of an index.
_PLAIN: Final = re.compile(r"(?:https?://[^/?#]+|(?!//))(/[^%?#:;\[\]\s]*)")


class Page(Struct, frozen=True, array_like=True):
    """What a link needs to know of the page it leads to."""

    source: str
    url: str
    title: str
    language: str


class Index:
    """Lookups over all pages of a site; cheap to pickle, made once a build.

    Translations share slugs and file names, and one file may be a page in several languages: of several pages that a
    key fits, the one in the ``language`` asked for is given, else the first by path.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._pages: list[dict[str, tuple[Page, ...]]] = [{} for _ in range(5)]
        urls, paths, aliases, slugs, names = self._pages
        for source in sources:
            page = Page(source.source, source.url, source.title, source.language)
            folder, _, name = source.source.rpartition("/")
            if source.url:
                _add(urls, _path(source.url), page)
            _add(paths, source.source, page)
            for alias in source.aliases:
                _add(aliases, _path(urljoin(source.url, alias)), page)
            if source.slug:
                _add(slugs, source.slug.lower(), page)
            stem = name.split(".")[0]
            _add(names, (folder.rpartition("/")[2] if stem in {"index", "_index"} else stem).lower(), page)

    def by_url(self, url: str, language: str = "") -> Page | None:
        """The page at an absolute URL or a root-relative path, by URL and then by alias."""
        path = _path(url)
        return _best(self._pages[0].get(path), language) or _best(self._pages[2].get(path), language)

    def by_path(self, path: str, language: str = "") -> Page | None:
        """The page made from a file of the site."""
        return _best(self._pages[1].get(path), language)

    def by_name(self, name: str, language: str = "") -> Page | None:
        """The page whose slug or file name (without folder and endings) is ``name``."""
        name = name.lower()
        return _best(self._pages[3].get(name), language) or _best(self._pages[4].get(name), language)


def _add(pages: dict[str, tuple[Page, ...]], key: str, page: Page) -> None:
    pages[key] = (*pages.get(key, ()), page)


def _best(pages: tuple[Page, ...] | None, language: str) -> Page | None:
    return next((page for page in pages if page.language == language), pages[0]) if pages else None


def _path(url: str) -> str:
    """The path of a URL as a key: decoded, lower case, without a slash or index.html at its end."""
    if plain := _PLAIN.fullmatch(url):
        return plain[1].lower().removesuffix("index.html").rstrip("/") or "/"
    path = unquote(urlsplit(url).path).lower().removesuffix("index.html")
    return path.rstrip("/") or "/"
