"""VitePress and VuePress: Markdown below the folder that holds their configuration, addresses by paths."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.reading.code_remarks import without_remarks
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.marks import marks
from exporter.reading.parts import without_parts
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import assigned, written
from exporter.sites.fields import first, flag, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.literals import exported, given
from exporter.sites.places import Roots
from exporter.world.files import Files

_FOLDERS: Final = ("", "docs/", "src/", "blog/", "site/")
_CONFIGS: Final = tuple(
    f"{tool}/config.{ending}"
    for tool in (".vitepress", ".vuepress")
    for ending in ("ts", "mts", "js", "mjs", "cjs")
)


class VitePress:
    """The generator."""

    name = "vitepress"

    def detect(self, files: Files) -> bool:
        return bool(_config(files))

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        return VitePressSite(files, settings)


def _config(files: Files) -> str:
    places = (f"{folder}{name}" for folder in _FOLDERS for name in _CONFIGS)
    return next((place for place in places if files.stat(place) is not None), "")


class VitePressSite(FolderSite):
    """A site and what its configuration plainly says."""

    generator = "vitepress"
    notations = (without_parts, without_remarks, directives, marks)
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = _config(files)
        program = written(files, self._file)
        said = exported(program)
        tool = posixpath.dirname(self._file)
        folder = posixpath.join(posixpath.dirname(tool), text(said.get("srcDir")))
        self._folder = posixpath.normpath(folder).removeprefix(".").strip("/")
        # A host stands where what makes a sitemap or a feed is told of it.
        host = first(said, ("sitemap.hostname", "hostname")) or assigned(
            program, "hostname", "canonical_base"
        )
        base = text(said.get("base")).strip("/")
        locale = table(table(said.get("locales")).get("/"))
        self.roots = Roots(static=(posixpath.join(self._folder, "public"), f"{tool}/public"), beside=True)
        facts = Facts(
            url=f"{host.rstrip('/')}/{base}" if host.startswith("http") else "",
            title=text(said.get("title")) or text(locale.get("title")),
            language=text(said.get("lang")) or text(locale.get("lang")),
            author=first(table(given(program, "author")), ("name",)) or assigned(program, "author"),
            description=text(said.get("description")),
        )
        super().__init__(files, settings, facts)
        self._ending = "" if flag(said.get("cleanUrls")) else ".html"
        self._breaks = flag(table(said.get("markdown")).get("breaks"))
        self._math = flag(table(said.get("markdown")).get("math"))

    def shaping(self) -> Iterator[str]:
        yield self._file

    def _below(self, path: str) -> str:
        return path.removeprefix(f"{self._folder}/") if self._folder else path

    def content(self, path: str) -> bool:
        inside = not self._folder or path.startswith(f"{self._folder}/")
        return inside and super().content(path)

    def is_page(self, path: str) -> bool:
        return PurePosixPath(path).stem.lower() in {"index", "readme"} or super().is_page(path)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or not flag(meta.get("publish"), default=True)

    def address(self, header: Header) -> str:
        own = text(header.meta.get("permalink"))
        if own:
            return own.lstrip("/")
        place = PurePosixPath(self._below(header.path)).with_suffix("")
        if place.name.lower() in {"index", "readme"}:
            return f"{place.parent}/".removeprefix("./")
        return f"{place}{self._ending}"

    def dialect(self, language: str) -> Dialect:
        """markdown-it's, with the plugins that both bring along."""
        math = (("$", "$"),) if self._math else ()
        return Dialect(
            language=language,
            hard_breaks=self._breaks,
            emoji=True,
            math_inline=math,
            math_block=(("$$", "$$"),) if math else (),
        )


GENERATOR = VitePress()
