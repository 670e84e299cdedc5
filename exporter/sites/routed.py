"""Frameworks that have no place of their own for posts: Next.js, SvelteKit, Nuxt. Starters keep them in ``data/blog``,
``content/posts`` or ``src/lib/posts`` and serve them where a route has a slot: ``blog/[slug]`` is ``/blog/name``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, ClassVar, Final

from exporter.reading.code_remarks import without_remarks
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.located import Text
from exporter.sites.base import SiteSettings
from exporter.sites.configs import assigned, configuration, written
from exporter.sites.fields import first, flag, lowered, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.literals import exported, given, settled
from exporter.world.files import Files

# Where starters say what the site is called, first of all Tailwind's.
_WORDS: Final = re.compile(
    r"(?:(?:src|data|config|lib|app|constants|utils|shared)/)*(?:site[-_.]?(?:meta(?:data)?|config|info)|metadata|site"
    r"|(?:blog|app)\.config|config|info|constants|consts)\.(?:[cm]?[jt]s|json)",
    re.IGNORECASE,
)
_OBJECTS: Final = ("siteMetadata", "siteConfig", "SITE", "site", "BLOG", "metadata", "config")
_LANGUAGE: Final = re.compile(r"\[(?:lang|locale|lng)\]/")
# Routes of lists, and of what serves no page.
_LISTS: Final = re.compile(r"(?:^|/)(?:api|tags?|categor(?:y|ies)|authors?|page|series)/")
_GROUPS: Final = re.compile(r"\([^()/]*\)/")
# Folders that only keep things.
_SHELVES: Final = frozenset(
    ["data", "content", "contents", "src", "lib", "static", "_posts", "markdown", "mdx"]
)


class RoutedSite(FolderSite):
    """A site and what its programs plainly say."""

    configs: ClassVar[tuple[str, ...]]
    # A route with a slot at its end, which stands behind the group ``route``; and where pages are their routes.
    slots: ClassVar[re.Pattern[str]]
    pages: ClassVar[re.Pattern[str]]
    mdx: tuple[str, ...] = (".mdx",)
    endings = frozenset([".md", ".mdx", ".markdown"])
    notations: tuple[Callable[[Text], Text], ...] = (without_remarks, directives)
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = configuration(files, self.configs)
        program = written(files, self._file)
        self._slash = "/" if re.search(r"\btrailingSlash\s*:\s*true\b", program) else ""
        self._words = sorted(filter(_WORDS.fullmatch, files.walk()), key=lambda name: (name.count("/"), name))
        facts = self.facts(files, program, [said for name in self._words if (said := _said(files, name))])
        super().__init__(files, settings, facts)
        self._routes = tuple(self._served(files))

    def facts(self, files: Files, program: str, tables: list[dict[str, Any]]) -> Facts:
        """By the objects of the modules that tell of the site; else by their constants."""
        words = "\n".join(written(files, name) for name in self._words)
        url = of(tables, "siteurl", "url", "baseurl", "link", "domain", "site") or assigned(
            words, "siteURL", "siteUrl", "SITE_URL", "website", "baseUrl", "BASE_URL", "domain"
        )
        return Facts(
            url=url if not url or "://" in url else f"https://{url}",
            title=of(tables, "title", "sitetitle", "name", "sitename", "headertitle")
            or assigned(words, "siteTitle", "SITE_TITLE", "siteName", "SITE_NAME", "title", "name"),
            description=of(tables, "description")
            or assigned(words, "siteDescription", "SITE_DESCRIPTION", "description"),
            language=of(tables, "locale", "language", "lang").replace("_", "-"),
            author=of(tables, "author.name", "author", "authors.name")
            or assigned(words, "siteAuthor", "AUTHOR", "author"),
        )

    def shaping(self) -> Iterator[str]:
        yield from (self._file, *self._words)

    def is_page(self, path: str) -> bool:
        return super().is_page(path) or PurePosixPath(path).parent.name in {"authors", "pages"}

    def undated(self, path: str) -> str:
        return "" if self.pages.match(path) else super().undated(path)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or not flag(meta.get("published"), default=True)

    def address(self, header: Header) -> str:
        """A page of its own at its path; a post at the route that is called as one of its folders, or the only one."""
        place = PurePosixPath(header.path)
        if router := self.pages.match(header.path):
            stem = header.path[router.end() :].removesuffix(place.suffix)
            return self._ended(re.sub(r"(?:^|/)(?:\+?page|index)$", "", _GROUPS.sub("", stem)).strip("/"))
        route, below = self._route(place)
        name = text(header.meta.get("slug")).strip("/") or below
        return self._ended(f"{route}{name.removeprefix(route)}")

    def _ended(self, place: str) -> str:
        return f"{place}{self._slash}" if place else ""

    def _route(self, place: PurePosixPath) -> tuple[str, str]:
        """The route of a post, and its path below the folder that the route stands for."""
        folders = list(map(self.named, place.parent.parts))
        while folders and folders[0] in _SHELVES:
            del folders[0]
        named = next((one for one in self._routes if one and _last(one) in folders), None)
        only = self._routes[0] if len(self._routes) == 1 else None
        route = only if named is None else named
        if named is not None:
            folders = folders[folders.index(_last(named)) + 1 :]
        elif only is not None:
            folders = folders[1:]  # posts/: what holds them is no part of their names
        parts = folders if place.stem in {"index", "page"} else [*folders, self.named(place.stem)]
        return route or "", "/".join(parts)

    def named(self, part: str) -> str:
        """A folder or a file as addresses call it."""
        return part

    def dialect(self, language: str) -> Dialect:
        """remark's with GFM and math."""
        return Dialect(language=language, math_inline=(("$", "$"),), math_block=(("$$", "$$"),))

    def _served(self, files: Files) -> Iterator[str]:
        """The addresses below which a slot is filled, each with a slash at its end, "" for the root."""
        seen: set[str] = set()
        for path in filter(self.pages.match, files.walk()):
            match = self.slots.fullmatch(_LANGUAGE.sub("", path))
            route = _GROUPS.sub("", match["route"]) if match else "["
            if "[" not in route and not _LISTS.search(f"/{route}") and route not in seen:
                seen.add(route)
                yield route


def _last(route: str) -> str:
    return PurePosixPath(route).name


def _said(files: Files, name: str) -> dict[str, Any]:
    program = written(files, name)
    found = exported(program) or next(
        (made for one in _OBJECTS if (made := table(given(program, one)))), dict[str, Any]()
    )
    said = {key: settled(files, name, value) for key, value in found.items()}
    return dict(lowered(said))


def of(tables: list[dict[str, Any]], *keys: str) -> str:
    """The first text that one of the tables has at one of the dotted ``keys``."""
    return next((found for one in tables if (found := first(one, keys))), "")
