"""What a build remembers of a site: each file's digest, each page's header, what each post was read to.

All of it can be made again, and nothing of it is believed of a file whose size or time is another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import Struct

from exporter.build.cache import Cache, digest
from exporter.build.digests import Digests
from exporter.build.program import reading_program
from exporter.build.tasks import Gathered
from exporter.sites.index import Index
from exporter.sites.notes import Note, Notes, decode, encode_pieces
from exporter.sites.watched import Answers
from exporter.world.surveyed import SurveyedFiles


class Reading(Struct, frozen=True, array_like=True):
    """What a post was read to, under the key of that reading."""

    key: str
    gathered: Gathered


_Readings = dict[str, Reading]
_encode: Final = msgspec.json.encode


class Memory:
    """The memory of one site, which is told by its root. ``fresh``: it begins empty, and is written all the same.
    ``index`` gives its pages, once they are known.
    """

    def __init__(
        self, files: SurveyedFiles, cache: Cache, index: Callable[[], Index], *, fresh: bool = False
    ) -> None:
        self._files = files
        self._cache = cache
        self._root = files.survey.root
        self.program = reading_program(cache)
        self.digests = Digests(files, cache, self._root, fresh=fresh)
        self._noted = Notes() if fresh else decode(cache.get(self._key("notes")))
        self._readings = {} if fresh else _decode(cache.get(self._key("readings")))
        self._new_readings = False
        self._fresh = fresh
        self._answers = Answers(files, self.digests.of, index)

    @property
    def notes(self) -> Notes:
        """Those of the last scan."""
        return self._noted

    def keep_notes(self, notes: Notes) -> None:
        """Remembers a scan, in the cache alone: no build scans twice, and notes are as large as all headers.

        A file that may change within the tick in which it was read is not believed.
        """
        pages = {key: note for key, note in notes.pages.items() if self._is_settled(note)}
        kept = Notes(notes.surroundings, pages)
        if kept != self._noted:
            self._cache.put_pieces(self._key("notes"), encode_pieces(kept))
        self._noted = Notes()

    def reading(self, post_id: str, key: str) -> Gathered | None:
        """What the post was read to under this key, if it would be read to the same again."""
        known = self._readings.get(post_id)
        if known is not None and known.key == key:
            found: Gathered | None = known.gathered
        else:
            found = None if self._fresh else _decode_one(self._cache.get(key))
        if found is None or not self._answers.are_still(found.saw):
            return None
        if known is None or known.gathered is not found:
            self.keep_reading(post_id, key, found)
        return found

    def is_moved(self, post_id: str, key: str) -> bool:
        """True where the post itself is as it was, and something it was read with is not."""
        known = self._readings.get(post_id)
        return known is not None and known.key == key and not self._answers.are_still(known.gathered.saw)

    def keep_reading(self, post_id: str, key: str, gathered: Gathered) -> None:
        self._readings[post_id] = Reading(key, gathered)
        self._new_readings = True

    def save(self, living: set[str]) -> None:
        """Writes what is new; of posts that are not ``living`` any more nothing is kept."""
        self.digests.save()
        if self._new_readings:
            kept = {post_id: reading for post_id, reading in self._readings.items() if post_id in living}
            self._cache.put(self._key("readings"), _encode(kept))
            self._new_readings = False

    def _is_settled(self, note: Note) -> bool:
        return note.stat.mtime_ns < self._files.survey.settled

    def _key(self, what: str) -> str:
        return digest(what.encode(), self._root.encode("utf-8", "surrogateescape"), self.program)


def _decode_one(stored: bytes | None) -> Gathered | None:
    try:
        return msgspec.msgpack.decode(stored, type=Gathered) if stored else None
    except (ValueError, RecursionError):
        return None


def _decode(stored: bytes | None) -> _Readings:
    try:
        return msgspec.json.decode(stored, type=_Readings) if stored else {}
    except (ValueError, RecursionError):
        return {}
