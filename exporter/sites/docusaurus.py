"""Docusaurus: the posts of its blogs, MDX, authors by key."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.located import Text
from exporter.reading.mdx import plain_markdown
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import assigned, loose_table, written
from exporter.sites.fields import Table, flag, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.places import Roots
from exporter.world.files import Files

_CONFIG: Final = re.compile(r"(?:(?P<folder>[^/]+)/)?docusaurus\.config\.(?:js|ts|mjs|cjs)")
# What a post's path says: its day by a file or by folders, then its name.
_POST: Final = re.compile(
    r"(?P<folder>.*?)(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})[-/]?(?P<name>.*?)(?:/index)?"
)


class Docusaurus:
    """The generator."""

    name = "docusaurus"

    def detect(self, files: Files) -> bool:
        return bool(_config(files))

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        return DocusaurusSite(files, settings)


def _config(files: Files) -> str:
    """The configuration: at the root, or in the folder of the site beside the project's own code."""
    plain = (f"docusaurus.config.{ending}" for ending in ("ts", "js", "mjs", "cjs"))
    found = next((name for name in plain if files.stat(name)), "")
    return found or next((name for name in files.walk() if _CONFIG.fullmatch(name)), "")


class DocusaurusSite(FolderSite):
    """A site and what its configuration plainly assigns."""

    generator = "docusaurus"
    notations = (directives,)
    endings = frozenset([".md", ".mdx"])
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = _config(files)
        self._top = posixpath.dirname(self._file)
        program = written(files, self._file)
        url = assigned(program, "url")
        base = assigned(program, "baseUrl").strip("/")
        self.roots = Roots(
            static=(posixpath.join(self._top, "static"),),
            prefixes=(("@site/", self._top or "."),),
            beside=True,
        )
        facts = Facts(
            url=f"{url.rstrip('/')}/{base}" if url else "",
            title=assigned(program, "title"),
            language=assigned(program, "defaultLocale"),
            description=assigned(program, "tagline"),
        )
        super().__init__(files, settings, facts)
        self._slash = "/" if re.search(r"\btrailingSlash\s*:\s*true\b", program) else ""
        self._blog = posixpath.join(self._top, "blog")
        self._authors_file = loose_table(files, f"{self._blog}/authors.yml")

    def shaping(self) -> Iterator[str]:
        yield from (self._file, f"{self._blog}/authors.yml")

    def content(self, path: str) -> bool:
        hidden = any(part.startswith("_") for part in PurePosixPath(path).parts)
        return path.startswith(f"{self._blog}/") and super().content(path) and not hidden

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or flag(meta.get("unlisted"))

    def known_author(self, key: str) -> Table:
        return table(self._authors_file.get(key.lower()))

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        match = _POST.fullmatch(self._below(path))
        return f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}" if match else ""

    def _below(self, path: str) -> str:
        return str(PurePosixPath(path.removeprefix(f"{self._blog}/")).with_suffix(""))

    def address(self, header: Header) -> str:
        own = text(header.meta.get("slug"))
        below = self._below(header.path)
        match = _POST.fullmatch(below)
        if own:
            name = own.strip("/")
        elif match:
            name = f"{match['folder']}{match['y']}/{int(match['m']):02}/{int(match['d']):02}/{match['name']}"
        else:
            name = below.removesuffix("/index")
        return f"blog/{name.strip('/')}{self._slash}"

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """All Markdown is MDX here, whatever the file's ending."""
        body, told = plain_markdown(body, source.source)
        body, more = super().prepare(body, source, meta, index)
        return body, (*told, *more)

    def dialect(self, language: str) -> Dialect:
        """MDX's Markdown with GFM."""
        return Dialect(language=language, heading_attributes=True)


GENERATOR = Docusaurus()
