"""Astro: collections of Markdown in src/content, pages in src/pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from exporter.reading.code_remarks import without_remarks
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.pointed import pointed
from exporter.sites.base import SiteSettings
from exporter.sites.collections import collections, shaping
from exporter.sites.configs import assigned, configuration, written
from exporter.sites.configured import Configured
from exporter.sites.fields import text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.literals import exported, settled
from exporter.sites.places import Roots
from exporter.world.files import Files

CONFIGS: Final = (
    "astro.config.mjs",
    "astro.config.ts",
    "astro.config.js",
    "astro.config.cjs",
    "astro.config.mts",
)
# Where starters keep the site's title; Astro has no place of its own for it.
_WORDS: Final = ("src/consts.ts", "src/config.ts", "src/site.config.ts", "src/consts.js", "src/config.js")
_PAGES: Final = "src/pages/"


class AstroSite(FolderSite):
    """A site and what its programs plainly assign; collections.py says where its posts lie and are served."""

    generator = "astro"
    notations = (without_remarks, directives, pointed)
    endings = frozenset([".md", ".mdx", ".markdown"])
    mdx = (".mdx",)
    dates = ("pubdate", "pubdatetime", "publishdate", "published", "date", "created")
    roots = Roots(
        static=("public",),
        prefixes=(("~/", "src"), ("@/", "src"), ("@assets/", "src/assets")),
        beside=True,
    )
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = configuration(files, CONFIGS)
        program = written(files, self._file)
        words = "\n".join(written(files, name) for name in _WORDS if files.stat(name))
        base = assigned(program, "base").strip("/")
        url = text(settled(files, self._file, exported(program).get("site"))) or assigned(program, "site")
        facts = Facts(
            url=f"{url.rstrip('/')}/{base}" if url else "",
            title=assigned(words, "title", "SITE_TITLE", "SITE_NAME"),
            language=assigned(words, "locale", "lang", "language"),
            author=assigned(words, "author", "AUTHOR"),
            description=assigned(words, "description", "desc", "SITE_DESCRIPTION"),
        )
        super().__init__(files, settings, facts)
        self._collections = collections(files)
        self._slash = "" if assigned(program, "trailingSlash") == "never" else "/"
        self._math = "remark-math" in program or "remarkMath" in program

    def shaping(self) -> Iterator[str]:
        yield from (self._file, *_WORDS, *shaping(self.files.files))

    def content(self, path: str) -> bool:
        if not super().content(path) or PurePosixPath(path).name.startswith("_"):
            return False
        return self.is_page(path) or any(one.holds(path) for one in self._collections)

    def is_page(self, path: str) -> bool:
        return path.startswith(_PAGES)

    def address(self, header: Header) -> str:
        one = next((one for one in self._collections if one.holds(header.path)), None)
        below = header.path.removeprefix(f"{one.folder}/" if one else _PAGES)
        place = PurePosixPath(below).with_suffix("")
        stem = place.parent if place.name == "index" else place
        # Astro's ids are github-slugger's: lower case, blanks to hyphens.
        parts = [part.lower().replace(" ", "-") for part in stem.parts if not part.startswith("_")]
        own = text(header.meta.get("slug")).strip("/") if one else ""
        name = "/".join(filter(None, [one.route if one else "", own or "/".join(parts)]))
        return f"{name}{self._slash}" if name else ""

    def dialect(self, language: str) -> Dialect:
        """remark's with GFM and smartypants."""
        math = (("$$", "$$"), ("$", "$")) if self._math else ()
        return Dialect(language=language, math_inline=math, math_block=math[:1])


GENERATOR = Configured(AstroSite.generator, CONFIGS, AstroSite)
