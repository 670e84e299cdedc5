"""Generators that have no reader: their sites are read as folders of Markdown, and said to be theirs.

What their configuration says of the site itself is taken where it is a file of data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.reading.data import parse_toml
from exporter.sites.configs import constants, loose_table, written
from exporter.sites.fields import dig, first, table, text
from exporter.sites.folder import Facts
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
    "conf.py": "Sphinx",
}


_DATA: Final = (".toml", ".yml", ".yaml", ".json")
# Franklin.jl says it in the header of a page.
_HEADERS: Final = {"_layout/head.html": "config.md"}
_HEADER: Final = re.compile(r"(?ms)^\+\+\+[ \t]*$(.*?)^\+\+\+[ \t]*$")
# Sphinx's is a program; of others of that name it differs by what it assigns.
_PROGRAM: Final = "conf.py"
# Where they say it: mdBook, Cobalt, Nanoc, Metalsmith, Franklin.jl, ABlog, MyST.
_URLS: Final = (
    "site.base_url",
    "base_url",
    "site.url",
    "metadata.site.url",
    "metadata.url",
    "website_url",
    "blog_baseurl",
    "html_baseurl",
    "url",
)
_TITLES: Final = (
    "book.title", "site.title", "site_title", "metadata.site.title", "metadata.title", "website_title", "blog_title",
    "project.title", "html_title", "title", "project",
)  # fmt: skip
_AUTHORS: Final = ("author.name", "author", "metadata.author")
_LANGUAGES: Final = ("book.language", "site.lang", "language", "lang")
_DESCRIPTIONS: Final = (
    "book.description",
    "site.description",
    "metadata.description",
    "website_descr",
    "description",
)


def facts(files: Files) -> Facts | None:
    """What the configuration of one of them says of its site; None without one."""
    name = _found(files)
    if not name:
        return None
    said: Mapping[str, Any] = loose_table(files, name) if name.endswith(_DATA) else {}
    if name == _PROGRAM:
        said = constants(written(files, name))
    if name in _HEADERS and (header := _HEADER.search(written(files, _HEADERS[name]))):
        said = table(parse_toml(header[1]).value)
    several = dig(said, "book.authors")
    url = first(said, _URLS)
    return Facts(
        url=url if url.startswith(("https://", "http://")) else "",
        title=first(said, _TITLES),
        author=text(several[0]) if isinstance(several, list) and several else first(said, _AUTHORS),
        language=first(said, _LANGUAGES),
        description=first(said, _DESCRIPTIONS),
    )


def foreign(files: Files) -> Iterator[Diagnostic]:
    """S121 for a site of one of them."""
    if name := _found(files):
        yield diagnose("S121", f"a site of {_KNOWN[name]}", name)


def _found(files: Files) -> str:
    name = next((name for name in _KNOWN if files.stat(name) is not None), "")
    return "" if name == _PROGRAM and "extensions" not in constants(written(files, name)) else name
