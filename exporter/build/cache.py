"""The cache: the digest of a job's inputs to the bytes of its result. One file an entry, and no index to go wrong.

An entry is the BLAKE2b-256 of its content and then the content, so a flipped bit or a torn write is noticed
and the work done again. Entries are renamed into place: two builds at once, or one killed, leave whole entries or none.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import Final

from exporter.errors import DamagedCacheError

_SIZE: Final = 32


def digest(*parts: bytes) -> str:
    """The hex BLAKE2b-256 of ``parts``, each with its length before it so that no two lists give one digest."""
    state = blake2b(digest_size=_SIZE)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


class Cache:
    """``root`` is made when it is first written to. Keys are hex digests."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, key: str) -> bool:
        """True where an entry lies under ``key``; whether it is whole is seen when it is read."""
        return self._path(key).is_file()

    def get(self, key: str) -> bytes | None:
        """The content stored under ``key``; None where there is none. A damaged entry is removed and counts as none."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        check, content = entry[:_SIZE], entry[_SIZE:]
        if blake2b(content, digest_size=_SIZE).digest() == check:
            return content
        path.unlink(missing_ok=True)
        return None

    def fetch(self, key: str) -> bytes:
        """The content of an entry that ``has`` promised. Raises DamagedCacheError where it is not to be had."""
        content = self.get(key)
        if content is None:
            raise DamagedCacheError("an entry of the cache was damaged or vanished", "Build again.")
        return content

    def put(self, key: str, content: bytes) -> None:
        """Stores ``content``. Raises OSError where the disk is full or the cache may not be written."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(blake2b(content, digest_size=_SIZE).digest())
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / key[2:]
