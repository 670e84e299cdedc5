"""The cache: the digest of a job's inputs to the bytes of its result. One file an entry, and no index to go wrong.

An entry is the SHA-256 of its content and then the content, so a flipped bit or a torn write is noticed
and the work done again. Entries are renamed into place: two builds at once, or one killed, leave whole entries or none.
An entry that is used gets a new time, so that those which nobody uses are the oldest.
"""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from exporter.build.eviction import evict_daily
from exporter.errors import CacheError, DamagedCacheError
from exporter.model.spool import Spool

_SIZE: Final = 32
_CHUNK: Final = 2**20
# An entry's time is set anew when it is older: once a day is enough to know what is in use.
_DAY: Final = 86_400.0
_FULL: Final = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM])


def digest(*parts: bytes) -> str:
    """The hex SHA-256 of ``parts``, each with its length before it so that no two lists give one digest."""
    return sha256(
        b"".join([piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)])
    ).hexdigest()


def content_digest(content: bytes) -> str:
    """The hex SHA-256 of ``content``, as `sha256sum` prints it."""
    return sha256(content).hexdigest()


class Cache:
    """``root`` is made when it is first written to. Keys are hex digests."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, key: str) -> bool:
        """True where an entry lies under ``key``; whether it is whole is seen when it is read."""
        # Asked of every post, for which pathlib takes three times as long as the disk.
        return os.path.isfile(self._place(key))  # noqa: PTH113

    def get(self, key: str) -> bytes | None:
        """The content stored under ``key``; None where there is none. A damaged entry is removed and counts as none."""
        path = self._path(key)
        try:
            with path.open("rb", buffering=0) as file:
                known, content = file.read(_SIZE), file.read()
        except OSError:
            return None
        if sha256(content).digest() == known:
            self._use(path)
            return content
        path.unlink(missing_ok=True)
        return None

    def fetch(self, key: str) -> bytes:
        """The content of an entry that ``has`` promised. Raises DamagedCacheError where it is not to be had."""
        content = self.get(key)
        if content is None:
            raise _damaged()
        return content

    def pour(self, key: str, into: Callable[[bytes], object]) -> None:
        """The content of an entry, piece by piece: a book of a gigabyte takes a megabyte. Raises DamagedCacheError
        after the last piece, when the whole is not what was stored.
        """
        path = self._path(key)
        state = sha256()
        try:
            with path.open("rb") as file:
                check = file.read(_SIZE)
                while piece := file.read(_CHUNK):
                    state.update(piece)
                    into(piece)
        except FileNotFoundError:
            raise _damaged() from None
        if state.digest() != check:
            path.unlink(missing_ok=True)
            raise _damaged()
        self._use(path)

    def drop(self, key: str) -> None:
        """Forgets an entry."""
        self._path(key).unlink(missing_ok=True)

    def put(self, key: str, content: bytes) -> None:
        """Stores ``content``. Raises CacheError where the disk is full or the cache may not be written."""
        self.put_pieces(key, (content,))

    def put_pieces(self, key: str, pieces: Iterable[bytes]) -> None:
        """The same, of what need not be in memory at once."""
        path = self._path(key)
        name = ""
        with _writing(self.root):
            try:
                handle, name = _new_beside(path)
                with os.fdopen(handle, "wb") as file:
                    state = sha256()
                    file.write(bytes(_SIZE))
                    for piece in pieces:
                        state.update(piece)
                        file.write(piece)
                    file.seek(0)
                    file.write(state.digest())
                Path(name).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(name).unlink(missing_ok=True)
                raise

    def bring(self, keys: Iterable[str]) -> None:
        """Makes entries ready that a stage needs: all are, in a folder."""

    def send(self) -> None:
        """Takes entries that a stage left to where the cache is: they are there."""

    def evict(self) -> None:
        """Keeps it within its bounds; looks once a day."""
        evict_daily(self.root)

    def spool(self) -> Spooled:
        """Where content may go that nobody holds, until ``keep`` or ``drop_spool``. It and they raise CacheError."""
        with self.writing():
            handle, name = _new_beside(self.root / "00" / "spool")
            os.close(handle)
            return Spooled(self.root, Path(name))

    def keep(self, spool: Spooled) -> str:
        """Stores what was spooled, without a copy, and returns its key: the hex digest of the content."""
        key = spool.digest().hex()
        path = self._path(key)
        with _writing(self.root):
            spool.file.seek(0)
            spool.file.write(spool.digest())
            spool.file.close()
            path.parent.mkdir(parents=True, exist_ok=True)
            spool.path.replace(path)
        return key

    def drop_spool(self, spool: Spooled) -> None:
        """Forgets what was spooled and not kept."""
        with suppress(OSError):
            spool.file.close()
        spool.path.unlink(missing_ok=True)

    def open(self, key: str) -> Stored | None:
        """An entry to be read here and there, its digest as it was written and not looked into; None where there is
        none.
        """
        path = self._path(key)
        try:
            found = Stored(path.open("rb"))
        except OSError:
            return None
        self._use(path)
        return found

    def writing(self) -> AbstractContextManager[None]:
        """Turns what a full or closed disk answers into a CacheError."""
        return _writing(self.root)

    def _use(self, path: Path) -> None:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)

    def _path(self, key: str) -> Path:
        return Path(self._place(key))

    def _place(self, key: str) -> str:
        return f"{self.root}/{key[:2]}/{key[2:]}"


class Spooled(Spool):
    """An entry that has no key yet; the place of its digest comes first."""

    def __init__(self, root: Path, path: Path) -> None:
        self.root = root
        self.path = path
        file = path.open("w+b")
        file.write(bytes(_SIZE))
        super().__init__(file)

    def write(self, data: bytes) -> None:
        with _writing(self.root):
            super().write(data)

    def read(self, offset: int, size: int) -> bytes:
        with _writing(self.root):  # what was written is flushed first
            return super().read(offset, size)


class Stored(Spool):
    """An entry that is read. Whether its bytes are those of its digest knows who has read all of them."""

    def __init__(self, file: BinaryIO) -> None:
        self._digest = file.read(_SIZE)
        super().__init__(file)
        self.size = max(0, os.fstat(file.fileno()).st_size - _SIZE)

    def digest(self) -> bytes:
        return self._digest


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    """Turns what a full or closed disk answers into a CacheError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _unwritable(root, error) from None
        raise


def _new_beside(path: Path) -> tuple[int, str]:
    """A new file in the folder of ``path``, which is made where it is not there: its descriptor and its name."""
    try:
        return tempfile.mkstemp(dir=path.parent, prefix=".new-")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.mkstemp(dir=path.parent, prefix=".new-")


def _damaged() -> DamagedCacheError:
    return DamagedCacheError("an entry of the cache was damaged or vanished", "Build again.")


def _unwritable(root: Path, error: OSError) -> CacheError:
    return CacheError(
        f"the cache {root} cannot be written: {error.strerror}",
        "Free space with `exporter cache clear`, or choose another folder with --cache.",
    )
