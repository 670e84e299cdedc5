"""Jekyll: _config.yml, posts in _posts folders, Liquid and kramdown in their bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.dialect import Dialect, Substitutions
from exporter.reading.distill import distill
from exporter.reading.frontmatter import FrontMatter
from exporter.reading.kramdown import kramdown
from exporter.reading.located import Text
from exporter.reading.tight_headings import tight_headings
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import included, loose_data, loose_table, read_table
from exporter.sites.fields import Table, first, flag, merged, table, tables, text, texts
from exporter.sites.folder import Facts
from exporter.sites.formats import FormatsSite, is_html
from exporter.sites.habits import Header, is_markdown
from exporter.sites.index import Index
from exporter.sites.jekyll_permalinks import STYLES, filled
from exporter.sites.liquid import expand
from exporter.sites.places import Roots
from exporter.world.files import Files

CONFIG: Final = "_config.yml"
_SPECIAL: Final = re.compile(r"/_(?:posts|drafts)/")


class Jekyll:
    """The generator."""

    name = "jekyll"

    def detect(self, files: Files) -> bool:
        return files.stat(CONFIG) is not None and any("_posts/" in f"/{name}" for name in files.walk())

    def open(self, files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> OpenSite:
        """Raises ConfigError for a configuration that cannot be read."""
        return JekyllSite(files, settings, shortcodes)


class JekyllSite(FormatsSite):
    """A site and what its configuration says."""

    generator = "jekyll"
    notations = (distill, kramdown)
    endings = frozenset([".md", ".markdown", ".mkd", ".html", ".htm"])
    safe = "/~:@!$&'()*+,;="
    config_file = CONFIG
    source = ""  # the folder of the site's files where the configuration names none

    def __init__(self, files: Files, settings: SiteSettings, rules: Mapping[str, ShortcodeRule]) -> None:
        self.config = self.configured(files)
        source = text(self.config.get("source")).strip("./") or self.source
        self.home = f"{source}/" if source else ""
        self.roots = Roots(static=(source,), beside=True)
        url = first(self.config, ("url", "production_url")).rstrip("/")
        facts = Facts(
            url=f"{url}/{text(self.config.get('baseurl')).strip('/')}" if url else "",
            title=_title(self.config),
            language=text(self.config.get("lang")) or text(self.config.get("locale")).replace("_", "-"),
            timezone=text(self.config.get("timezone")),
            author=first(self.config, ("author.name", "author", "social.name")) or _full_name(self.config),
            description=text(self.config.get("description")),
            languages=tuple(_codes(self.config.get("languages"))),
        )
        super().__init__(files, settings, facts, rules)
        self._authors_file = loose_table(files, f"{self.home}_data/authors.yml")

    def configured(self, files: Files) -> dict[str, Any]:
        """The configuration. Raises ConfigError where it is broken."""
        return read_table(files, self.config_file)

    def below(self, path: str) -> str:
        """A path as the site's source has it."""
        return path.removeprefix(self.home)

    def shaping(self) -> Iterator[str]:
        yield self.config_file
        named = self.config.get("collections")
        collections = [f"_{name}" for name in named] if isinstance(named, dict | list) else []
        for folder in ("_data", "_includes", *collections):
            yield from self.files.files.walk(f"{self.home}{folder}")

    def content(self, path: str) -> bool:
        # Folders that begin with an underscore hold what makes a site, or collections.
        inside = [part for part in PurePosixPath(path).parts[:-1] if part.startswith("_")]
        kept = (
            path.startswith(self.home) and not set(inside) - {"_posts", "_drafts"} and super().content(path)
        )
        # Blogs that moved here from elsewhere have posts in HTML; all other HTML is templates and pages.
        kept = kept and (bool(inside) or not is_html(path))
        return kept and not any(
            _covers(one, self.below(path)) for one in texts(self.config.get("exclude")) if one.strip("/")
        )

    def is_page(self, path: str) -> bool:
        return not {"_posts", "_drafts"}.intersection(PurePosixPath(path).parts)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return "_drafts" in PurePosixPath(path).parts or not flag(meta.get("published"), default=True)

    def defaults(self, path: str) -> Table:
        """Front matter defaults: of several that match, what the later says holds."""
        found: dict[str, Any] = {}
        kind = "pages" if self.is_page(path) else "posts"
        for rule in tables(self.config.get("defaults")):
            scope = table(rule.get("scope"))
            if text(scope.get("type")) in {"", kind} and _covers(text(scope.get("path")), self.below(path)):
                found = merged(found, table(rule.get("values")))
        return found

    def subpath(self, meta: dict[str, Any]) -> str:
        """Chirpy's ``media_subpath``, ``img_path`` in its earlier versions."""
        return first(meta, ("media_subpath", "img_path"))

    def known_author(self, key: str) -> Table:
        return table(self._authors_file.get(key.lower()))

    def _meta(self, path: str, front: FrontMatter) -> dict[str, Any]:
        meta = super()._meta(path, front)
        terms = {"tags": _terms(meta, "tags", "tag"), "categories": _terms(meta, "categories", "category")}
        return {**meta, **{key: found for key, found in terms.items() if found}}

    def address(self, header: Header) -> str:
        own = text(header.meta.get("permalink"))
        if own and own not in STYLES:
            return filled(own, header, ()).lstrip("/")
        if self.is_page(header.path):
            place = PurePosixPath(self.below(header.path)).with_suffix("")
            if place.name == "index":
                return f"{place.parent}/".removeprefix("./")
            style = text(self.config.get("permalink"))
            return f"{place}/" if style == "pretty" or style.endswith("/") else f"{place}.html"
        style = own or text(self.config.get("permalink")) or "date"
        return self.filled(style, header, self._categories(header)).lstrip("/")

    def filled(self, style: str, header: Header, categories: tuple[str, ...]) -> str:
        """The address of a post by a style's name or a template."""
        return filled(STYLES.get(style, style), header, categories)

    def _categories(self, header: Header) -> tuple[str, ...]:
        """Those of the header, after the folders above _posts."""
        above = _SPECIAL.split(f"/{self.below(header.path)}")[0].strip("/")
        return tuple(dict.fromkeys([*filter(None, above.split("/")), *texts(header.meta.get("categories"))]))

    def dialect(self, language: str) -> Dialect:
        """kramdown's."""
        return Dialect(
            language=language,
            typographer=Substitutions(),
            emoji="jemoji" in texts(self.config.get("plugins")),
            block_attributes=True,
            flanking="commonmark" in text(self.config.get("markdown")).lower(),
            math_inline=(("$$", "$$"),),
            math_block=(("$$", "$$"),),
        )

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """Liquid is carried out before kramdown sees the body."""
        names = {
            # No clock: what asks for the time of the build gets that of the post.
            "site": {**self.config, "data": self._data, **self._collections, "time": source.published},
            "page": {"title": source.title, "url": source.url, "date": source.published, **meta},
            "jekyll": {"environment": "production"},
        }
        expanded, told = expand(
            body,
            names,
            include=lambda name: self._included(name, source.source),
            address=lambda name: self._address_of(name, index),
            rules=self._rules,
            source=source.source,
            language=source.language,
        )
        expanded = tight_headings(expanded) if self._tight else expanded
        plain, more = super().prepare(expanded, source, meta, index)
        return plain, (*told, *more)

    @cached_property
    def _tight(self) -> bool:
        """Whether headings need no blank: GitHub's kramdown, which is Jekyll's own choice, wants one."""
        parser = text(self.config.get("markdown")).lower()
        plain = text(table(self.config.get("kramdown")).get("input")).lower() == "kramdown"
        return parser in {"rdiscount", "maruku", "redcarpet"} or plain

    @cached_property
    def _data(self) -> dict[str, Any]:
        """The tables and lists of _data, by folder and file."""
        found: dict[str, Any] = {}
        for name in self.files.files.walk(f"{self.home}_data"):
            place = PurePosixPath(self.below(name))
            if place.suffix in {".yml", ".yaml", ".json"}:
                below = found
                for part in place.parts[1:-1]:
                    below = below.setdefault(part, {})
                below[place.stem] = loose_data(self.files.files, name)
        return found

    @cached_property
    def _collections(self) -> dict[str, list[dict[str, Any]]]:
        """The pages of each collection as templates see them: what their headers say."""
        named = self.config.get("collections")
        names = named if isinstance(named, dict | list) else ()
        return {
            str(name): [
                {"title": text(front.meta.get("title")), "path": path, **self._meta(path, front)}
                for path in self.files.files.walk(f"{self.home}_{name}")
                if is_markdown(path) and (front := self.front(path)).ok
            ]
            for name in names
        }

    def _included(self, name: str, path: str) -> str | None:
        """A file of _includes; one that is named from the page on, ``./``, beside it."""
        return included(self.files, name, path, f"{self.home}_includes")

    def _address_of(self, name: str, index: Index) -> str:
        """Where ``post_url`` and ``link`` lead: a post by its file's name, a page by its path."""
        page = index.by_path(f"{self.home}{name.lstrip('/')}") or index.by_name(PurePosixPath(name).name)
        return page.url if page else ""


def _title(config: Table) -> str:
    """al-folio and its like write ``title: blank`` where the owner's name is the title."""
    said = first(config, ("title", "name"))
    return _full_name(config) or said if said == "blank" else said


def _full_name(config: Table) -> str:
    names = (text(config.get(key)) for key in ("first_name", "middle_name", "last_name"))
    return " ".join(filter(None, names))


def _terms(meta: Table, plural: str, single: str) -> list[str]:
    """Tags or categories: a text is a list of words, in the singular it is one;
    https://jekyllrb.com/docs/posts/#tags-and-categories. Commas between them are no part of any.
    """
    said = meta.get(plural)
    words = re.split(r"\s*,\s*" if "," in said else r"\s+", said.strip()) if isinstance(said, str) else said
    return list(texts(words) or texts(meta.get(single)))


def _codes(languages: object) -> Iterator[str]:
    """Of a list as polyglot and others write it: tags, or tables with a code."""
    for one in languages if isinstance(languages, list) else ():
        if tag := text(table(one).get("code") or one):
            yield tag


def _covers(scope: str, path: str) -> bool:
    scope = scope.strip("/")
    return not scope or path == scope or path.startswith(f"{scope}/") or fnmatchcase(path, scope)


GENERATOR = Jekyll()
