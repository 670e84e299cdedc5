"""Zenn's repositories: ``articles/SLUG.md`` and ``books/``, which zenn.dev publishes below the writer's name."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from exporter.reading.dialect import Dialect
from exporter.reading.zenn import zenn
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import written
from exporter.sites.fields import flag
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.world.files import Files

_ARTICLES: Final = "articles/"
_BOOKS: Final = "books/"
# Keys of every header that `zenn new:article` writes.
_KEYS: Final = ("emoji:", "topics:", "published:")


class Zenn:
    """The service."""

    name = "zenn"

    def detect(self, files: Files) -> bool:
        """By its command among the packages, or by the headers of a few articles."""
        articles = [name for name in islice(files.walk("articles"), 20) if name.endswith(".md")]
        if not articles:
            return False
        heads = (written(files, name)[:2000] for name in articles[:3])
        return '"zenn-cli"' in written(files, "package.json") or any(
            all(f"\n{key}" in head for key in _KEYS) for head in heads
        )

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        return ZennSite(files, settings)


class ZennSite(FolderSite):
    """Articles; the address of the writer's page is for exporter.toml to say."""

    generator = "zenn"
    notations = (zenn,)
    dates = ("published_at", "date")

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        super().__init__(files, settings, Facts(language="ja", timezone="Asia/Tokyo"))

    def content(self, path: str) -> bool:
        return path.startswith((_ARTICLES, _BOOKS)) and super().content(path)

    def is_page(self, path: str) -> bool:
        return path.startswith(_BOOKS)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return path.startswith(_ARTICLES) and not flag(meta.get("published"))

    def address(self, header: Header) -> str:
        """``articles/SLUG``, ``books/BOOK/viewer/CHAPTER``."""
        place = header.path.removesuffix(".md")
        if place.startswith(_BOOKS) and place.count("/") == 2:
            return place.replace("/", "/viewer/", 2).replace("/viewer/", "/", 1)
        return place

    def _meta(self, path: str, front: Any) -> dict[str, Any]:
        meta = super()._meta(path, front)
        return {**meta, "tags": meta.get("topics")}

    def dialect(self, language: str) -> Dialect:
        return japanese(language)


def japanese(language: str) -> Dialect:
    """The Markdown of zenn.dev and qiita.com: a line break is one, formulas are KaTeX's or MathJax's."""
    return Dialect(
        language=language,
        hard_breaks=True,
        emoji=True,
        inline_footnotes=True,
        math_inline=(("$", "$"),),
        math_block=(("$$", "$$"),),
    )


GENERATOR = Zenn()
