"""Middleman with its blog extension: source/…, addresses as config.rb plainly says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final
from zoneinfo import available_timezones

from msgspec import Struct

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.dialect import Dialect
from exporter.reading.erb import without_ruby
from exporter.reading.located import Text
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import loose_table, written
from exporter.sites.dates import zone
from exporter.sites.fields import first, flag, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.places import Places, Roots
from exporter.sites.slugs import slugified
from exporter.world.files import Files

CONFIG: Final = "config.rb"
_BLOG: Final = re.compile(r"(?ms)^[ \t]*activate[ (]:blog\b.*?^[ \t]*end\b")
_SET: Final = re.compile(
    r"(?m)^[ \t]*(?:set[ (]\s*:|\w+\.)(?P<key>\w+)\s*[,=]\s*"
    r"(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|/\(?(?P<words>[\w ]+)\)?/)"
)
_SLOT: Final = re.compile(r"\{(\w+)\}|:([a-z]+)")
_DIGITS: Final = {"year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}"}
_WORDS: Final = "data/site.yml"


class _Blog(Struct, frozen=True):
    """One blog of the site: how the names of its files are made, and their addresses."""

    sources: re.Pattern[str]
    permalink: str
    separator: str


class Middleman:
    """The generator."""

    name = "middleman"

    def detect(self, files: Files) -> bool:
        return files.stat(CONFIG) is not None and bool(_BLOG.search(written(files, CONFIG)))

    def open(self, files: Files, settings: SiteSettings, _: dict[str, ShortcodeRule] | object) -> OpenSite:
        return MiddlemanSite(files, settings)


class Images(Places):
    """A picture without a folder is looked for where ``images_dir`` says, as Middleman's own Markdown does."""

    images = "images"

    def _joined(self, href: str, path: str, url: str) -> Iterator[str]:
        yield from super()._joined(href, path, url)
        if not href.startswith(("/", ".")):
            yield from self.origins(posixpath.join(self.images, href))


class MiddlemanSite(FolderSite):
    """A site and what its configuration plainly says."""

    generator = "middleman"
    endings = frozenset([".md", ".markdown", ".erb"])
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        program = written(files, CONFIG)
        said = _said(_BLOG.sub("", program))
        words = loose_table(files, _WORDS)
        self._home = said.get("source", "source")
        self._blogs = [_blog(_said(found[0])) for found in _BLOG.finditer(program)]
        self._folders = bool(re.search(r"(?m)^[ \t]*activate[ (]:directory_indexes", program))
        self.roots = Roots(static=(self._home,), beside=True)
        facts = Facts(
            url=said.get("site_url")
            or said.get("url")
            or said.get("host")
            or first(words, ("url", "site_url")),
            title=said.get("site_title") or said.get("title") or first(words, ("title", "name")),
            language=first(words, ("lang", "language", "locale")),
            timezone=_zone(program),
            author=said.get("author") or first(words, ("author.name", "author")),
            description=first(words, ("description",)),
        )
        super().__init__(files, settings, facts)
        self.places = Images(self.files, self.base, self.roots)
        self.places.images = said.get("images_dir", "images")

    def shaping(self) -> Iterator[str]:
        yield from (CONFIG, _WORDS)

    def content(self, path: str) -> bool:
        """Markdown, with Ruby (``.html.md.erb``) or without; not the templates."""
        markdown = path.endswith((".md", ".markdown", ".md.erb", ".markdown.erb"))
        return markdown and path.startswith(f"{self._home}/") and super().content(path)

    def _of(self, path: str) -> tuple[_Blog | None, dict[str, str]]:
        """The blog that a file belongs to, and what its name says."""
        name = self._bare(path)
        for blog in self._blogs:
            if found := blog.sources.fullmatch(name):
                return blog, found.groupdict()
        return None, {}

    def _bare(self, path: str) -> str:
        return re.sub(r"(?:\.html)?\.(?:md|markdown)(?:\.erb)?\Z", "", path.removeprefix(f"{self._home}/"))

    def is_page(self, path: str) -> bool:
        return self._of(path)[0] is None

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return not flag(meta.get("published"), default=True)

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        said = self._of(path)[1]
        return "-".join(filter(None, (said.get(name) for name in _DIGITS)))

    def _meta(self, path: str, front: Any) -> dict[str, Any]:
        meta = super()._meta(path, front)
        tags = meta.get("tags")
        return {**meta, "tags": [tag.strip() for tag in tags.split(",")]} if isinstance(tags, str) else meta

    def address(self, header: Header) -> str:
        blog, said = self._of(header.path)
        if blog is None:
            return self._ended(f"{self._bare(header.path)}.html")
        day = header.published
        title = text(header.meta.get("slug")) or said.get("title") or slugified(header.title)
        values = {key: text(value) for key, value in header.meta.items()} | {**said, "title": title}
        if day is not None:
            values |= {"year": f"{day.year:04}", "month": f"{day:%m}", "day": f"{day:%d}"}
        return self._ended(_SLOT.sub(lambda slot: values.get(slot[1] or slot[2], slot[0]), blog.permalink))

    def _ended(self, place: str) -> str:
        place = place.lstrip("/")
        if posixpath.basename(place) == "index.html":
            return place.removesuffix("index.html")
        stem = place.removesuffix(".html")
        return f"{stem.rstrip('/')}/" if self._folders else place

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """What stands before the separator is the summary."""
        told: tuple[Diagnostic, ...] = ()
        if source.source.endswith(".erb"):
            body, told = without_ruby(body, source.source)
        blog = self._of(source.source)[0]
        mark = re.search(rf"(?m)^{re.escape(blog.separator)}[ \t]*$", body.text) if blog else None
        body = body.replaced(*mark.span(), "<!--more-->") if mark else body
        plain, more = super().prepare(body, source, meta, index)
        return plain, (*told, *more)

    def dialect(self, language: str) -> Dialect:
        """kramdown's, or Redcarpet's."""
        return Dialect(language=language, block_attributes=True, flanking=False)


def _said(program: str) -> dict[str, str]:
    found = _SET.finditer(program)
    return {one["key"]: next(filter(None, (one["double"], one["single"], one["words"])), "") for one in found}


def _blog(said: dict[str, str]) -> _Blog:
    prefix = said.get("prefix", "").strip("/")
    sources = said.get("sources", "{year}-{month}-{day}-{title}.html").removesuffix(".html")
    permalink = said.get("permalink", "{year}/{month}/{day}/{title}.html")
    return _Blog(
        _pattern(posixpath.join(prefix, sources)),
        posixpath.join(prefix, permalink.lstrip("/")),
        said.get("summary_separator") or "READMORE",
    )


def _pattern(template: str) -> re.Pattern[str]:
    made, position = "", 0
    seen: set[str] = set()
    for slot in _SLOT.finditer(template):
        name = slot[1] or slot[2]
        made += re.escape(template[position : slot.start()])
        made += f"(?P<{name}>{_DIGITS.get(name, '[^/]+')})" if name not in seen else "[^/]+"
        seen.add(name)
        position = slot.end()
    return re.compile(made + re.escape(template[position:]))


def _zone(program: str) -> str:
    """``Time.zone = "Tokyo"``: of Rails's names those that are a city's."""
    found = re.search(r"(?m)^[ \t]*Time\.zone\s*=\s*[\"']([^\"'\n]+)[\"']", program)
    if found is None:
        return ""
    name = found[1].replace(" ", "_")
    return (
        name
        if zone(name)
        else next((one for one in sorted(available_timezones()) if one.endswith(f"/{name}")), "")
    )


GENERATOR = Middleman()
