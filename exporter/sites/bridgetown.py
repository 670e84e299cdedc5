"""Bridgetown: Jekyll's heir, its files in src/, with styles of addresses of its own and Ruby in its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.erb import without_ruby
from exporter.reading.located import Text
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import above, loose_table, read_table
from exporter.sites.fields import Table, merged, text
from exporter.sites.habits import Header
from exporter.sites.index import Index
from exporter.sites.jekyll import JekyllSite
from exporter.sites.slugs import slugified
from exporter.sites.titles import name_of
from exporter.world.files import Files

CONFIG: Final = "bridgetown.config.yml"
_METADATA: Final = "_data/site_metadata.yml"
# https://www.bridgetownrb.com/docs/content/permalinks
_STYLES: Final = {
    "": "/:categories/:year/:month/:day/:slug/",
    "pretty": "/:categories/:year/:month/:day/:slug/",
    "pretty_ext": "/:categories/:year/:month/:day/:slug:output_ext",
    "simple": "/:categories/:slug/",
    "simple_ext": "/:categories/:slug:output_ext",
}


class Bridgetown:
    """The generator."""

    name = "bridgetown"

    def detect(self, files: Files) -> bool:
        return files.stat(CONFIG) is not None

    def open(self, files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> OpenSite:
        """Raises ConfigError for a configuration that cannot be read."""
        return BridgetownSite(files, settings, shortcodes)


class BridgetownSite(JekyllSite):
    """A site and what its configuration and its metadata say."""

    generator = "bridgetown"
    config_file = CONFIG
    source = "src"

    def configured(self, files: Files) -> dict[str, Any]:
        said = read_table(files, self.config_file)
        home = text(said.get("source")).strip("./") or self.source
        said = merged(loose_table(files, f"{home}/{_METADATA}"), said)
        author = loose_table(files, f"{home}/_data/authors.yml").get(text(said.get("author")).lower())
        return {**said, "author": author} if author else said

    def shaping(self) -> Iterator[str]:
        yield from super().shaping()
        yield f"{self.home}{_METADATA}"

    def defaults(self, path: str) -> Table:
        """_defaults.yml of the folders above, the nearest last."""
        return merged(super().defaults(path), above(self.files, path, "_defaults.yml"))

    def filled(self, style: str, header: Header, categories: tuple[str, ...]) -> str:
        slug = text(header.meta.get("slug")) or slugified(name_of(header.path))
        said = text(self.config.get("permalink"))
        template = _STYLES.get(style if style != "date" or said else "", style)
        return super().filled(
            template.replace(":slug", slug).replace(".*", ":output_ext"), header, categories
        )

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """Pages are Ruby's (ERB) unless the site or the page says Liquid; the other's tags do no harm."""
        body, told = without_ruby(body, source.source)
        plain, more = super().prepare(body, source, meta, index)
        return plain, (*told, *more)


GENERATOR = Bridgetown()
