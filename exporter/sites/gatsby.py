"""Gatsby: folders of Markdown that gatsby-config.js names, addresses as its blog starters make them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.reading.dialect import Dialect
from exporter.sites.base import SiteSettings
from exporter.sites.configs import configuration, written
from exporter.sites.configured import Configured
from exporter.sites.fields import first, flag, lowered, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.literals import exported, given, settled
from exporter.sites.places import Roots
from exporter.world.files import Files

CONFIGS: Final = ("gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs")
# Where starters keep what they tell of the site, if not in the configuration.
_WORDS: Final = (
    "config.js",
    "config.ts",
    "config/site.js",
    "data/SiteConfig.js",
    "config/website.js",
    "blog-config.js",
)
_SOURCES: Final = "gatsby-source-filesystem"
_MARKDOWN: Final = (".md", ".mdx", ".markdown")


class GatsbySite(FolderSite):
    """A site and what its configuration plainly says."""

    generator = "gatsby"
    mdx = (".mdx",)
    endings = frozenset(_MARKDOWN)
    safe = "/~:@!$&'()*+,;="
    roots = Roots(static=("static",), beside=True)

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = configuration(files, CONFIGS)
        program = written(files, self._file)
        self._exported = exported(program)
        metadata = settled(files, self._file, self._exported.get("siteMetadata")) or given(
            program, "siteMetadata"
        )
        said = lowered({key: settled(files, self._file, value) for key, value in table(metadata).items()})
        elsewhere = (exported(written(files, name)) for name in _WORDS if files.stat(name))
        tables = [said, *map(lowered, elsewhere)]
        facts = Facts(
            url=_said(tables, "siteurl", "url", "site.url"),
            title=_said(tables, "title", "sitetitle", "site.title"),
            description=_said(tables, "description", "sitedescription", "subtitle"),
            language=_said(tables, "lang", "language", "locale", "sitelanguage"),
            author=_said(tables, "author.name", "author", "username"),
        )
        super().__init__(files, settings, facts)
        self._folders = sorted(self._sources(files), key=len, reverse=True)

    def shaping(self) -> Iterator[str]:
        yield from (self._file, *_WORDS)

    def _sources(self, files: Files) -> Iterator[str]:
        """The folders that hold Markdown among those whose files Gatsby reads, src/pages besides."""
        plugins = self._exported.get("plugins")
        for one in plugins if isinstance(plugins, list) else ():
            path = settled(files, self._file, table(table(one).get("options")).get("path"))
            folder = posixpath.normpath(text(path)) if table(one).get("resolve") == _SOURCES and path else ""
            if folder and any(name.endswith(_MARKDOWN) for name in files.walk(folder)):
                yield folder.strip("/")
        yield "src/pages"

    def _folder(self, path: str) -> str:
        return next((one for one in self._folders if one == "." or path.startswith(f"{one}/")), "")

    def content(self, path: str) -> bool:
        return super().content(path) and bool(self._folder(path))

    def is_page(self, path: str) -> bool:
        return super().is_page(path) or self._folder(path) == "src/pages"

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or not flag(meta.get("published"), default=True)

    def address(self, header: Header) -> str:
        """Starters take ``slug`` or ``path`` of the header, else the path below the folder."""
        own = first(header.meta, ("slug", "path", "permalink")).strip("/")
        place = PurePosixPath(header.path.removeprefix(f"{self._folder(header.path)}/")).with_suffix("")
        stem = place.parent if place.name == "index" else place
        name = own or ("" if str(stem) == "." else str(stem))
        return f"{name}/" if name else ""

    def dialect(self, language: str) -> Dialect:
        """remark's with GFM."""
        return Dialect(language=language, math_inline=(("$", "$"),), math_block=(("$$", "$$"),))


def _said(tables: list[Any], *keys: str) -> str:
    return next((found for one in tables if (found := first(one, keys))), "")


GENERATOR = Configured(GatsbySite.generator, CONFIGS, GatsbySite)
