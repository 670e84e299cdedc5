"""Where a large artifact goes as it is made, front to back, so that nobody holds it; its digest is taken on the way."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import BinaryIO


class Spool:
    """Bytes in ``file`` from ``start`` on; ``size`` of them so far. ``bytes()`` of it reads all of them."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self.file = file or BytesIO()
        self.start = self.file.tell()
        self.size = 0
        self._state = sha256()

    def write(self, data: bytes) -> None:
        """Appends ``data``."""
        self.file.write(data)
        self._state.update(data)
        self.size += len(data)

    def digest(self) -> bytes:
        """The SHA-256 of what was written so far."""
        return self._state.digest()

    def read(self, offset: int, size: int) -> bytes:
        """``size`` bytes from ``offset`` on, or fewer at the end. What is written next still goes to the end."""
        self.file.seek(self.start + offset)
        found = self.file.read(size)
        self.file.seek(self.start + self.size)
        return found

    def __bytes__(self) -> bytes:
        return self.read(0, self.size)
