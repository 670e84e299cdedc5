"""What a scan remembers of each page, and how it knows that the page would be the same if it were read again.

A header as a Source depends on the page's own file, on what shapes all pages (``surroundings``: configuration,
sections, data) and on the names of other files that were looked for on the way: pictures, files of a bundle. These
questions are noted with their answers; a note holds while all answers are what they were.
"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.sites.watched import Saw, still
from exporter.world.files import Files, Stat


class Note(Struct, frozen=True, omit_defaults=True):
    """``source`` is None for a page that is in no list; ``saw`` maps questions about names to their answers."""

    stat: Stat
    source: Source | None = None
    found: tuple[Diagnostic, ...] = ()
    saw: Saw = {}


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


def holds(note: Note, stat: Stat | None, files: Files) -> bool:
    """Whether the page would be noted in the same way again; ``files`` are asked, not watched."""
    return stat is not None and note.stat == stat and (not note.saw or still(note.saw, files))
