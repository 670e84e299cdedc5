"""Nikola: conf.py, posts in the folders that POSTS names, headers as comments (``.. title: …``), YAML or TOML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.admonitions import admonitions
from exporter.reading.dialect import Dialect
from exporter.reading.frontmatter import FrontMatter, split
from exporter.reading.located import Text, locate
from exporter.reading.markdown_in_html import markdown_in_html
from exporter.reading.marks import marks
from exporter.reading.python_lists import python_lists
from exporter.reading.rst import comments, is_rst
from exporter.reading.rst import header as rst_header
from exporter.reading.tight_headings import tight_headings
from exporter.reading.verbatim import outside
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import constants, written
from exporter.sites.fields import flag, table, text, texts
from exporter.sites.folder import Facts
from exporter.sites.formats import FormatsSite
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.nikola_shortcodes import shortcodes
from exporter.sites.places import Roots
from exporter.sites.slugs import ascii_slug
from exporter.world.files import Files

CONFIG: Final = "conf.py"
_MARKED: Final = re.compile(r"\s*<!--\s*\n(?P<inside>(?:\s*\.\. [\w-]+:.*\n)+)\s*-->[ \t]*(?:\n|\Z)")
_TEASER: Final = re.compile(r"<!--[ \t]*(?:TEASER_END|END_TEASER)[^>\n]*-->")
_LINK: Final = re.compile(r"link://(?P<kind>\w+)/(?P<name>[^\s()<>\"'`]+)")
_HIDDEN: Final = frozenset(["draft", "private"])


def teasers(body: Text) -> Text:
    """``body`` with Nikola's mark of where the teaser ends as it is known here."""
    if "TEASER" not in body.text:
        return body
    return body.edited([(*found.span(), "<!--more-->") for found in outside(body, _TEASER)])


class Nikola:
    """The generator."""

    name = "nikola"

    def detect(self, files: Files) -> bool:
        """Sphinx has a conf.py too; Nikola's names its posts and the address of its site."""
        said = constants(written(files, CONFIG)) if files.stat(CONFIG) is not None else {}
        return "SITE_URL" in said and ("POSTS" in said or "BLOG_TITLE" in said)

    def open(self, files: Files, settings: SiteSettings, _: dict[str, ShortcodeRule] | object) -> OpenSite:
        return NikolaSite(files, settings)


class NikolaSite(FormatsSite):
    """A site and what its configuration plainly assigns."""

    generator = "nikola"
    endings = frozenset([".md", ".markdown", ".mdown", ".rst"])
    notations = (teasers, tight_headings, python_lists, admonitions, marks, markdown_in_html)
    roots = Roots(
        static=("files", "", "images"), copied=(("images", "images"), ("galleries", "galleries")), beside=True
    )

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._config = constants(written(files, CONFIG))
        self._main = text(self._config.get("DEFAULT_LANG")) or "en"
        others = tuple(str(one) for one in table(self._config.get("TRANSLATIONS")) if one)
        facts = Facts(
            url=text(self._config.get("SITE_URL")),
            title=self._said("BLOG_TITLE"),
            language=self._main.replace("_", "-"),
            timezone=text(self._config.get("TIMEZONE")),
            author=self._said("BLOG_AUTHOR"),
            description=self._said("BLOG_DESCRIPTION"),
            languages=tuple(one.replace("_", "-") for one in dict.fromkeys((self._main, *others))),
        )
        super().__init__(files, settings, facts)
        self._posts = tuple(_globs(self._config.get("POSTS"), "posts"))
        self._pages = tuple(_globs(self._config.get("PAGES"), "pages"))
        self._ending = "/" if flag(self._config.get("PRETTY_URLS"), default=True) else ".html"

    def _said(self, key: str) -> str:
        """A setting, of one in several languages that of the main one."""
        said = self._config.get(key)
        return text(table(said).get(self._main)) or text(said)

    def shaping(self) -> Iterator[str]:
        yield CONFIG

    def content(self, path: str) -> bool:
        return super().content(path) and self._home(path) is not None

    def _home(self, path: str) -> tuple[str, str] | None:
        """The folder of which a file is a post or a page, and where that is published."""
        place = PurePosixPath(path)
        bare = f"{place.parent}/{self._stem(path)}{place.suffix}".removeprefix("./")
        for pattern, target in (*self._posts, *self._pages):
            folder = posixpath.dirname(pattern)
            inside = not folder or bare.startswith(f"{folder}/")
            if inside and fnmatchcase(PurePosixPath(bare).name, posixpath.basename(pattern)):
                return folder, target
        return None

    def _stem(self, path: str) -> str:
        """A file's name without its endings, that of its language among them."""
        stem = PurePosixPath(path).stem
        name, dot, tag = stem.rpartition(".")
        return name if dot and tag.replace("_", "-") in self.site.languages else stem

    def is_page(self, path: str) -> bool:
        folders = [posixpath.dirname(pattern) for pattern, _ in self._posts]
        return not any(not folder or path.startswith(f"{folder}/") for folder in folders)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        status = text(meta.get("status")).lower()
        return status in _HIDDEN or bool(_HIDDEN.intersection(texts(meta.get("tags"))))

    def split(self, written: str, path: str) -> FrontMatter:
        if is_rst(path):
            return rst_header(written, path)
        whole = locate(written)
        marked = _MARKED.match(whole.text)
        if marked is None:
            return split(written, path)
        body = whole.part(marked.end(), len(whole.text))
        return FrontMatter(comments(marked["inside"]), body, marked[0])

    def language(self, path: str, meta: dict[str, Any]) -> str:
        _, dot, tag = PurePosixPath(path).stem.rpartition(".")
        found = tag.replace("_", "-")
        return found if dot and found in self.site.languages else self.site.language

    def address(self, header: Header) -> str:
        """The folder of the site in which its own folder is published, and its slug."""
        folder, target = self._home(header.path) or ("", "")
        below = posixpath.relpath(posixpath.dirname(header.path) or ".", folder or ".")
        slug = text(header.meta.get("slug")) or ascii_slug(self._stem(header.path))
        language = self.language(header.path, header.meta)
        prefix = "" if language == self.site.language else language
        place = posixpath.normpath(posixpath.join(prefix, target, below)).removeprefix(".").lstrip("/")
        name = "" if slug == "index" and self._ending == "/" else f"{slug}{self._ending}"
        return f"{place}/{name}" if place else name

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """``link://slug/name`` leads to a page; shortcodes become Markdown before that is read."""
        if "link://" in body.text:
            links = _LINK.finditer(body.text)
            body = body.edited(
                [(*found.span(), self._linked(found, index, source.language)) for found in links]
            )
        if is_rst(source.source):
            return body, ()
        body, told = shortcodes(body, source.source, source.language)
        plain, more = super().prepare(body, source, meta, index)
        return plain, (*told, *more)

    def _linked(self, found: re.Match[str], index: Index, language: str) -> str:
        name = found["name"]
        page = index.by_path(name, language) or index.by_name(PurePosixPath(name).stem, language)
        page = page or index.by_name(PurePosixPath(name).parent.name, language)
        return page.url if page else f"{self.base}{name}"

    def dialect(self, language: str) -> Dialect:
        """Python-Markdown's, with Nikola's own extensions."""
        return Dialect(language=language, linkify=False, block_attributes=True, flanking=False)


def _globs(said: object, usual: str) -> Iterator[tuple[str, str]]:
    for one in said if isinstance(said, list | tuple) else ():
        if isinstance(one, list | tuple) and len(one) > 1 and isinstance(one[0], str):
            # A destination may be another in each language.
            target = next(iter(one[1].values()), "") if isinstance(one[1], dict) else one[1]
            yield posixpath.normpath(one[0]), text(target).strip("/")
    if not said:
        yield from ((f"{usual}/*{ending}", usual) for ending in (".rst", ".md", ".txt"))


GENERATOR = Nikola()
