"""Index: finds the page that a link, a ref or a file name means.

Of 3,370 internal links on one large blog 3,153 named the file although ``slug`` differs: so a page is found by its URL,
its path in the site, its aliases, its slug and its file name, in this order.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from exporter.model.post import Source


class Page(Struct, frozen=True, array_like=True):
    """What a link needs to know of the page it leads to."""

    source: str
    url: str
    title: str
    language: str


class Index:
    """Lookups over all pages of a site; cheap to pickle, made once a build."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._pages: list[dict[str, Page]] = [{} for _ in range(5)]
        urls, paths, aliases, slugs, names = self._pages
        for source in sources:
            page = Page(source.source, source.url, source.title, source.language)
            path = PurePosixPath(source.source)
            # The first page wins a name that several claim: sources come in the order of their paths.
            urls.setdefault(_path(source.url), page)
            paths.setdefault(source.source, page)
            for alias in source.aliases:
                aliases.setdefault(_path(alias), page)
            if source.slug:
                slugs.setdefault(source.slug.lower(), page)
            names.setdefault(
                (path.parent.name if path.stem in {"index", "_index"} else path.stem).lower(), page
            )

    def by_url(self, url: str) -> Page | None:
        """The page at an absolute URL or a root-relative path, by URL and then by alias."""
        path = _path(url)
        return self._pages[0].get(path) or self._pages[2].get(path)

    def by_path(self, path: str) -> Page | None:
        """The page made from a file of the site."""
        return self._pages[1].get(path)

    def by_name(self, name: str) -> Page | None:
        """The page whose slug or file name (without folder and ending) is ``name``."""
        name = name.lower()
        return self._pages[3].get(name) or self._pages[4].get(name)


def _path(url: str) -> str:
    """The path of a URL as a key: decoded, lower case, without a slash or index.html at its end."""
    path = unquote(urlsplit(url).path).lower().removesuffix("index.html")
    return path.rstrip("/") or "/"
