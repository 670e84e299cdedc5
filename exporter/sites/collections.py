"""Astro's collections: in which folders they lie, and at which addresses the site's pages serve them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from exporter.sites.configs import written
from exporter.sites.fields import table, text
from exporter.sites.literals import Name, given, settled
from exporter.world.files import Files

_CONFIGS: Final = (
    "src/content.config.ts", "src/content.config.js", "src/content.config.mjs",
    "src/content/config.ts", "src/content/config.js", "src/content/config.mjs",
)  # fmt: skip
_CONTENT: Final = "src/content"
_PAGES: Final = "src/pages"
_ASKED: Final = re.compile(r"\bgetCollection\(\s*['\"]([\w-]+)['\"]")
# Routes of lists: /tags/[tag], /blog/[...page].
_LISTS: Final = re.compile(r"\[(?:\.\.\.)?(?:page|tag|category|author|year|series)s?\]")
# A part of the route that is the language: [lang]/blog/[slug]; [...lang] may be missing for the main one.
_LANGUAGE: Final = re.compile(r"^\[(?P<may>\.\.\.)?(?:lang|locale|lng)\]/(?=.*\[)")


class Collection(Struct, frozen=True):
    """``route`` is the address below which its posts are, empty for the root of the site."""

    folder: str
    route: str
    nested: bool  # whether folders that begin with an underscore are its own
    language: str = ""  # "always" or "maybe", where the route begins with the language of a post

    def holds(self, path: str) -> bool:
        if not path.startswith(f"{self.folder}/"):
            return False
        below = PurePosixPath(path.removeprefix(f"{self.folder}/")).parts
        return self.nested or not any(part.startswith("_") for part in below)


def collections(files: Files) -> tuple[Collection, ...]:
    """Those that a configuration names with their folders, then every folder of src/content.

    One that a page asks for by name is served where that page lies; any other at its own name, as in Astro's starters.
    """
    routes = _routes(files)
    found = {folder: (name, True) for name, folder in _loaded(files)}
    for path in files.walk(_CONTENT):
        parts = path.split("/")
        if len(parts) > 3:
            found.setdefault(f"{_CONTENT}/{parts[2]}", (parts[2], False))
    made = [
        Collection(folder, route, nested, leads)
        for folder, (name, nested) in found.items()
        for route, leads in [routes.get(name, (name, ""))]
    ]
    return tuple(sorted(made, key=lambda one: -len(one.folder)))


def shaping(files: Files) -> Iterator[str]:
    """The files that ``collections`` asks."""
    yield from (name for name in _CONFIGS if files.stat(name))
    yield from (path for path in files.walk(_PAGES) if "[" in path)


def _loaded(files: Files) -> Iterator[tuple[str, str]]:
    """The collections whose loader names a folder (Astro 5's ``glob({ base })``)."""
    config = next((name for name in _CONFIGS if files.stat(name)), "")
    source = written(files, config)
    for name, value in table(given(source, "collections")).items():
        defined = given(source, value) if isinstance(value, Name) else value
        base = text(settled(files, config, table(table(defined).get("loader")).get("base")))
        if base:
            yield name, posixpath.normpath(base).lstrip("/")


def _routes(files: Files) -> dict[str, tuple[str, str]]:
    """The address, up to the part that varies, of the page that serves each collection; whether its language leads."""
    found: dict[str, tuple[str, str]] = {}
    for path in files.walk(_PAGES):
        below = path.removeprefix(f"{_PAGES}/")
        tongue = _LANGUAGE.match(below)
        leads = "" if tongue is None else "maybe" if tongue["may"] else "always"
        below = below[tongue.end() :] if tongue else below
        if "[" not in below or _LISTS.search(below) or not below.endswith((".astro", ".ts", ".js")):
            continue
        if PurePosixPath(below).suffixes[:-1]:  # og images: [slug].png.ts
            continue
        for name in _ASKED.findall(written(files, path)):
            found.setdefault(name, (below.partition("[")[0].strip("/"), leads))
    return found
