"""Eleventy: pages below the input folder, data of folders beside them, addresses by path unless a permalink says so."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.located import Text
from exporter.reading.markdown import Rendered
from exporter.reading.marks import marks
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import assigned, configuration, included, loose_table, written
from exporter.sites.fields import Table, first, flag, lowered, merged, table, text, texts
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.liquid import expand
from exporter.sites.literals import exported, literal
from exporter.sites.permalinks_js import permalink
from exporter.sites.places import Roots
from exporter.sites.slugs import slugified
from exporter.sites.titles import day_of, name_of
from exporter.world.files import Files

CONFIGS: Final = (
    ".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts",
)  # fmt: skip
_DATA: Final = (
    "metadata.json", "site.json", "meta.json", "site.yml", "site.yaml",
    *(f"{name}.{ending}" for name in ("metadata", "site", "meta") for ending in ("js", "mjs", "cjs", "ts")),
)  # fmt: skip
_VARIABLE: Final = re.compile(r"\{\{-?\s*(?P<name>[\w.]+)\s*(?P<filters>(?:\|[^}]*)?)-?\}\}")
_TEMPLATES: Final = (".njk", ".html", ".liquid")
_DATED: Final = ("date", "updated", "modified", "lastmod")
_CLOCKS: Final = ("last modified", "created")
# What copies folders under other names: addPassthroughCopy({ "images": "_images" }).
_COPIES: Final = re.compile(r"addPassthroughCopy\(\s*(?=\{)")
# Tags by which templates gather pages; nobody reads them.
_GATHERED: Final = frozenset(["post", "posts", "all", "nav", "blog"])


class Eleventy:
    """The generator."""

    name = "eleventy"

    def detect(self, files: Files) -> bool:
        return any(files.stat(name) is not None for name in CONFIGS)

    def open(self, files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> OpenSite:
        return EleventySite(files, settings, shortcodes)


class EleventySite(FolderSite):
    """A site and what its configuration plainly says."""

    generator = "eleventy"
    endings = frozenset([".md", ".markdown", *_TEMPLATES])
    notations = (directives, marks)
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings, rules: Mapping[str, ShortcodeRule]) -> None:
        self._file = configuration(files, CONFIGS)
        self._program = written(files, self._file)
        self._folder = assigned(self._program, "input").strip("./")
        self._layouts = assigned(self._program, "includes") or "_includes"
        data = posixpath.join(self._folder, assigned(self._program, "data") or "_data")
        # metaData.js is metadata.js to whoever wrote it.
        known = {name.lower(): name for name in files.walk(posixpath.normpath(data))}
        names = (posixpath.normpath(posixpath.join(data, name)) for name in _DATA)
        self._data = [known.get(name.lower(), name) for name in names]
        said: dict[str, Any] = {}
        for name in reversed(self._data):
            said = merged(said, _stated(files, name) if files.stat(name) else {})
        # Files are copied to where they lie below the input, or from a folder of their own.
        self.roots = Roots(
            static=tuple(dict.fromkeys((self._folder, "public", "static", ""))),
            copied=tuple(_copied(self._program)),
            beside=True,
        )
        facts = Facts(
            url=first(said, ("url", "baseurl", "base_url", "siteurl")),
            title=first(said, ("title", "name")),
            language=first(said, ("language", "lang", "locale")),
            author=first(said, ("author.name", "author")),
            description=first(said, ("description", "subtitle", "feed.subtitle")),
        )
        super().__init__(files, settings, facts, rules)
        self._written: dict[str, bool] = {}
        self._said = said
        self.diagnostics = (*self.diagnostics, *self._computed())

    def _computed(self) -> Iterator[Diagnostic]:
        """The folders whose addresses a function makes in a way that is not plain."""
        for name in self.shaping():
            if ".11tydata." in name and permalink(written(self.files.files, name)) == "":
                yield diagnose("S120", f"permalink of the pages below {posixpath.dirname(name)}/", name)

    def shaping(self) -> Iterator[str]:
        yield self._file
        yield from (name for name in self._data if self.files.files.stat(name))
        for name in self.files.files.walk(self._folder):
            if self._is_of_folder(name):
                yield name

    @staticmethod
    def _is_of_folder(name: str) -> bool:
        """Directory data: posts/posts.json, posts/posts.11tydata.json, posts/posts.11tydata.js."""
        place = PurePosixPath(name)
        return place.name in set(_of_folder(place.parent))

    def content(self, path: str) -> bool:
        below = path.removeprefix(f"{self._folder}/") if self._folder else path
        inside = not self._folder or path.startswith(f"{self._folder}/")
        kept = inside and super().content(path) and not any(p.startswith("_") for p in below.split("/")[:-1])
        return kept and (not path.endswith(_TEMPLATES) or self._is_written(path))

    def _is_written(self, path: str) -> bool:
        """Whether a template is a post: one that has a date, in its name or its header."""
        if path not in self._written:
            said = bool(day_of(path)) or "date" in lowered(self.front(path).meta)
            self._written[path] = said and "pagination" not in self.front(path).meta
        return self._written[path]

    def rendered(self, body: Text, source: Source, meta: dict[str, Any]) -> Rendered:
        """A template is HTML once it is carried out."""
        return (
            Rendered(body.text)
            if source.source.endswith(_TEMPLATES)
            else super().rendered(body, source, meta)
        )

    def is_page(self, path: str) -> bool:
        below = path.removeprefix(f"{self._folder}/") if self._folder else path
        return super().is_page(path) or "/" not in below

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or flag(meta.get("eleventyexcludefromcollections"))

    def defaults(self, path: str) -> Table:
        """The data of the folders above, the nearest last, and that of the file itself: ``one.11tydata.json``."""
        found: dict[str, Any] = {}
        for folder in reversed(PurePosixPath(path).parents):
            for name in _of_folder(folder):
                place = f"{folder}/{name}"
                if folder.name and self.files.files.stat(place) is not None:
                    found = merged(found, _stated(self.files.files, place))
        own = PurePosixPath(path).with_suffix("")
        for name in _of_folder(own):
            place = f"{own.parent}/{name}"
            # Asked of the files that are watched: it shapes this page alone.
            if own.name != own.parent.name and self.files.stat(place) is not None:
                found = merged(found, _stated(self.files, place))
        return found

    def _meta(self, path: str, front: Any) -> dict[str, Any]:
        meta = super()._meta(path, front)
        tags = tuple(tag for tag in texts(meta.get("tags")) if tag.lower() not in _GATHERED)
        # "Last Modified", "git Created": by what would date it, were it not a clone's to say.
        dates = {key for key in _DATED if text(meta.get(key)).lower().removeprefix("git ") in _CLOCKS}
        return {**{key: value for key, value in meta.items() if key not in dates}, "tags": list(tags)}

    def address(self, header: Header) -> str:
        """By ``permalink``, as far as it is a text with variables; else the path, its file's day left out."""
        place = PurePosixPath(header.path)
        below = PurePosixPath(header.path.removeprefix(f"{self._folder}/") if self._folder else header.path)
        name = name_of(header.path)
        folder = "" if str(below.parent) == "." else f"{below.parent}/"
        stem = folder.rstrip("/") if place.stem == "index" else f"{folder}{name}"
        values = {
            "page.fileslug": name,
            "page.filepathstem": f"/{stem}",
            "title": header.title,
            **{key: text(value) for key, value in header.meta.items()},
        }
        computed = text(table(header.meta.get("eleventycomputed")).get("permalink"))
        template = computed or text(header.meta.get("permalink"))
        filled = _VARIABLE.sub(lambda found: _value(found, values), template)
        if not template or "{" in filled:
            return f"{stem}/" if stem else ""
        return filled.lstrip("/").removesuffix("index.html")

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """Markdown goes through Liquid first, unless the configuration or the page says otherwise."""
        told: tuple[Diagnostic, ...] = ()
        engine = meta.get("templateengineoverride", assigned(self._program, "markdownTemplateEngine"))
        if engine != "md" and "markdownTemplateEngine: false" not in self._program:
            page = {"url": source.url, "date": source.published, "fileSlug": name_of(source.source)}
            body, told = expand(
                body,
                {"metadata": self._said, "site": self._said, "meta": self._said, **meta, "page": page},
                include=lambda name: self._included(name, source.source),
                address=lambda _: "",
                rules=self._rules,
                source=source.source,
                language=source.language,
            )
        if source.source.endswith(_TEMPLATES):
            return body, told
        body, more = super().prepare(body, source, meta, index)
        return body, (*told, *more)

    def _included(self, name: str, path: str) -> str | None:
        return included(self.files, name, path, posixpath.join(self._folder, self._layouts))

    def dialect(self, language: str) -> Dialect:
        """markdown-it's, as the configuration's options for it say."""
        on = re.compile(r"\b(breaks|linkify|typographer)\s*:\s*true\b").findall(self._program)
        return Dialect(language=language, hard_breaks="breaks" in on, linkify="linkify" in on)


def _copied(program: str) -> Iterator[tuple[str, str]]:
    """The folders that are published under another name, that name first."""
    for place in _COPIES.finditer(program):
        for folder, name in table(literal(program, place.end())).items():
            if isinstance(name, str) and name.strip("./"):
                yield posixpath.normpath(name).strip("/"), posixpath.normpath(folder).strip("/")


def _of_folder(folder: PurePosixPath) -> Iterator[str]:
    """The names that data of a folder may have, those first over which the others go."""
    yield from (f"{folder.name}{ending}" for ending in (".json", ".11tydata.json"))
    yield from (f"{folder.name}.11tydata.{ending}" for ending in ("js", "cjs", "mjs"))


def _stated(files: Files, name: str) -> Table:
    """What a file of data says: a table, or the object that a program plainly exports."""
    if name.endswith((".json", ".yml", ".yaml")):
        return loose_table(files, name)
    program = written(files, name)
    said = table(lowered(exported(program)))
    made = permalink(program)
    return {**said, "permalink": made} if made else said


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    value = values.get(found["name"].lower())
    if value is None:
        return "{"
    return slugified(value) if "slug" in found["filters"] else value


GENERATOR = Eleventy()
