"""The files below one root, and nothing else on the machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol

from exporter.errors import ExportError, UnsafePathError

LARGEST = 256 * 2**20


class Stat(NamedTuple):
    """Size in bytes and time of the last change in nanoseconds: what tells a changed file from an unchanged one."""

    size: int
    mtime_ns: int


class Files(Protocol):
    """Names are POSIX and relative to the root; a name that leaves it raises UnsafePathError, always."""

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        """The bytes of a file. Raises FileNotFoundError, PermissionError, OSError; ExportError over ``limit`` bytes."""

    def stat(self, name: str) -> Stat | None:
        """None where there is no regular file of that name."""

    def walk(self, under: str = "") -> Iterator[str]:
        """The names of all regular files below a folder, in code point order; dot files and folders are passed over."""


def confine(root: Path, name: str) -> Path:
    """The real path of ``name`` below ``root``.

    Raises UnsafePathError for NUL, a backslash, a drive, an absolute name, ``..`` and a link that leads out
    of the root.
    """
    return _inside(root.resolve(), name)


def plain(name: str) -> str:
    """``name`` without ``.`` and doubled slashes. Raises UnsafePathError where it could lead out of any root."""
    if not name or "\0" in name or "\\" in name or ":" in name.partition("/")[0]:
        raise UnsafePathError(f"not a safe file name: {name!r}")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise UnsafePathError(f"{name!r} leaves its folder")
    return str(path)


def _inside(real_root: Path, name: str) -> Path:
    try:
        path = (real_root / plain(name)).resolve()
    except RuntimeError:  # Python 3.11 and 3.12: links in a circle
        raise UnsafePathError(f"{name!r} is a link that leads to itself") from None
    if not path.is_relative_to(real_root):
        raise UnsafePathError(f"{name!r} is a link that leads out of its folder")
    return path


class DiskFiles:
    """The files below a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = root.resolve()  # once: it is asked for with every file

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        path = _inside(self._real, name)
        # Without waiting: a pipe in a hostile site would never be opened by its other end.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise ExportError(f"{name} is not a regular file")
            if info.st_size > limit:
                raise ExportError(f"{name} has {info.st_size:,} bytes; the limit is {limit:,}")
            return file.read(limit)

    def stat(self, name: str) -> Stat | None:
        try:
            info = _inside(self._real, name).stat()
        except (OSError, UnsafePathError):
            return None
        return Stat(info.st_size, info.st_mtime_ns) if stat.S_ISREG(info.st_mode) else None

    def walk(self, under: str = "") -> Iterator[str]:
        top = _inside(self._real, under) if under else self._real
        yield from sorted(self._walk(top, f"{under.rstrip('/')}/" if under else ""))

    def _walk(self, folder: Path, prefix: str) -> Iterator[str]:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            return
        for entry in entries:
            name = prefix + entry.name
            if entry.name.startswith(".") or not _utf8(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(Path(entry.path), name + "/")
            elif entry.is_symlink():
                # A link to a file inside the root is a file; a link to a folder may make a loop and is passed over.
                if self.stat(name) is not None:
                    yield name
            elif entry.is_file(follow_symlinks=False):
                yield name


def _utf8(name: str) -> bool:
    """False for a name that is no text: os.scandir gives its bytes as lone surrogates."""
    return name.isascii() or not any("\ud800" <= c <= "\udfff" for c in name)
