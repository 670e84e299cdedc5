"""Pelican: pelicanconf.py, ``Key: value`` headers without fences, addresses by templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.reading.admonitions import admonitions
from exporter.reading.dialect import Dialect
from exporter.reading.frontmatter import FrontMatter, split
from exporter.reading.located import locate
from exporter.reading.markdown_in_html import markdown_in_html
from exporter.reading.marks import marks
from exporter.reading.python_lists import python_lists
from exporter.reading.rst import header as rst_header
from exporter.reading.rst import is_rst
from exporter.reading.tight_headings import tight_headings
from exporter.sites.base import SiteSettings
from exporter.sites.configs import configuration, constants, written
from exporter.sites.configured import Configured
from exporter.sites.fields import Table, text, texts
from exporter.sites.folder import Facts
from exporter.sites.formats import FormatsSite
from exporter.sites.habits import Header
from exporter.sites.places import Roots
from exporter.sites.slugs import MONTHS, ascii_slug
from exporter.sites.titles import day_of
from exporter.world.files import Files

CONFIGS: Final = ("pelicanconf.py", "pelican.conf.py")
_HEADER: Final = re.compile(r"(?:[A-Za-z][\w-]*[ \t]*:.*\n(?:[ \t]+\S.*\n)*)+")
_LINE: Final = re.compile(r"(?P<key>[A-Za-z][\w-]*)[ \t]*:[ \t]*(?P<value>.*(?:\n[ \t]+\S.*)*)")
_FIELD: Final = re.compile(r"\{(?P<name>\w+)(?::(?P<form>[^{}]*))?\}")


class PelicanSite(FormatsSite):
    """A site and what its configuration plainly assigns."""

    generator = "pelican"
    notations = (tight_headings, python_lists, admonitions, marks, markdown_in_html)
    endings = frozenset([".md", ".markdown", ".mkd", ".rst"])
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = configuration(files, CONFIGS)
        # publishconf.py says what holds on the web, SITEURL first of all.
        self._config = constants(written(files, self._file)) | constants(written(files, "publishconf.py"))
        self._folder = text(self._config.get("PATH")).strip("./") or "content"
        self.roots = Roots(
            static=(self._folder, ""),
            prefixes=tuple(
                (f"{opening}{word}{closing}{slash}", self._folder if slash else "./")
                for word in ("filename", "static", "attach", "article", "page")
                for opening, closing in (("{", "}"), ("|", "|"))
                for slash in ("/", "")
            ),
            beside=True,
        )
        facts = Facts(
            url=text(self._config.get("SITEURL")),
            title=text(self._config.get("SITENAME")),
            language=text(self._config.get("DEFAULT_LANG")).replace("_", "-"),
            timezone=text(self._config.get("TIMEZONE")),
            author=text(self._config.get("AUTHOR")),
            description=text(self._config.get("SITESUBTITLE")),
        )
        super().__init__(files, settings, facts)

    def shaping(self) -> Iterator[str]:
        yield from (self._file, "publishconf.py")

    def content(self, path: str) -> bool:
        return path.startswith(f"{self._folder}/") and super().content(path)

    def is_page(self, path: str) -> bool:
        below = path.removeprefix(f"{self._folder}/")
        folders = texts(self._config.get("PAGE_PATHS")) or ("pages",)
        return any(below.startswith(f"{folder.strip('/')}/") for folder in folders)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        status = text(meta.get("status")) or text(self._default("status"))
        return status.lower() in {"draft", "hidden", "skip"}

    def _default(self, key: str) -> object:
        given = self._config.get("DEFAULT_METADATA")
        return {str(k).lower(): v for k, v in given.items()}.get(key, "") if isinstance(given, dict) else ""

    def split(self, written: str, path: str) -> FrontMatter:
        """A header of ``Key: value`` lines up to the first blank one; one with fences is read as anywhere else."""
        if is_rst(path):
            return rst_header(written, path)
        whole = locate(written)
        header = _HEADER.match(whole.text)
        if not header:
            return split(written, path)
        meta: dict[str, object] = {
            line["key"].lower(): " ".join(line["value"].split()) for line in _LINE.finditer(header[0])
        }
        for key in ("tags", "authors", "keywords"):
            if key in meta:
                listed = re.split(r"[;]" if ";" in str(meta[key]) else r"[,]", str(meta[key]))
                meta[key] = [name.strip() for name in listed if name.strip()]
        return FrontMatter(meta, whole.part(header.end(), len(whole.text)), header[0])

    def defaults(self, path: str) -> Table:
        """The folder is the category."""
        found = {"category": text(self._config.get("DEFAULT_CATEGORY")) or "misc"}
        below = PurePosixPath(path.removeprefix(f"{self._folder}/")).parent
        if self._config.get("USE_FOLDER_AS_CATEGORY", True) and str(below) != ".":
            found["category"] = below.name
        return found | self._named(path)

    def _named(self, path: str) -> dict[str, Any]:
        """What FILENAME_METADATA and PATH_METADATA find in a file's name and path."""
        found: dict[str, Any] = {}
        below = path.removeprefix(f"{self._folder}/")
        name = PurePosixPath(path).stem
        for key, subject in (("FILENAME_METADATA", name), ("PATH_METADATA", below)):
            pattern = text(self._config.get(key))
            try:
                match = re.match(pattern, subject) if pattern else None
            except re.error:
                match = None
            found |= {k.lower(): v for k, v in (match.groupdict() if match else {}).items() if v}
        return found

    def language(self, path: str, meta: dict[str, Any]) -> str:
        return super().language(path, meta).replace("_", "-")

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        return day_of(path)

    def address(self, header: Header) -> str:
        meta = header.meta
        page = self.is_page(header.path)
        template = text(meta.get("url")) or text(self._config.get("PAGE_URL" if page else "ARTICLE_URL"))
        template = template or ("pages/{slug}.html" if page else "{slug}.html")
        by_title = text(self._config.get("SLUGIFY_SOURCE")) in {"", "title"}
        name = header.title if by_title else PurePosixPath(header.path).stem
        values = {
            "slug": text(meta.get("slug")) or ascii_slug(name),
            "category": ascii_slug(text(meta.get("category"))),
            "lang": self.language(header.path, meta),
            "author": ascii_slug(
                text(meta.get("author")) or (self.site.authors[0].name if self.site.authors else "")
            ),
        }
        return _FIELD.sub(lambda field: _value(field, header, values), template).lstrip("/")

    def dialect(self, language: str) -> Dialect:
        """Python-Markdown's, with Pelican's own extensions (extra, codehilite, meta)."""
        return Dialect(language=language, linkify=False, block_attributes=True, flanking=False)


def _value(field: re.Match[str], header: Header, values: Mapping[str, str]) -> str:
    day = header.published
    if field["name"] != "date" or day is None:
        return values.get(field["name"], field[0])
    form = field["form"] or "%Y-%m-%d"
    # English, whatever the locale of the machine.
    form = (
        form.replace("%b", MONTHS[day.month - 1][:3])
        .replace("%B", MONTHS[day.month - 1])
        .replace("%-d", str(day.day))
    )
    return day.strftime(form.replace("%-m", str(day.month)).replace("%Y", f"{day.year:04}"))


GENERATOR = Configured(PelicanSite.generator, CONFIGS, PelicanSite)
