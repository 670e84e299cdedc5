"""Zola: config.toml and TOML headers; a page has its address by its path, its slug or its own ``path``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.dialect import Dialect, Substitutions
from exporter.reading.located import Text
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import configuration, read_table, written
from exporter.sites.fields import flag, merged, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.places import Places, Roots
from exporter.sites.shortcodes.outcome import Shortcode
from exporter.sites.slugs import ascii_slug
from exporter.sites.tera import shortcode_of
from exporter.sites.titles import day_of, name_of
from exporter.sites.zola_shortcodes import shortcodes
from exporter.world.files import Files

CONFIGS: Final = ("zola.toml", "config.toml")
_PATH_DATE: Final = re.compile(r"(?<!\d)(\d{4})/(\d{2})/(\d{2})(?!\d)")
_LANGUAGE: Final = re.compile(r"[^.]+\.(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md")
_MORE: Final = re.compile(r"<!--[ \t]*more[ \t]*-->")


class Zola:
    """The generator."""

    name = "zola"

    def detect(self, files: Files) -> bool:
        """A config.toml may be another's: Zola's spells its keys with underscores."""
        if files.stat(CONFIGS[0]) is not None:
            return True
        if files.stat(CONFIGS[1]) is None or not any(True for _ in files.walk("content")):
            return False
        return "base_url" in read_table(files, CONFIGS[1])

    def open(self, files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> OpenSite:
        """Raises ConfigError for a configuration that cannot be read."""
        return ZolaSite(files, settings, shortcodes)


class ZolaSite(FolderSite):
    """A site and what its configuration says."""

    generator = "zola"
    roots = Roots(static=("static",), prefixes=(("@/", "content"),), beside=True)

    def __init__(self, files: Files, settings: SiteSettings, rules: Mapping[str, ShortcodeRule]) -> None:
        self._file = configuration(files, CONFIGS)
        self.config = read_table(files, self._file)
        self._main = text(self.config.get("default_language")) or "en"
        facts = Facts(
            url=text(self.config.get("base_url")),
            title=text(self.config.get("title")),
            language=self._main,
            author=text(self.config.get("author")),
            description=text(self.config.get("description")),
            languages=(self._main, *table(self.config.get("languages"))),
        )
        super().__init__(files, settings, facts, rules)
        self.places = Sections(self.files, self.base, self.roots)
        self._markdown = table(self.config.get("markdown"))

    def shaping(self) -> Iterator[str]:
        yield self._file

    def content(self, path: str) -> bool:
        return path.startswith("content/") and super().content(path)

    def is_page(self, path: str) -> bool:
        # A section's own file.
        return PurePosixPath(path).name.startswith("_index.")

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or not flag(meta.get("render"), default=True)

    def language(self, path: str, meta: dict[str, Any]) -> str:
        named = _LANGUAGE.fullmatch(PurePosixPath(path).name)
        known = {tag.lower(): tag for tag in self.site.languages}
        return known.get(named["tag"].lower(), self.site.language) if named else self.site.language

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        """A file's name, or the address that its header gives it."""
        found = _PATH_DATE.search(text(meta.get("path")))
        return "-".join(found.groups()) if found else day_of(path)

    def address(self, header: Header) -> str:
        place = PurePosixPath(header.path).relative_to("content")
        language = self.language(header.path, header.meta)
        prefix = "" if language == self.site.language else f"{language}/"
        own = text(header.meta.get("path")).strip("/")
        if own:
            return f"{prefix}{own}/"
        folders = list(place.parts[:-1])
        name = place.name.split(".")[0]
        if name in {"index", "_index"}:
            name = folders.pop() if folders else ""
        dated = flag(table(self.config.get("slugify")).get("paths_keep_dates"))
        named = name if dated or not name else name_of(f"{name}.md")
        name = text(header.meta.get("slug")) or ascii_slug(named)
        return prefix + "".join(f"{part}/" for part in [*map(ascii_slug, folders), name] if part)

    def _meta(self, path: str, front: Any) -> dict[str, Any]:
        """Terms of taxonomies as other generators write them."""
        meta = super()._meta(path, front)
        return merged(table(meta.get("taxonomies")), merged(table(meta.get("extra")), meta))

    def dialect(self, language: str) -> Dialect:
        """pulldown-cmark's, with what the configuration turns on."""
        smart = flag(self._markdown.get("smart_punctuation"))
        return Dialect(
            language=language,
            typographer=Substitutions() if smart else None,
            definition_lists=flag(self._markdown.get("definition_list")),
            emoji=flag(self._markdown.get("render_emoji")),
            linkify=False,
        )

    def _own(self, name: str) -> Shortcode | None:
        """By the template in the site's templates or its theme's."""
        theme = text(self.config.get("theme"))
        for folder in ("templates", f"themes/{theme}/templates"):
            path = f"{folder}/shortcodes/{name}.html"
            if self.files.stat(path) is not None:
                return shortcode_of(written(self.files, path))
        return None

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        marked = _MORE.search(body.text)
        plain = body.replaced(*marked.span(), "<!--more-->") if marked else body
        plain, told = shortcodes(plain, self._rules, source.source, source.language, self._own)
        plain, more = super().prepare(plain, source, meta, index)
        return plain, (*told, *more)


class Sections(Places):
    """What lies beside a section's ``_index.md`` is published at the section's address, as what is in static/."""

    def _joined(self, href: str, path: str, url: str) -> Iterator[str]:
        yield from super()._joined(href, path, url)
        if href.startswith("/"):
            yield posixpath.join("content", href.lstrip("/"))


GENERATOR = Zola()
