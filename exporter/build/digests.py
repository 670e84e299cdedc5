"""The digests of the site's files; a file whose size and time are those of the last build is not read again."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import msgspec

from exporter.build.cache import Cache, digest
from exporter.world.files import Files, Stat

_encode: Final = msgspec.msgpack.encode


class Digests:
    """Remembers in the cache, under a key of the site's root, what each file's digest was at which size and time."""

    def __init__(self, files: Files, cache: Cache, root: str) -> None:
        self._files = files
        self._cache = cache
        self._key = digest(b"digests", root.encode())
        stored = cache.get(self._key)
        self._known = _decode(stored) if stored else {}
        self._changed = False

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
        except OSError:
            return ""
        found = blake2b(content, digest_size=32).hexdigest()
        self._known[name] = (stat, found)
        self._changed = True
        return found

    def save(self) -> None:
        if self._changed:
            self._cache.put(self._key, _encode(self._known))


def _decode(stored: bytes) -> dict[str, tuple[Stat, str]]:
    try:
        return msgspec.msgpack.decode(stored, type=dict[str, tuple[Stat, str]])
    except msgspec.DecodeError:
        return {}
