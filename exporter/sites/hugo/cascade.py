"""Cascades: values that a section or the configuration hands down to the pages below it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from msgspec import Struct

from exporter.sites.fields import Table, dig, table, tables, text, texts
from exporter.sites.hugo.content import Page
from exporter.sites.hugo.globs import matches


class Target(Struct, frozen=True):
    """What a cascade may ask of a page: its path ("/posts/walk"), its kind and its language."""

    path: str
    kind: str
    language: str


def target(page: Page, path: str, taxonomies: Container[str] = ()) -> Target:
    """The target that ``page`` is; ``path`` is its place in Hugo's spelling, ``taxonomies`` are folders ("tags")."""
    return Target(f"/{path}", _kind(page, path, taxonomies), page.language)


def _kind(page: Page, path: str, taxonomies: Container[str]) -> str:
    if page.kind != "branch":
        return "page"
    folder, below, _ = path.partition("/")
    if folder in taxonomies:
        return "term" if below else "taxonomy"
    return "section" if path else "home"


def handed_down(cascade: object, page: Target) -> Iterator[Table]:
    """The values that a ``cascade`` (one table or a list of them) has for ``page``, in the order written."""
    for entry in tables(cascade):
        if _meant(table(entry.get("target")) or table(entry.get("_target")), page):
            yield {key: value for key, value in entry.items() if key not in {"target", "_target"}}


def _meant(wanted: Table, page: Target) -> bool:
    asked = {
        "path": (text(wanted.get("path")), page.path),
        "kind": (text(wanted.get("kind")), page.kind),
        "lang": (text(wanted.get("lang")), page.language),
        "environment": (text(wanted.get("environment")), "production"),
    }
    if any(pattern and not matches(pattern.lower(), value.lower()) for pattern, value in asked.values()):
        return False
    globs = texts(dig(wanted, "sites.matrix.languages"))
    return not globs or any(matches(glob, page.language) for glob in globs)


def inherit(own: Table, handed: Iterator[Table]) -> dict[str, Any]:
    """``own`` with what it does not say itself; of what is handed down the first value counts. Params are merged."""
    result = dict(own)
    params = dict(table(own.get("params")))
    for values in handed:
        for key, value in values.items():
            if key == "params":
                params = {**table(value), **params}
            else:
                result.setdefault(key, value)
    return {**result, "params": params} if params else result
