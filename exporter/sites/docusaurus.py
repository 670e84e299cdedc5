"""Docusaurus: the posts of its blogs, MDX, authors by key."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.code_remarks import without_remarks
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.frontmatter import FrontMatter
from exporter.reading.located import Text
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import assigned, loose_table, written
from exporter.sites.fields import Table, flag, merged, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.literals import exported
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
    mdx = (".md", ".mdx")  # all Markdown is MDX here, whatever the file's ending
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = _config(files)
        self._top = posixpath.dirname(self._file)
        program = written(files, self._file)
        self._blogs = tuple(self._named(exported(program)))
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
        self._authors_file = self._stated("authors.yml")
        self._labels = {
            key: text(table(said).get("label")) or key for key, said in self._stated("tags.yml").items()
        }

    def _named(self, config: Table) -> Iterator[tuple[str, str]]:
        """Each blog's folder and the address below which it is served, "" for the root of the site."""
        presets = (one[1] for one in _listed(config.get("presets")) if isinstance(one, list) and len(one) > 1)
        plugins = (one for one in _listed(config.get("plugins")) if isinstance(one, list) and len(one) > 1)
        more = (one[1] for one in plugins if text(one[0]).endswith("content-blog"))
        said = [table(table(preset).get("blog")) for preset in presets] + [table(one) for one in more]
        for options in said or [{}]:
            folder = posixpath.normpath(posixpath.join(self._top, text(options.get("path")) or "blog"))
            yield folder, text(options.get("routeBasePath", "blog")).strip("/")

    def _blog(self, path: str) -> tuple[str, str]:
        """Folder and address of the blog that ``path`` is of; both empty where it is of none."""
        return next((one for one in self._blogs if path.startswith(f"{one[0]}/")), ("", ""))

    def _stated(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for folder, _ in self._blogs:
            found = merged(found, loose_table(self.files.files, f"{folder}/{name}"))
        return found

    def shaping(self) -> Iterator[str]:
        yield self._file
        for folder, _ in self._blogs:
            yield from (f"{folder}/authors.yml", f"{folder}/tags.yml")

    def content(self, path: str) -> bool:
        folder, _ = self._blog(path)
        hidden = any(part.startswith("_") for part in PurePosixPath(path).parts)
        return bool(folder) and super().content(path) and not hidden

    def _meta(self, path: str, front: FrontMatter) -> dict[str, Any]:
        """Tags by their labels, where tags.yml has them."""
        meta = super()._meta(path, front)
        if not self._labels or not isinstance(meta.get("tags"), list):
            return meta
        return {**meta, "tags": [self._labels.get(text(tag).lower(), tag) for tag in meta["tags"]]}

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or flag(meta.get("unlisted"))

    def known_author(self, key: str) -> Table:
        return table(self._authors_file.get(key.lower()))

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        match = _POST.fullmatch(self._below(path))
        return f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}" if match else ""

    def _below(self, path: str) -> str:
        return str(PurePosixPath(path.removeprefix(f"{self._blog(path)[0]}/")).with_suffix(""))

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
        place = "/".join(filter(None, [self._blog(header.path)[1], name.strip("/")]))
        return f"{place}{self._slash}" if place else ""

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        return super().prepare(without_remarks(body), source, meta, index)

    def dialect(self, language: str) -> Dialect:
        """MDX's Markdown with GFM."""
        return Dialect(language=language, heading_attributes=True)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


GENERATOR = Docusaurus()
