"""A generator whose sites are known by the name of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.world.files import Files


class Configured:
    """A Generator whose site has one of the files ``configs`` at its root, and needs no rules for shortcodes.

    ``site`` opens one; it may raise ConfigError for a configuration that cannot be read.
    """

    def __init__(
        self, name: str, configs: Sequence[str], site: Callable[[Files, SiteSettings], OpenSite]
    ) -> None:
        self.name = name
        self._configs = configs
        self._site = site

    def detect(self, files: Files) -> bool:
        return any(files.stat(name) is not None for name in self._configs)

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        return self._site(files, settings)
