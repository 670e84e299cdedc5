"""What a scan remembers of each page, and how it knows that the page would be the same if it were read again.

A header as a Source depends on the page's own file, on what shapes all pages (``surroundings``: configuration,
sections, data) and on the names of other files that were looked for on the way: pictures, files of a bundle. These
questions are noted with their answers; a note holds while all answers are what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

import msgspec
from msgspec import Struct

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.world.files import LARGEST, Files, Stat


class Note(Struct, frozen=True, omit_defaults=True):
    """``source`` is None for a page that is in no list; ``saw`` maps questions about names to their answers."""

    stat: Stat
    source: Source | None = None
    found: tuple[Diagnostic, ...] = ()
    saw: dict[str, str] = {}


class Notes(Struct, frozen=True):
    """The notes of one scan. They hold for these ``surroundings`` alone."""

    surroundings: str = ""
    pages: dict[str, Note] = {}


# JSON keeps each time's offset; MessagePack would turn midnight in Tokyo into the day before.
_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Notes)


def encode(notes: Notes) -> bytes:
    return _ENCODER.encode(notes)


def decode(stored: bytes | None) -> Notes:
    """What ``encode`` gave; no notes where it was something else."""
    try:
        return _DECODER.decode(stored) if stored else Notes()
    except msgspec.MsgspecError:
        return Notes()


class Watched:
    """The same files; while ``saw`` is a mapping, it notes what was asked about their names."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.saw: dict[str, str] | None = None

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        return self.files.read(name, limit)

    def stat(self, name: str) -> Stat | None:
        found = self.files.stat(name)
        if self.saw is not None:
            self.saw[f"file {name}"] = _there(found)
        return found

    def walk(self, under: str = "") -> Iterator[str]:
        names = list(self.files.walk(under))
        if self.saw is not None:
            self.saw[f"folder {under}"] = _names(names)
        yield from names


def holds(note: Note, stat: Stat | None, files: Files) -> bool:
    """Whether the page would be noted in the same way again; ``files`` are asked, not watched."""
    if stat is None or note.stat != stat:
        return False
    for question, answer in note.saw.items():
        kind, _, name = question.partition(" ")
        now = _there(files.stat(name)) if kind == "file" else _names(files.walk(name))
        if now != answer:
            return False
    return True


def _there(stat: Stat | None) -> str:
    return "there" if stat else ""


def _names(names: Iterable[str]) -> str:
    return blake2b("\0".join(names).encode(), digest_size=16).hexdigest()
