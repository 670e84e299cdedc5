"""The digests of the site's files; a file whose size and time are those of the last build is not read again."""

from __future__ import annotations

import time
from typing import Final

import msgspec

from exporter.build.cache import Cache, content_digest, digest
from exporter.errors import ExportError
from exporter.world.files import Files, Stat
from exporter.world.survey import TICK_NS

_encode: Final = msgspec.msgpack.encode


class Digests:
    """Remembers in the cache, under a key of the site's root, what each file's digest was at which size and time."""

    def __init__(self, files: Files, cache: Cache, root: str, *, fresh: bool = False) -> None:
        self._files = files
        self._cache = cache
        self._key = digest(b"digests", root.encode("utf-8", "surrogateescape"))
        stored = None if fresh else cache.get(self._key)
        self._known = _decode(stored) if stored else {}
        self._changed = False
        self._settled = time.time_ns() - TICK_NS

    def of(self, name: str) -> str:
        """The hex digest of a file; empty where it cannot be read."""
        stat = self._files.stat(name)
        if stat is None:
            return ""
        known = self._known.get(name)
        if known is not None and known[0] == stat:
            return known[1]
        try:
            content = self._files.read(name)
        except (OSError, ExportError):
            return ""
        found = content_digest(content)
        self._known[name] = (stat, found)
        self._changed = True
        return found

    def save(self) -> None:
        if self._changed:
            # A file may change once more within the tick in which it was read, and nobody could tell.
            kept = {name: known for name, known in self._known.items() if known[0].mtime_ns < self._settled}
            self._cache.put(self._key, _encode(kept))


def _decode(stored: bytes) -> dict[str, tuple[Stat, str]]:
    try:
        return msgspec.msgpack.decode(stored, type=dict[str, tuple[Stat, str]])
    except (ValueError, RecursionError):
        return {}
