"""Logseq: a graph of pages and journals, outlines with properties."""

from __future__ import annotations

import re
from typing import Any, Final

from exporter.reading.frontmatter import FrontMatter
from exporter.reading.located import Text, locate
from exporter.reading.verbatim import outside
from exporter.sites.base import SiteSettings
from exporter.sites.configured import Configured
from exporter.sites.folder import Facts
from exporter.sites.habits import Header
from exporter.sites.places import Roots
from exporter.sites.plain import PlainSite
from exporter.sites.titles import day_of
from exporter.world.files import Files

CONFIG: Final = "logseq/config.edn"
_PAGE: Final = re.compile(r"(?:[ \t]*[\w-]+::[ \t]*.*\n)+")
_SAID: Final = re.compile(r"(?m)^[ \t]*(?P<key>[\w-]+)::[ \t]*(?P<value>.*?)[ \t]*$")
_PROPERTY: Final = re.compile(
    r"(?m)^[ \t]*(?:-[ \t]+)?(?:id|collapsed|card-[\w-]+|background-color|heading|created-at|updated-at)::.*\n?"
)
# Of a block elsewhere, or of a page within this one.
_BLOCK: Final = re.compile(r"\{\{(?:embed|query|renderer)\b[^{}\n]*\}\}|\(\([0-9a-f-]{8,}\)\)")
_BRACKETS: Final = re.compile(r"\[\[|\]\]|#")


def without_properties(body: Text) -> Text:
    """``body`` without what only Logseq knows of its blocks."""
    for pattern in (_PROPERTY, _BLOCK):
        edits = [(*found.span(), "") for found in outside(body, pattern)]
        body = body.edited(edits) if edits else body
    return body


class LogseqSite(PlainSite):
    """A graph; everything about the site itself comes from exporter.toml."""

    generator = "logseq"
    notations = (without_properties,)
    roots = Roots(static=("",))

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        super().__init__(files, settings, Facts(), vault=True)

    def content(self, path: str) -> bool:
        return path.startswith(("journals/", "pages/")) and super().content(path)

    def split(self, written: str, path: str) -> FrontMatter:
        """Properties at the top of a page are its header."""
        whole = locate(written)
        said = _PAGE.match(whole.text)
        if said is None:
            return super().split(written, path)
        meta: dict[str, object] = {
            one["key"]: _BRACKETS.sub("", one["value"]) for one in _SAID.finditer(said[0]) if one["value"]
        }
        return FrontMatter(meta, whole.part(said.end(), len(whole.text)), said[0])

    def address(self, header: Header) -> str:
        """``a___b`` is the page a/b."""
        return super().address(header).replace("___", "/")

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        return day_of(path) if path.startswith("journals/") else ""


GENERATOR = Configured(LogseqSite.generator, [CONFIG], LogseqSite)
