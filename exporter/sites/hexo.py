"""Hexo: _config.yml, posts in source/_posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.reading.dialect import Dialect
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import read_table
from exporter.sites.fields import flag, text, texts
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.places import Roots
from exporter.sites.slugs import slugified
from exporter.world.files import Files

CONFIG: Final = "_config.yml"
_POSTS: Final = "source/_posts/"
_DRAFTS: Final = "source/_drafts/"
_TOKEN: Final = re.compile(r":(\w+)")


class Hexo:
    """The generator."""

    name = "hexo"

    def detect(self, files: Files) -> bool:
        return files.stat(CONFIG) is not None and any(True for _ in files.walk(_POSTS.rstrip("/")))

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        """Raises ConfigError for a configuration that cannot be read."""
        return HexoSite(files, settings)


class HexoSite(FolderSite):
    """A site and what its configuration says."""

    generator = "hexo"
    roots = Roots(static=("source",), beside=True)
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        config = read_table(files, CONFIG)
        url, root = text(config.get("url")).rstrip("/"), text(config.get("root")).strip("/")
        facts = Facts(
            url=url if not root or url.endswith(f"/{root}") else f"{url}/{root}",
            title=text(config.get("title")),
            language=next(iter(texts(config.get("language"))), ""),
            timezone=text(config.get("timezone")),
            author=text(config.get("author")),
            description=text(config.get("description")),
        )
        super().__init__(files, settings, facts)
        self._permalink = text(config.get("permalink")) or ":year/:month/:day/:title/"
        self._category = text(config.get("default_category")) or "uncategorized"

    def shaping(self) -> Iterator[str]:
        yield CONFIG

    def content(self, path: str) -> bool:
        below = path.removeprefix(_POSTS).removeprefix(_DRAFTS).removeprefix("source/")
        inside = path.startswith("source/") and not any(p.startswith("_") for p in below.split("/"))
        return inside and super().content(path)

    def is_page(self, path: str) -> bool:
        return not path.startswith((_POSTS, _DRAFTS))

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return path.startswith(_DRAFTS) or not flag(meta.get("published"), default=True)

    def address(self, header: Header) -> str:
        below = str(PurePosixPath(header.path.removeprefix(_POSTS).removeprefix(_DRAFTS)).with_suffix(""))
        if self.is_page(header.path):
            place = below.removeprefix("source/")
            return place.removesuffix("index") if place.endswith("index") else f"{place}.html"
        own = text(header.meta.get("permalink"))
        day = header.published
        categories = texts(header.meta.get("categories")) or (self._category,)
        values = {
            "title": text(header.meta.get("slug")) or below,
            "name": PurePosixPath(below).name,
            "post_title": slugified(header.title),
            "category": "/".join(slugified(category) for category in categories),
            "id": text(header.meta.get("id")),
        }
        if day is not None:
            values |= {
                "year": f"{day.year:04}", "month": f"{day:%m}", "day": f"{day:%d}", "hour": f"{day:%H}",
                "minute": f"{day:%M}", "second": f"{day:%S}", "i_month": str(day.month), "i_day": str(day.day),
            }  # fmt: skip
        return own.lstrip("/") or _TOKEN.sub(lambda token: values.get(token[1], token[0]), self._permalink)

    def dialect(self, language: str) -> Dialect:
        """marked's with GFM; a line break is one, as Hexo's own settings have it."""
        return Dialect(language=language, hard_breaks=True)


GENERATOR = Hexo()
