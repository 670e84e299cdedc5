"""Quartz: a vault of Obsidian in content/, published as its paths say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.sites.base import SiteSettings
from exporter.sites.configs import written
from exporter.sites.configured import Configured
from exporter.sites.fields import flag, table, text, texts
from exporter.sites.folder import Facts
from exporter.sites.habits import Header
from exporter.sites.literals import given
from exporter.sites.places import Roots
from exporter.sites.plain import PlainSite
from exporter.world.files import Files

CONFIG: Final = "quartz.config.ts"
_CONTENT: Final = "content/"
_ASKING: Final = re.compile(r"^(?!\s*//).*\bExplicitPublish\(", re.MULTILINE)
# slugifyFilePath of Quartz 4; letter case stays.
_SLUG: Final = (("&", "-and-"), ("%", "-percent"), ("?", ""), ("#", ""))


class QuartzSite(PlainSite):
    """A vault and what its configuration plainly says."""

    generator = "quartz"
    roots = Roots(static=("content", ""))

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        program = written(files, CONFIG)
        said = table(given(program, "configuration"))
        host = text(said.get("baseUrl")).removeprefix("https://").strip("/")
        facts = Facts(
            url=f"https://{host}" if host else "",
            title=text(said.get("pageTitle")),
            language=text(said.get("locale")),
        )
        super().__init__(files, settings, facts, vault=True)
        self._ignored = texts(said.get("ignorePatterns"))
        self._asks = bool(_ASKING.search(program))

    def shaping(self) -> Iterator[str]:
        yield CONFIG
        yield from super().shaping()

    def content(self, path: str) -> bool:
        if not path.startswith(_CONTENT) or not super().content(path):
            return False
        below = path.removeprefix(_CONTENT)
        parts = (below, *below.split("/"))
        return not any(fnmatchcase(part, pattern) for part in parts for pattern in self._ignored)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return super().is_draft(path, meta) or (self._asks and not flag(meta.get("publish")))

    def address(self, header: Header) -> str:
        place = PurePosixPath(header.path.removeprefix(_CONTENT)).with_suffix("")
        slug = re.sub(r"\s", "-", str(place))
        for sign, instead in _SLUG:
            slug = slug.replace(sign, instead)
        return slug.removesuffix("index") if PurePosixPath(slug).name == "index" else slug


GENERATOR = Configured(QuartzSite.generator, [CONFIG], QuartzSite)
