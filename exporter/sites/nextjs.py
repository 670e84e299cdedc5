"""Next.js: posts in Markdown or MDX, wherever a blog keeps them, at the addresses of its dynamic routes.

The framework has no place of its own for posts. Starters keep them in ``data/blog``, ``content/posts`` or ``_posts``
and serve them where a route has a slot: ``app/blog/[...slug]/page.tsx`` is ``/blog/name``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.reading.code_remarks import without_remarks
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.sites.base import SiteSettings
from exporter.sites.configs import configuration, written
from exporter.sites.configured import Configured
from exporter.sites.fields import first, flag, lowered, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.literals import exported, given, settled
from exporter.sites.places import Roots
from exporter.world.files import Files

CONFIGS: Final = tuple(f"next.config.{ending}" for ending in ("js", "mjs", "ts", "cjs", "mts"))
# Where starters say what the site is called, first of all Tailwind's.
_WORDS: Final = re.compile(
    r"(?:(?:src|data|config|lib|app|constants|utils)/)*(?:site[-_.]?(?:meta(?:data)?|config)|metadata|site|blog\.config|config)\.(?:[cm]?[jt]s|json)",
    re.IGNORECASE,
)
_OBJECTS: Final = ("siteMetadata", "siteConfig", "SITE", "site", "BLOG", "metadata", "config")
_ROUTES: Final = re.compile(
    r"(?:src/)?(?:app|pages)/(?P<route>(?:[^\[\]]*/)?)\[(?:\.\.\.|\[\.\.\.)?\w+\]?\](?:/page)?\.(?:[jt]sx?|mdx?)"
)
_LANGUAGE: Final = re.compile(r"\[(?:lang|locale|lng)\]/")
# Routes of lists, and of what serves no page.
_LISTS: Final = re.compile(r"(?:^|/)(?:api|tags?|categor(?:y|ies)|authors?|page|series)/")
# Folders that only keep things.
_SHELVES: Final = frozenset(["data", "content", "contents", "src", "_posts", "markdown", "mdx"])
_PAGES: Final = re.compile(r"(?:src/)?(?:app|pages)/")


class NextSite(FolderSite):
    """A site and what its programs plainly say."""

    generator = "nextjs"
    mdx = (".mdx",)
    endings = frozenset([".md", ".mdx", ".markdown"])
    notations = (without_remarks, directives)
    safe = "/~:@!$&'()*+,;="
    roots = Roots(static=("public", ""), beside=True)
    dates = (
        "date",
        "publishedat",
        "published_at",
        "pubdate",
        "publishdate",
        "createdat",
        "created_at",
        "created",
    )

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = configuration(files, CONFIGS)
        program = written(files, self._file)
        self._slash = "/" if re.search(r"\btrailingSlash\s*:\s*true\b", program) else ""
        self._words = sorted(filter(_WORDS.fullmatch, files.walk()), key=lambda name: (name.count("/"), name))
        tables = [said for name in self._words if (said := _said(files, name))]
        facts = Facts(
            url=_first(tables, "siteurl", "url", "baseurl", "link", "domain", "site"),
            title=_first(tables, "title", "sitetitle", "name", "sitename", "headertitle"),
            description=_first(tables, "description"),
            language=_first(tables, "locale", "language", "lang").replace("_", "-"),
            author=_first(tables, "author.name", "author", "authors.name"),
        )
        super().__init__(files, settings, facts)
        self._routes = tuple(_routes(files))

    def shaping(self) -> Iterator[str]:
        yield from (self._file, *self._words)

    def content(self, path: str) -> bool:
        return super().content(path) and not path.startswith("public/")

    def is_page(self, path: str) -> bool:
        return super().is_page(path) or PurePosixPath(path).parent.name == "authors"

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or not flag(meta.get("published"), default=True)

    def address(self, header: Header) -> str:
        """A page of its own at its path; a post at the route that is called as one of its folders, or the only one."""
        place = PurePosixPath(header.path)
        if router := _PAGES.match(header.path):
            stem = header.path[router.end() :].removesuffix(place.suffix)
            return self._ended(re.sub(r"\([^()/]*\)/|(?:^|/)(?:page|index)$", "", stem).strip("/"))
        route, below = self._route(place)
        name = text(header.meta.get("slug")).strip("/") or below
        return self._ended(f"{route}{name.removeprefix(route)}")

    def _ended(self, place: str) -> str:
        return f"{place}{self._slash}" if place else ""

    def _route(self, place: PurePosixPath) -> tuple[str, str]:
        """The route of a post, and its path below the folder that the route stands for."""
        folders = list(place.parent.parts)
        while folders and folders[0] in _SHELVES:
            del folders[0]
        named = next((one for one in self._routes if one and _last(one) in folders), None)
        only = self._routes[0] if len(self._routes) == 1 else None
        route = only if named is None else named
        if named is not None:
            folders = folders[folders.index(_last(named)) + 1 :]
        elif only is not None:
            folders = folders[1:]  # posts/: what holds them is no part of their names
        parts = folders if place.stem in {"index", "page"} else [*folders, place.stem]
        return route or "", "/".join(parts)

    def _meta(self, path: str, front: Any) -> dict[str, Any]:
        """Starters keep a post's pictures in ``images``, its authors as names of files."""
        meta = super()._meta(path, front)
        authors = (
            [self._named(one) for one in meta.get("authors", ())]
            if isinstance(meta.get("authors"), list)
            else []
        )
        return {**meta, **({"authors": authors} if authors else {})}

    def _named(self, key: object) -> object:
        for ending in (".mdx", ".md"):
            place = f"data/authors/{text(key)}{ending}"
            if self.files.stat(place) is not None:
                return text(table(lowered(self.front(place).meta)).get("name")) or key
        return key

    def dialect(self, language: str) -> Dialect:
        """remark's with GFM and math."""
        return Dialect(language=language, math_inline=(("$", "$"),), math_block=(("$$", "$$"),))


def _last(route: str) -> str:
    return PurePosixPath(route).name


def _routes(files: Files) -> Iterator[str]:
    """The addresses below which a slot is filled, each with a slash at its end, "" for the root."""
    seen: set[str] = set()
    for path in files.walk():
        if not path.startswith(("app/", "pages/", "src/app/", "src/pages/")):
            continue
        match = _ROUTES.fullmatch(_LANGUAGE.sub("", path))
        route = re.sub(r"\([^()/]*\)/", "", match["route"]) if match else "["
        if "[" not in route and not _LISTS.search(f"/{route}") and route not in seen:
            seen.add(route)
            yield route


def _said(files: Files, name: str) -> dict[str, Any]:
    program = written(files, name)
    found = exported(program) or next(
        (made for one in _OBJECTS if (made := table(given(program, one)))), dict[str, Any]()
    )
    said = {key: settled(files, name, value) for key, value in found.items()}
    return dict(lowered(said))


def _first(tables: list[dict[str, Any]], *keys: str) -> str:
    return next((found for one in tables if (found := first(one, keys))), "")


GENERATOR = Configured(NextSite.generator, CONFIGS, NextSite)
