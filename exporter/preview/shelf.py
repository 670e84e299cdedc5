"""What lies in the output folder, as those see it who choose from it: one work for each issue of each publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from posixpath import dirname, splitext
from typing import Final, NamedTuple

from exporter.checks import read_manifest
from exporter.model.letter import EML
from exporter.model.manifest import Entry
from exporter.world.files import confine

# The forms of a work in the order in which they are offered. The page and the text of a letter count where there is a
# letter: feeds make a page too.
_KINDS: Final = {
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/feed+json": "feed",
    "application/epub+zip": "book",
    "application/pdf": "paper",
    "text/html": "page",
    "text/plain": "page",
    EML: "letter",
}
# The order on the shelf: what is looked at most often first.
_SEEN: Final = ("feed", "letter", "book", "paper")


class Work(NamedTuple):
    """One issue: ``names`` are the artifacts that hold it, each in a form of its own; ``revision`` is another when any
    of them has changed.
    """

    kind: str
    publication: str
    label: str
    names: tuple[str, ...]
    revision: str


class Shelf:
    """The artifacts below ``out``; what the manifest does not name is not there. Raises OutputError without a build."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._entries = {entry.name: entry for entry in read_manifest(out).artifacts}
        self.works = tuple(sorted(_works(self._entries.values()), key=lambda work: _SEEN.index(work.kind)))

    @property
    def names(self) -> Iterable[str]:
        """The names of all artifacts."""
        return self._entries.keys()

    def path(self, name: str) -> Path | None:
        """Where the artifact ``name`` lies; None for what was not built. Raises UnsafePathError."""
        return confine(self._out, name) if name in self._entries else None

    def media_type(self, name: str) -> str:
        """Of an artifact that is there."""
        return self._entries[name].media_type

    def work(self, name: str) -> Work | None:
        """The work that the artifact ``name`` is a form of."""
        return next((work for work in self.works if name in work.names), None)


def _works(entries: Iterable[Entry]) -> Iterator[Work]:
    forms: dict[tuple[str, str], list[Entry]] = {}
    aliases: set[str] = set()
    for entry in entries:
        kind = _KINDS.get(entry.media_type, "")
        if kind and entry.digest not in aliases:
            forms.setdefault((entry.publication, _stem(entry, kind)), []).append(entry)
            aliases.add(entry.digest)
    for (publication, stem), found in forms.items():
        found.sort(key=lambda entry: list(_KINDS).index(entry.media_type))
        kind = _KINDS[found[-1].media_type]
        if kind != "page":
            label = stem.removeprefix(publication).strip("/") or found[0].issue
            revision = "".join(entry.digest[:8] for entry in found)
            yield Work(kind, publication, label, tuple(entry.name for entry in found), revision)


def _stem(entry: Entry, kind: str) -> str:
    """What the forms of one work have in common: the formats of a feed their folder, all others their name."""
    return dirname(entry.name) if kind == "feed" else splitext(entry.name)[0]
