"""Quarto: .qmd files with the results that it keeps in _freeze, addresses by paths."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urljoin

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.reading.cells import cells
from exporter.reading.dialect import Dialect, Substitutions
from exporter.reading.directives import directives
from exporter.reading.frontmatter import split
from exporter.reading.located import Text
from exporter.reading.pandoc import pandoc
from exporter.reading.verbatim import outside
from exporter.sites.base import SiteSettings
from exporter.sites.configs import above, configuration, read_table, written
from exporter.sites.configured import Configured
from exporter.sites.fields import Table, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.places import Places, Roots
from exporter.sites.titles import day_of
from exporter.world.files import Files

CONFIGS: Final = ("_quarto.yml", "_quarto.yaml")
_INCLUDE: Final = re.compile(r"\{\{<[ \t]*include[ \t]+(?P<file>[^\s<>]+)[ \t]*>\}\}")
_VIDEO: Final = re.compile(r"\{\{<[ \t]*video[ \t]+\"?(?P<address>[^\s\"<>]+)[^<>]*>\}\}")
# Breaks of pages, icons, fillers: nothing that is read.
_SHORTCODE: Final = re.compile(r"\{\{<[ \t]*(?P<name>\w[\w-]*)(?P<said>[^<>]*)>\}\}")
_SILENT: Final = frozenset(["pagebreak", "fa", "fontawesome", "bi", "iconify", "lipsum", "placeholder"])


class Frozen(Places):
    """Pictures that code draws lie beside the page (``index_files/``), and in _freeze where they are kept."""

    def _joined(self, href: str, path: str, url: str) -> Iterator[str]:
        yield from super()._joined(href, path, url)
        if not href.startswith("/"):
            yield from self.origins(posixpath.join(posixpath.dirname(path), href))

    def origins(self, place: str) -> Iterator[str]:
        yield from super().origins(place)
        page, files, name = place.partition("_files/")
        if files:
            yield f"_freeze/{page}/{name}"

    def url(self, href: str, path: str, url: str, file: str = "") -> str:
        return urljoin(url, href) if file.startswith("_freeze/") else super().url(href, path, url, file)


class QuartoSite(FolderSite):
    """A site and what its configuration says."""

    generator = "quarto"
    endings = frozenset([".qmd", ".md", ".markdown", ".rmd"])
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = configuration(files, CONFIGS)
        config = read_table(files, self._file)
        project = table(config.get("project"))
        site = table(config.get("website")) or table(config.get("book"))
        self._output = text(project.get("output-dir")).strip("./") or "_site"
        facts = Facts(
            url=text(site.get("site-url")),
            title=text(site.get("title")) or text(config.get("title")),
            language=text(config.get("lang")),
            author=text(config.get("author")) or text(site.get("author")),
            description=text(site.get("description")),
        )
        super().__init__(files, settings, facts)
        self.places = Frozen(self.files, self.base, Roots())

    def shaping(self) -> Iterator[str]:
        yield self._file

    def content(self, path: str) -> bool:
        """What begins with an underscore is for others to include."""
        hidden = any(part.startswith(("_", ".")) for part in path.split("/"))
        return not hidden and not path.startswith(f"{self._output}/") and super().content(path)

    def is_page(self, path: str) -> bool:
        """Lists of posts, and what lies at the root."""
        place = PurePosixPath(path)
        folders = len(place.parts) - 1 - (place.stem == "index")
        return super().is_page(path) or (folders < 1 and not day_of(path))

    def defaults(self, path: str) -> Table:
        """_metadata.yml of the folders above, the nearest last."""
        return above(self.files, path, "_metadata.yml")

    def _meta(self, path: str, front: Any) -> dict[str, Any]:
        """``date: last-modified`` and ``today`` are a program's to say."""
        meta = super()._meta(path, front)
        return {key: value for key, value in meta.items() if value not in ("last-modified", "today", "now")}

    def address(self, header: Header) -> str:
        place = str(PurePosixPath(header.path).with_suffix(""))
        return place.removesuffix("index") if PurePosixPath(place).name == "index" else f"{place}.html"

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """Cells with their results where these are kept; then what pandoc's Markdown has besides."""
        told: list[Diagnostic] = []
        body = self._with_results(body, source.source)
        body = self._included(body, source.source)
        read = cells(body)
        if read.computing:
            told.append(
                diagnose("R214", f"cells whose results are not kept: {read.computing}", source.source)
            )
        body = pandoc(read.body, source.language)
        body = directives(_shortcodes(body, source.source, told))
        plain, more = super().prepare(body, source, meta, index)
        return plain, (*told, *more)

    def _with_results(self, body: Text, path: str) -> Text:
        """The body as Quarto kept it when the cells ran, each line at the line that it comes from."""
        kept = written(self.files, f"_freeze/{PurePosixPath(path).with_suffix('')}/execute-results/html.json")
        try:
            ran = text(table(table(json.loads(kept or "{}")).get("result")).get("markdown"))
        except (ValueError, RecursionError):
            return body
        return aligned(split(ran).body, body) if ran else body

    def _included(self, body: Text, path: str) -> Text:
        """``{{< include file >}}``, in cells too."""
        edits = []
        for found in _INCLUDE.finditer(body.text):
            start = "" if found["file"].startswith("/") else posixpath.dirname(path)
            name = posixpath.normpath(posixpath.join(start, found["file"].lstrip("/")))
            if words := split(written(self.files, unquote(name))).body.text:
                edits.append((*found.span(), words.strip("\n")))
        return body.edited(edits) if edits else body

    def dialect(self, language: str) -> Dialect:
        """pandoc's."""
        return Dialect(
            language=language,
            typographer=Substitutions(),
            linkify=False,
            inline_footnotes=True,
            subscript=True,
            flanking=False,
            superscript=True,
            math_inline=(("$", "$"),),
            math_block=(("$$", "$$"),),
        )


def aligned(made: Text, source: Text) -> Text:
    """``made`` with the numbers of the same lines of ``source``; a line that is new has that of the one before."""
    places: dict[str, list[int]] = {}
    for number, line in reversed(list(zip(source.numbers, source.text.split("\n"), strict=True))):
        places.setdefault(line, []).append(number)
    numbers: list[int] = []
    last = source.numbers[0]
    for line in made.text.split("\n"):
        found = places.get(line, []) if line.strip() else []
        while found and found[-1] < last:
            found.pop()
        last = found.pop() if found else last
        numbers.append(last)
    return Text(made.text, tuple(numbers))


def _shortcodes(body: Text, path: str, told: list[Diagnostic]) -> Text:
    """Quarto's own and those of its extensions."""
    edits: list[tuple[int, int, str]] = []
    for found in outside(body, _SHORTCODE):
        video = _VIDEO.fullmatch(found[0])
        if not video and found["name"] not in _SILENT:
            told.append(diagnose("R201", f"{found['name']} is unknown", path, body.line(found.start())))
        edits.append((*found.span(), _player(video["address"]) if video else ""))
    return body.edited(edits) if edits else body


def _player(address: str) -> str:
    """A frame, a film of the site, or a page on which one is shown."""
    if "/embed/" in address or "//player." in address:
        return f'<iframe src="{escape(address)}"></iframe>'
    return f"<{address}>" if address.startswith("http") else f'<video src="{escape(address)}"></video>'


GENERATOR = Configured(QuartoSite.generator, CONFIGS, QuartoSite)
