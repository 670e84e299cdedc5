"""What generators do in their own ways: which files are posts, what their headers mean, where they are published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from msgspec import Struct

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.model.site import Site
from exporter.reading.dialect import Dialect, with_formulas
from exporter.reading.frontmatter import FrontMatter, split
from exporter.reading.located import Text
from exporter.sites.fields import Table, flag, text
from exporter.sites.index import Index
from exporter.sites.places import Roots
from exporter.sites.titles import day_of, without_title

_ENDINGS: Final = frozenset([".md", ".markdown"])
# Folders into which programs of others are installed; what they hold is not the blogger's.
_FOREIGN: Final = frozenset(["node_modules", "venv", "__pycache__"])
_DATES: Final = (
    *(
        "date",
        "published",
        "publishdate",
        "pubdate",
        "pub_date",
        "publishedat",
        "published_at",
        "published_date",
    ),
    *("createdat", "created_at", "created"),
)
# What headers call the loading of MathJax or KaTeX.
FORMULAS: Final = ("math", "mathjax", "katex", "usemath", "use_math", "latex")
# Files about a repository, not of a blog.
_ABOUT: Final = frozenset(
    ["readme", "license", "changelog", "contributing", "security", "code_of_conduct", "authors"]
)


class Header(Struct, frozen=True, kw_only=True):
    """What is known of a page when its address is made. Keys of ``meta`` are in lower case."""

    path: str
    meta: dict[str, Any]
    title: str
    published: datetime | None


def is_markdown(path: str, endings: frozenset[str] = _ENDINGS) -> bool:
    """Whether a file is the blogger's Markdown."""
    place = PurePosixPath(path)
    return place.suffix.lower() in endings and _FOREIGN.isdisjoint(place.parts)


class Habits:
    """Those of a plain folder; each reader of a generator says where its own differ."""

    generator = "plain"
    roots = Roots()
    endings: frozenset[str] = _ENDINGS
    mdx: tuple[str, ...] = ()  # the endings of files that are MDX
    dates: tuple[str, ...] = _DATES
    site: Site
    speaking = False  # whether a file's name is a title whatever it is
    safe = "/"  # what stands in addresses unquoted
    # What its Markdown has besides, each turned into what is read here, in this order.
    notations: tuple[Callable[[Text], Text], ...] = ()

    def shaping(self) -> Iterator[str]:
        """The files besides a page's own that shape what is read: configuration, data, what bodies include."""
        yield from ()

    def content(self, path: str) -> bool:
        """Whether a file is a page at all."""
        return is_markdown(path, self.endings)

    def is_page(self, path: str) -> bool:
        """Whether it is a page and no post, whatever its date."""
        return PurePosixPath(path).stem.lower() in _ABOUT

    def undated(self, path: str) -> str:
        """What is told of a file without a date; empty for what is then taken for a page."""
        return "S105"

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        """Whether the generator keeps it back."""
        return flag(meta.get("draft"))

    def split(self, written: str, path: str) -> FrontMatter:
        """A file's text into header and body."""
        return split(written, path)

    def defaults(self, path: str) -> Table:
        """What the header of a file says where it says nothing."""
        return {}

    def subpath(self, meta: dict[str, Any]) -> str:
        """The folder that a header puts before the pictures which its page names without one."""
        return ""

    def known_author(self, key: str) -> Table:
        """What a file of authors says of ``key``."""
        return {}

    def language(self, path: str, meta: dict[str, Any]) -> str:
        """The language of a page, a BCP 47 tag."""
        return text(meta.get("lang")) or text(meta.get("language")) or self.site.language

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        """The day that a file's name gives it."""
        return day_of(path)

    def address(self, header: Header) -> str:
        """The address of a page below the root, unquoted."""
        place = str(PurePosixPath(header.path).with_suffix(""))
        return place.removesuffix("index") if PurePosixPath(place).name == "index" else f"{place}/"

    def dialect(self, language: str) -> Dialect:
        """The Markdown that is written."""
        return Dialect(language=language)

    def written_in(self, language: str, meta: dict[str, Any]) -> Dialect:
        """The same, with ``$…$`` for a page whose header loads what draws formulas."""
        dialect = self.dialect(language)
        return with_formulas(dialect) if any(flag(meta.get(name)) for name in FORMULAS) else dialect

    def prepare(
        self,
        body: Text,
        source: Source,
        meta: dict[str, Any],
        index: Index,
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """The body as Markdown, without the generator's own notations. A summary ends at ``<!--more-->``."""
        told: tuple[Diagnostic, ...] = ()
        if source.source.endswith(self.mdx):
            from exporter.reading.mdx import plain_markdown  # noqa: PLC0415 - for those that have such files

            body, told = plain_markdown(body, source.source)
        for plain in type(self).notations:
            body = plain(body)
        return without_title(body, source.title), told
