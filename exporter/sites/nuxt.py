"""Nuxt: Markdown in content/, at the addresses of the routes that ask for it, else of its path."""

from __future__ import annotations

import re
from typing import Any, Final

from exporter.reading.mdc import mdc
from exporter.sites.configured import Configured
from exporter.sites.fields import first, lowered
from exporter.sites.folder import Facts
from exporter.sites.literals import exported
from exporter.sites.places import Roots
from exporter.sites.routed import RoutedSite
from exporter.world.files import Files

CONFIGS: Final = ("nuxt.config.ts", "nuxt.config.js", "nuxt.config.mjs")
_ORDER: Final = re.compile(r"\d+\.(?=\D)")
_HIDDEN: Final = re.compile(r"(?:^|/)[._]")


class NuxtSite(RoutedSite):
    """A site of Nuxt Content."""

    generator = "nuxt"
    configs = CONFIGS
    notations = (mdc, *RoutedSite.notations)
    # Nuxt 2 writes _slug.vue.
    slots = re.compile(
        r"(?:app/|src/)?pages/(?P<route>(?:[^\[\]]*/)?)(?:\[{1,2}(?:\.\.\.)?\w+\]{1,2}|_\w+)(?:/index)?\.(?:vue|tsx?)"
    )
    pages = re.compile(r"(?:app/|src/)?pages/")
    roots = Roots(static=("public", "static", "content"), prefixes=(("~/", ""), ("@/", "")), beside=True)

    def facts(self, files: Files, program: str, tables: list[dict[str, Any]]) -> Facts:
        """The configuration's own words, with the module for sites or without."""
        said = lowered(dict(exported(program)))
        other = super().facts(files, program, tables)
        return Facts(
            url=first(said, ("site.url", "runtimeconfig.public.siteurl", "runtimeconfig.public.baseurl"))
            or other.url,
            title=first(said, ("site.name", "app.head.title", "head.title")) or other.title,
            language=first(
                said,
                (
                    "site.defaultlocale",
                    "i18n.defaultlocale",
                    "app.head.htmlattrs.lang",
                    "head.htmlattrs.lang",
                ),
            )
            or other.language,
            author=other.author,
            description=first(said, ("site.description",)) or other.description,
        )

    def content(self, path: str) -> bool:
        """What begins with a dot or an underscore is for the site."""
        return path.startswith("content/") and not _HIDDEN.search(path) and super().content(path)

    def named(self, part: str) -> str:
        """Numbers put files in order and are no part of addresses."""
        return _ORDER.sub("", part, count=1) if _ORDER.match(part) else part


GENERATOR = Configured(NuxtSite.generator, CONFIGS, NuxtSite)
