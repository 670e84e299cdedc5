"""SvelteKit: posts in Markdown, of mdsvex or not, wherever a blog keeps them, at the addresses of its routes."""

from __future__ import annotations

import re
from typing import Any, Final

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.located import Text
from exporter.reading.parts import without_parts
from exporter.reading.verbatim import outside
from exporter.sites.base import SiteSettings
from exporter.sites.configs import written
from exporter.sites.configured import Configured
from exporter.sites.index import Index
from exporter.sites.places import Roots
from exporter.sites.routed import RoutedSite
from exporter.world.files import Files

CONFIGS: Final = ("svelte.config.js", "svelte.config.ts", "svelte.config.mjs")
# ``{#if x}``, ``{:else}``, ``{/if}``, ``{@html x}``: what is between them stays.
_LOGIC: Final = re.compile(
    r"\{[#:/@](?:if|else|each|await|then|catch|key|snippet|html|render|const|debug)\b[^{}\n]*\}"
)


def without_logic(body: Text) -> Text:
    """``body`` without the tags of Svelte's blocks."""
    edits = [(*tag.span(), "") for tag in outside(body, _LOGIC)] if "{" in body.text else []
    return body.edited(edits) if edits else body


class SvelteSite(RoutedSite):
    """A site, and whether mdsvex makes components of its Markdown."""

    generator = "sveltekit"
    configs = CONFIGS
    endings = frozenset([".md", ".svx", ".mdx", ".markdown"])
    slots = re.compile(
        r"src/routes/(?P<route>(?:[^\[\]]*/)?)\[(?:\.\.\.)?(?!page|num|tag|categor)\w+(?:=\w+)?\]"
        r"(?:/\+(?:page|layout)[@\w.-]*?)?\.(?:svelte|[jt]s)"
    )
    pages = re.compile(r"src/routes/")
    roots = Roots(static=("static", ""), prefixes=(("$lib/", "src/lib"),), beside=True)

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        super().__init__(files, settings)
        said = "".join(written(files, name) for name in (self._file, "package.json", "vite.config.ts"))
        self.mdx = (".md", ".svx", ".mdx") if "mdsvex" in said else (".svx", ".mdx")

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        return super().prepare(without_logic(without_parts(body)), source, meta, index)


GENERATOR = Configured(SvelteSite.generator, CONFIGS, SvelteSite)
