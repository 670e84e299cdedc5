"""Generators that have no reader: their sites are read as folders of Markdown, and said to be theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.world.files import Files

# By the file at the root that each is known by.
_KNOWN: Final = {
    "book.toml": "mdBook",
    "_layout/head.html": "Franklin.jl",
    "_cobalt.yml": "Cobalt",
    "_cobalt.yaml": "Cobalt",
    "metalsmith.json": "Metalsmith",
    "metalsmith.js": "Metalsmith",
    "nanoc.yaml": "Nanoc",
    "nanoc.yml": "Nanoc",
    "gridsome.config.js": "Gridsome",
    "remix.config.js": "Remix",
    "react-router.config.ts": "React Router",
    "dendron.yml": "Dendron",
    "myst.yml": "MyST",
    "haunt.scm": "Haunt",
    "site.hs": "Hakyll",
    "lume.config.js": "Lume",
    "_config.ts": "Lume",
    "soupault.toml": "Soupault",
}


def foreign(files: Files) -> Iterator[Diagnostic]:
    """S121 for a site of one of them."""
    name = next((name for name in _KNOWN if files.stat(name) is not None), "")
    if name:
        yield diagnose("S121", f"a site of {_KNOWN[name]}", name)
