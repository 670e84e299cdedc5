"""Any folder of Markdown files with headers: the path is the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from exporter.reading.dialect import Dialect
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.folder import FolderSite
from exporter.sites.habits import is_markdown
from exporter.world.files import Files

# Obsidian's own mark on a folder.
_VAULT: Final = ".obsidian/app.json"


class Plain:
    """The generator that is none."""

    name = "plain"

    def detect(self, files: Files) -> bool:
        return any(is_markdown(name) for name in files.walk())

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        return PlainSite(files, settings)


class PlainSite(FolderSite):
    """A folder; everything about the site itself comes from exporter.toml."""

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        super().__init__(files, settings)
        self._vault = files.stat(_VAULT) is not None

    def shaping(self) -> Iterator[str]:
        yield from [_VAULT] if self._vault else []

    def dialect(self, language: str) -> Dialect:
        """What writers of plain Markdown use beside CommonMark, on GitHub, in Obsidian and in their editors."""
        return Dialect(
            language=language,
            math_inline=(("$", "$"),),
            math_block=(("$$", "$$"),),
            mark=True,
            wiki_links=True,
            comments=self._vault,
        )


GENERATOR = Plain()
