"""Mounts: which folder of the site is which part of what Hugo sees, and for which languages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from exporter.sites.fields import Table, dig, table, tables, text, texts
from exporter.sites.hugo.globs import matches
from exporter.sites.hugo.languages import Language
from exporter.world.files import Files

COMPONENTS: Final = ("content", "static", "assets")


class Mount(Struct, frozen=True):
    """The folder or file ``source`` of the site stands at ``target`` ("" or "docs/spec") in a component.

    ``languages`` are keys; ``inside`` and ``outside`` are globs over the names below the source.
    """

    component: str
    source: str
    target: str
    languages: tuple[str, ...]
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    def holds(self, name: str) -> bool:
        """Whether a name below the source is not filtered out."""
        if any(matches(pattern, name) for pattern in self.outside):
            return False
        return not self.inside or any(matches(pattern, name) for pattern in self.inside)

    def place(self, path: str) -> str | None:
        """The path in the component at which the file ``path`` of the site stands; None where it does not."""
        if path == self.source:
            return self.target
        below = f"{self.source}/" if self.source else ""
        name = path.removeprefix(below)
        if not path.startswith(below) or not self.holds(name):
            return None
        return posixpath.join(self.target, name)

    def origin(self, place: str) -> str | None:
        """The file of the site that stands at ``place`` in the component, whether it exists or not."""
        if place == self.target and place:
            return self.source
        below = f"{self.target}/" if self.target else ""
        name = place.removeprefix(below)
        if not place.startswith(below) or not self.holds(name):
            return None
        return posixpath.join(self.source, name)

    def files(self, files: Files) -> Iterator[tuple[str, str]]:
        """Path in the site and place in the component of every file, in the order of the paths."""
        if self.source and files.stat(self.source):
            yield self.source, self.target
            return
        for path in files.walk(self.source):
            place = self.place(path)
            if place is not None:
                yield path, place


def mounts(
    languages: tuple[Language, ...], themes: Iterable[str] = (), *, by_folder: bool = False
) -> tuple[Mount, ...]:
    """Every mount of the site, those that win first; ``themes`` are the folders of themes that lie in the site.

    ``by_folder``: each language's content lies in a folder of its key, though the configuration does not say so.
    """
    config = languages[0].table
    written = tuple(_written(config, languages))
    result = [mount for mount in written if mount.component in COMPONENTS]
    said = {mount.component for mount in result}
    for component in COMPONENTS:
        if component not in said:
            result.extend(_usual(component, languages, by_folder=by_folder))
    every = tuple(language.key for language in languages)
    for theme in themes:
        result.append(Mount("content", f"{theme}/content", "", (languages[0].key,)))
        result.extend(
            Mount(component, f"{theme}/{component}", "", every) for component in ("static", "assets")
        )
    return tuple(dict.fromkeys(result))


def content_by_folder(languages: tuple[Language, ...], files: Files) -> bool:
    """Whether every content folder bears a language's key while no mount and no contentDir says so.

    Such a site has its mounts written by a script before each build (opentelemetry.io does); we see the state before.
    """
    config = languages[0].table
    if len(languages) < 2 or any(mount.component == "content" for mount in _written(config, languages)):
        return False
    folder = _clean(text(config.get("contentdir")) or "content")
    if any(text(language.table.get("contentdir")) not in {"", folder} for language in languages):
        return False
    tops = {name[len(folder) + 1 :].partition("/")[0] for name in files.walk(folder)}
    return languages[0].key in tops and len(tops) > 1 and tops <= {language.key for language in languages}


def _usual(component: str, languages: tuple[Language, ...], *, by_folder: bool) -> Iterator[Mount]:
    """What the configuration keys contentDir, staticDir and assetDir mean."""
    taken: set[str] = set()
    for language in languages:
        for folder in _folders(component, language.table):
            source = _clean(folder)
            if component == "content":
                source += f"/{language.key}" if by_folder else ""
                # A content folder that several languages share is the first one's: file names tell the others.
                if source in taken:
                    continue
                taken.add(source)
            yield Mount(component, source, "", (language.key,))


def _folders(component: str, config: Table) -> Iterator[str]:
    if component == "content":
        yield text(config.get("contentdir")) or "content"
    elif component == "assets":
        yield text(config.get("assetdir")) or "assets"
    else:
        names = ["staticdir", *(f"staticdir{n}" for n in range(11))]
        folders = [folder for name in names for folder in texts(config.get(name))] or ["static"]
        yield from reversed(folders)  # a later folder wins


def _written(config: Table, languages: tuple[Language, ...]) -> Iterator[Mount]:
    for entry in tables(dig(config, "module.mounts")):
        component, _, target = _clean(text(entry.get("target"))).partition("/")
        source = _clean(text(entry.get("source")))
        if source.startswith(("../", "/")):
            continue
        filters = (*texts(entry.get("files")), *texts(entry.get("includefiles")))
        outside = [f.strip()[1:].strip() for f in filters if f.strip().startswith("!")]
        yield Mount(
            component,
            source,
            target,
            _chosen(entry, component, languages),
            tuple(f.strip() for f in filters if not f.strip().startswith("!")),
            (*outside, *texts(entry.get("excludefiles"))),
        )


def _chosen(entry: Table, component: str, languages: tuple[Language, ...]) -> tuple[str, ...]:
    """The languages of a mount: globs in ``sites.matrix.languages``, before 0.153 the one key ``lang``."""
    matrix = table(dig(entry, "sites.matrix")) or table(dig(entry, "sites.complements"))
    globs = texts(matrix.get("languages")) or texts(entry.get("lang"))
    keys = tuple(language.key for language in languages)
    if not globs:
        return keys[:1] if component == "content" else keys
    wanted = [glob for glob in globs if not glob.startswith("!")] or ["*"]
    refused = [glob[1:].strip() for glob in globs if glob.startswith("!")]
    return tuple(
        key
        for key in keys
        if any(matches(glob, key) for glob in wanted) and not any(matches(glob, key) for glob in refused)
    )


def _clean(path: str) -> str:
    path = posixpath.normpath(path.replace("\\", "/")) if path else ""
    return "" if path == "." else path
