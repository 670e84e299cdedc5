"""Next.js: posts in Markdown or MDX, wherever a blog keeps them, at the addresses of its dynamic routes."""

from __future__ import annotations

import re
from typing import Any, Final

from exporter.reading.frontmatter import FrontMatter
from exporter.sites.configured import Configured
from exporter.sites.fields import lowered, table, text
from exporter.sites.places import Roots
from exporter.sites.routed import RoutedSite

CONFIGS: Final = tuple(f"next.config.{ending}" for ending in ("js", "mjs", "ts", "cjs", "mts"))


class NextSite(RoutedSite):
    """A site of the pages or the app router."""

    generator = "nextjs"
    configs = CONFIGS
    slots = re.compile(
        r"(?:src/)?(?:app|pages)/(?P<route>(?:[^\[\]]*/)?)\[(?:\.\.\.|\[\.\.\.)?\w+\]?\](?:/page)?\.(?:[jt]sx?|mdx?)"
    )
    pages = re.compile(r"(?:src/)?(?:app|pages)/")
    roots = Roots(static=("public", ""), beside=True)

    def content(self, path: str) -> bool:
        return super().content(path) and not path.startswith("public/")

    def _meta(self, path: str, front: FrontMatter) -> dict[str, Any]:
        """Starters keep a post's authors as names of files."""
        meta = super()._meta(path, front)
        named = meta.get("authors")
        authors = [self._named(one) for one in named] if isinstance(named, list) else []
        return {**meta, **({"authors": authors} if authors else {})}

    def _named(self, key: object) -> object:
        for ending in (".mdx", ".md"):
            place = f"data/authors/{text(key)}{ending}"
            if self.files.stat(place) is not None:
                return text(table(lowered(self.front(place).meta)).get("name")) or key
        return key


GENERATOR = Configured(NextSite.generator, CONFIGS, NextSite)
