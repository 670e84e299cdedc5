"""Astro: collections of Markdown in src/content, pages in src/pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.reading.code_remarks import without_remarks
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.pointed import pointed
from exporter.sites.base import SiteSettings
from exporter.sites.collections import Collection, collections, shaping
from exporter.sites.configs import assigned, configuration, written
from exporter.sites.configured import Configured
from exporter.sites.fields import flag, table, text
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


_TAG: Final = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?")


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
        self._tongues = table(exported(program).get("i18n"))
        self._collections = collections(files)
        self._known = frozenset(self._folders_of_languages(files))
        main = text(self._tongues.get("defaultLocale")) or assigned(words, "locale", "lang", "language")
        facts = Facts(
            url=f"{url.rstrip('/')}/{base}" if url else "",
            title=assigned(words, "title", "SITE_TITLE", "SITE_NAME"),
            language=main,
            author=assigned(words, "author", "AUTHOR"),
            description=assigned(words, "description", "desc", "SITE_DESCRIPTION"),
            languages=(main or "en", *sorted(self._known)) if self._known else (),
        )
        super().__init__(files, settings, facts)
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

    def language(self, path: str, meta: dict[str, Any]) -> str:
        one = self._collection(path)
        return (self._tongue(path, one) if one else "") or super().language(path, meta)

    def _collection(self, path: str) -> Collection | None:
        return next((one for one in self._collections if one.holds(path)), None)

    def _folders_of_languages(self, files: Files) -> Iterator[str]:
        """Those below a collection's: by ``i18n`` of the configuration, or where a route has a slot for them."""
        codes = set(map(str, _codes(self._tongues.get("locales"))))
        for one in self._collections:
            for path in files.walk(one.folder):
                first, slash, _ = path.removeprefix(f"{one.folder}/").partition("/")
                if slash and (first in codes or (not codes and one.language and _TAG.fullmatch(first))):
                    yield first

    def _tongue(self, path: str, one: Collection) -> str:
        """The language whose folder holds a post, below that of its collection."""
        first, slash, _ = path.removeprefix(f"{one.folder}/").partition("/")
        return first if slash and first in self._known else ""

    def _led(self, tongue: str, one: Collection) -> str:
        """The language as the address begins with it; empty where it does not."""
        routing = table(self._tongues.get("routing"))
        always = one.language == "always" or flag(routing.get("prefixDefaultLocale"))
        return tongue if always or tongue != self.site.language else ""

    def address(self, header: Header) -> str:
        one = self._collection(header.path)
        below = header.path.removeprefix(f"{one.folder}/" if one else _PAGES)
        tongue = self._tongue(header.path, one) if one else ""
        below = below.removeprefix(f"{tongue}/") if tongue else below
        place = PurePosixPath(below).with_suffix("")
        stem = place.parent if place.name == "index" else place
        # Astro's ids are github-slugger's: lower case, blanks to hyphens.
        parts = [part.lower().replace(" ", "-") for part in stem.parts if not part.startswith("_")]
        own = text(header.meta.get("slug")).strip("/") if one else ""
        led = self._led(tongue, one) if one and tongue else ""
        name = "/".join(filter(None, [led, one.route if one else "", own or "/".join(parts)]))
        return f"{name}{self._slash}" if name else ""

    def dialect(self, language: str) -> Dialect:
        """remark's with GFM and smartypants."""
        math = (("$$", "$$"), ("$", "$")) if self._math else ()
        return Dialect(language=language, math_inline=math, math_block=math[:1])


def _codes(locales: object) -> Iterator[object]:
    """Of ``["en", { path: "es", codes: ["es-ES"] }]`` what stands in addresses."""
    for one in locales if isinstance(locales, list) else ():
        yield table(one).get("path") or one


GENERATOR = Configured(AstroSite.generator, CONFIGS, AstroSite)
