"""One walk over a site: every file below a root with its size and time. Only the standard library, for a build with
nothing to do is over before anything else could be imported.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection
from hashlib import sha256
from stat import S_ISREG
from typing import NamedTuple

# A file written so shortly before it was looked at may be written again within the same tick of the file
# system's clock: its time proves nothing, and its content is asked.
TICK_NS = 100_000_000


class Survey(NamedTuple):
    """``files`` maps names below ``root`` to size in bytes and time of the last change in nanoseconds; ``links`` are
    those that are symbolic links, ``begun`` the time at which the walk began, in nanoseconds; ``plain``: no folder was
    passed over but .git; ``closed`` are folders that could not be listed.
    """

    root: str
    files: dict[str, tuple[int, int]]
    links: frozenset[str]
    begun: int
    plain: bool = True
    closed: tuple[str, ...] = ()

    def lacks(self, name: str) -> bool:
        """True only where no file of that name can be: not behind a link, nor in a folder that was passed over."""
        if name in self.files or sys.platform != "linux":
            return False
        parts = name.split("/")
        if not self.plain or ".git" in parts or {"", ".", ".."}.intersection(parts):
            return False
        return not any("/".join(parts[: i + 1]) in self.links for i in range(len(parts)))

    @property
    def settled(self) -> int:
        """A file older than this cannot change after the walk without getting another time."""
        return self.begun - TICK_NS

    def state(self, without: Collection[str] = (), *, since: int = 0) -> str:
        """The digest of names, sizes and times, and of the content of each file that is not settled at ``since``."""
        limit = (since or self.begun) - TICK_NS
        state = sha256()
        for name in sorted(self.files):
            size, mtime = self.files[name]
            if name not in without:
                state.update(f"{name}\0{size}\0{mtime}\n".encode("utf-8", "surrogateescape"))
                if mtime >= limit:
                    state.update(_content(f"{self.root}/{name}"))
        return state.hexdigest()


def survey(root: str | os.PathLike[str], skip: Collection[str] = ()) -> Survey:
    """Every regular file below ``root``, links to files among them; folders named in ``skip`` and .git are passed
    over. Names that are no text hold lone surrogates, as everywhere in ``os``.
    """
    begun = time.time_ns()
    top = os.path.realpath(root)
    passed = {os.path.relpath(os.path.realpath(folder), top) for folder in skip}
    files: dict[str, tuple[int, int]] = {}
    links: list[str] = []
    closed: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        entries = _entries(f"{top}/{folder}")
        if entries is None:
            closed.append(folder)
            continue
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name != ".git" and name not in passed:
                    folders.append(name)
                continue
            if entry.is_symlink():
                links.append(name)
            _add(files, name, entry)
    return Survey(top, files, frozenset(links), begun, not passed, tuple(closed))


def _entries(folder: str) -> list[os.DirEntry[str]] | None:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return None


def _add(files: dict[str, tuple[int, int]], name: str, entry: os.DirEntry[str]) -> None:
    try:
        info = entry.stat()
    except OSError:  # a link that leads nowhere, or a file that has just gone
        return
    if S_ISREG(info.st_mode):
        files[name] = (info.st_size, info.st_mtime_ns)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  pathlib is not needed for it, and costs
            return sha256(file.read()).digest()
    except OSError:
        return b""
