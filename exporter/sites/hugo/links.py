"""The address of a page: front matter's ``url``, a permalink pattern, or its place with ``slug``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from exporter.sites.fields import text
from exporter.sites.hugo.cascade import target
from exporter.sites.hugo.content import Page
from exporter.sites.hugo.header import Headers
from exporter.sites.hugo.paths import encoded
from exporter.sites.hugo.permalinks import Facts, expand
from exporter.sites.hugo.settings import Settings


class Links:
    """Makes the permalinks of one site."""

    def __init__(self, headers: Headers, settings: Mapping[str, Settings]) -> None:
        self._headers = headers
        self._settings = settings
        self._above: dict[tuple[str, str], tuple[str, ...]] = {}

    def permalink(self, page: Page, meta: dict[str, Any], date: datetime | None, *, slug: str) -> str:
        """The absolute URL, as Hugo 0.168 gives it; ``slug`` is empty where the page has none."""
        settings = self._settings[page.language]
        base, prefix = settings.language.base_url, settings.language.prefix
        if written := text(meta.get("url")) if page.place or page.kind == "page" else "":
            if ":" in written:
                written = expand(written, self._facts(page, meta, date, slug=slug), settings.spelling)
            own_prefix = "" if written.startswith("/") else prefix
            return base + encoded(posixpath.join(own_prefix, _written(written)).lstrip("/"))
        path = posixpath.join(prefix, self._path(page, meta, date, slug=slug))
        return base + encoded(path.lstrip("/"))

    def _path(self, page: Page, meta: dict[str, Any], date: datetime | None, *, slug: str) -> str:
        settings = self._settings[page.language]
        if not page.place:
            return "index.html" if settings.is_ugly("") else ""
        ugly = settings.is_ugly(settings.spelling.named(page.section))
        wanted = target(page, settings.spelling.named(page.place), settings.taxonomies)
        rule = next((rule for rule in settings.permalinks if rule.holds(wanted)), None)
        if rule:
            place = expand(rule.pattern, self._facts(page, meta, date, slug=slug), settings.spelling)
        else:
            place = "/".join([*self._folders(page), slug or settings.spelling.named(page.name)])
        place = posixpath.normpath(place.strip("/"))
        if ugly:
            ending = "/index.html" if wanted.kind in {"section", "taxonomy"} else ".html"
            return settings.spelling.clean(place + ending)
        return settings.spelling.clean(place) + "/"

    def _folders(self, page: Page) -> tuple[str, ...]:
        """The folders above a page, each under its section's slug where it has one (since Hugo 0.159)."""
        key = (page.place.rpartition("/")[0], page.language)
        if key not in self._above:
            self._above[key] = tuple(self._find_folders(page))
        return self._above[key]

    def _find_folders(self, page: Page) -> Iterator[str]:
        spelling = self._settings[page.language].spelling
        for folder, section in reversed(list(self._headers.ancestors(page))):
            if folder:
                own = text(section[1].meta.get("slug")) if section else ""
                yield own or spelling.named(folder.rpartition("/")[2])

    def _facts(self, page: Page, meta: dict[str, Any], date: datetime | None, *, slug: str) -> Facts:
        return Facts(
            title=text(meta.get("title")),
            slug=slug,
            filename={"leaf": page.name, "branch": ""}.get(page.kind, page.base),
            basename=page.base if page.kind == "page" else page.name,
            section=page.section,
            sections=self._sections(page),
            date=date,
        )

    def _sections(self, page: Page) -> tuple[str, ...]:
        """The path of the nearest section: a folder at the top, or one with an ``_index``."""
        if page.kind == "branch":
            return tuple(page.place.split("/"))
        folders = [
            folder
            for folder, section in self._headers.ancestors(page)
            if folder and (section or "/" not in folder)
        ]
        return tuple(folders[0].split("/")) if folders else ()


def _written(url: str) -> str:
    """A ``url`` of front matter: a folder unless it looks like a file. It is never cleaned."""
    path = posixpath.normpath("/" + url).lstrip("/")
    path = "" if path == "." else path
    is_file = "." in url and not url.endswith("/")
    return path if is_file or not path else f"{path}/"
