"""The configuration of one language as typed values."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import Any, Final

from msgspec import Struct

from exporter.model.post import Author
from exporter.sites.base import SiteSettings
from exporter.sites.dates import zone
from exporter.sites.fields import Table, dig, flag, table, text, texts
from exporter.sites.hugo.languages import Language
from exporter.sites.hugo.paths import PathRules
from exporter.sites.hugo.permalinks import Rule, rules
from exporter.sites.people import authors

# The header keys that make each date, those that win first (https://gohugo.io/configuration/front-matter/).
_DATES: Final = {
    "date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"),
    "lastmod": (":git", "lastmod", "modified", "date", "publishdate", "pubdate", "published"),
    "publishdate": ("publishdate", "pubdate", "published", "date"),
    "expirydate": ("expirydate", "unpublishdate"),
}
_ALSO: Final = {
    "lastmod": ("modified",),
    "publishdate": ("pubdate", "published"),
    "expirydate": ("unpublishdate",),
}


class Settings(Struct, frozen=True):
    """One language of the site. ``zone`` is None where nobody named one: then each date keeps its own offset."""

    language: Language
    title: str
    timezone: str
    zone: tzinfo | None
    dates: dict[str, tuple[str, ...]]
    permalinks: tuple[Rule, ...]
    spelling: PathRules
    ugly: dict[str, bool]
    taxonomies: frozenset[str]
    tags: str
    categories: str
    series: str
    main_sections: tuple[str, ...]
    authors: tuple[Author, ...]
    params: dict[str, Any]
    cascade: object
    link_hook: bool

    @property
    def naive(self) -> tzinfo:
        """The zone of a date that names none."""
        return self.zone or UTC

    def is_ugly(self, section: str) -> bool:
        """Whether pages of ``section`` are files named .html."""
        return self.ugly.get(section, self.ugly.get("", False))


def settings_of(language: Language, over: SiteSettings, *, translated: bool) -> Settings:
    """The settings of ``language``, overridden by exporter.toml; ``translated``: it is not the only language."""
    config = language.table
    params = table(config.get("params"))
    timezone = over.timezone or text(config.get("timezone"))
    taxonomies = table(config.get("taxonomies"))
    return Settings(
        language=language,
        title=over.title or text(config.get("title")),
        timezone=timezone if zone(timezone) else "",
        zone=zone(timezone),
        dates={name: _chain(name, table(config.get("frontmatter"))) for name in _DATES},
        permalinks=rules(config.get("permalinks")),
        spelling=PathRules(
            keep_case=flag(config.get("disablepathtolower")),
            remove_accents=flag(config.get("removepathaccents")),
        ),
        taxonomies=frozenset(texts(list(taxonomies.values()))) or frozenset(["tags", "categories"]),
        ugly=_ugly(config.get("uglyurls")),
        tags=text(taxonomies.get("tag")) or "tags",
        categories=text(taxonomies.get("category")) or "categories",
        series=text(taxonomies.get("series")) or text(taxonomies.get("serie")) or "series",
        main_sections=texts(params.get("mainsections")) or texts(config.get("mainsections")),
        authors=(Author(over.author),) if over.author else _site_authors(config),
        params=dict(params),
        cascade=config.get("cascade"),
        link_hook=_link_hook(config, translated=translated),
    )


def _chain(name: str, config: Table) -> tuple[str, ...]:
    written = [key.lower() for key in texts(config.get(name))]
    if not written:
        return _DATES[name]
    spelt = [known for key in written for known in (_DATES[name] if key == ":default" else (key,))]
    return tuple(dict.fromkeys(key for known in spelt for key in (known, *_ALSO.get(known, ()))))


def _ugly(value: object) -> dict[str, bool]:
    sections = table(value)
    return {key: flag(on) for key, on in sections.items()} if sections else {"": flag(value)}


def _site_authors(config: Table) -> tuple[Author, ...]:
    """Where themes and old Hugo keep the author of the whole site."""
    for path in ("params.author", "params.authors", "author", "params.author.name"):
        if found := authors(dig(config, path)):
            return found
    return ()


def _link_hook(config: Table, *, translated: bool) -> bool:
    """Whether Hugo's own render hook resolves links; by default where there are several languages."""
    wanted = text(dig(config, "markup.goldmark.renderhooks.link.useembedded")).lower()
    return {"always": True, "fallback": True, "never": False}.get(wanted, translated)
