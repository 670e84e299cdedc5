"""What a scan remembers of each page, and how it knows that the page would be the same if it were read again.

A header as a Source depends on the page's own file, on what shapes all pages (``surroundings``: configuration,
sections, data) and on the names of other files that were looked for on the way: pictures, files of a bundle. These
questions are noted with their answers; a note holds while all answers are what they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.sites.scrub import encode_clean, scrub
from exporter.sites.watched import Answers, Saw
from exporter.world.files import Files, Stat

# The size and time of a file that is no longer there.
GONE: Final = Stat(-1, -1)


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


_PIECE: Final = 1000  # pages
# JSON keeps each time's offset; MessagePack would turn midnight in Tokyo into the day before.
_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Notes)


def encode(notes: Notes) -> bytes:
    return _ENCODER.encode(notes)


def encode_pieces(notes: Notes) -> Iterator[bytes]:
    """The same in pieces: the notes of 100,000 pages take 46 MB."""
    yield encode(Notes(notes.surroundings)).removesuffix(b"}}")
    pages = iter(notes.pages.items())
    between = b""
    while some := dict(islice(pages, _PIECE)):
        yield between + _ENCODER.encode(some)[1:-1]
        between = b","
    yield b"}}"


def decode(stored: bytes | None) -> Notes:
    """What ``encode`` gave; no notes where it was something else."""
    try:
        return _DECODER.decode(stored) if stored else Notes()
    except (ValueError, RecursionError):
        return Notes()


def settled(notes: dict[str, Note]) -> dict[str, Note]:
    """New notes, scrubbed, and gone through the encoding that all go through: none differs from a remembered one."""
    stored = encode_clean(Notes("", notes))
    if stored is None:
        stored = encode(Notes("", {key: _scrubbed(note) for key, note in notes.items()}))
    return decode(stored).pages


def _scrubbed(note: Note) -> Note:
    if note.source is None:
        return note
    source, told = scrub(note.source)
    return replace(note, source=source, found=(*note.found, *told))


def holds(note: Note, stat: Stat | None, files: Files) -> bool:
    """Whether the page would be noted in the same way again; ``files`` are asked, not watched."""
    return stat is not None and note.stat == stat and (not note.saw or Answers(files).are_still(note.saw))
