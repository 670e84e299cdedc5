"""What earlier binds of a backend left in the cache (backends/earlier.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exporter.backends.contract import Backend
from exporter.build.cache import Cache, Stored
from exporter.build.keys import kept_key


class Past:
    """``fresh``: nothing that lies there is believed. ``close`` ends what was opened."""

    def __init__(self, cache: Cache, backend: Backend, *, fresh: bool) -> None:
        self._cache = cache
        self._backend = backend
        self._fresh = fresh
        self._opened: list[Stored] = []
        self._made: set[str] = set()

    def kept(self, inputs: Sequence[bytes], make: Callable[[], bytes]) -> bytes:
        """As ``contract.Kept``."""
        key = kept_key(self._backend, inputs)
        content = None if self._fresh and key not in self._made else self._cache.get(key)
        if content is None:
            content = make()
            self._cache.put(key, content)
            self._made.add(key)
        return content

    def recall(self, name: Sequence[bytes]) -> bytes | None:
        """As ``Earlier``."""
        return None if self._fresh else self._cache.get(self._key(name))

    def remember(self, name: Sequence[bytes], content: bytes) -> None:
        """As ``Earlier``."""
        self._cache.put(self._key(name), content)

    def artifact(self, digest: bytes) -> Stored | None:
        """As ``Earlier``."""
        found = self._cache.open(digest.hex())
        if found is None:
            return None
        self._opened.append(found)
        return found if found.digest() == digest else None

    def close(self) -> None:
        """Nothing is read any more."""
        for each in self._opened:
            each.file.close()

    def _key(self, name: Sequence[bytes]) -> str:
        return kept_key(self._backend, [b"remembered", *name])
