"""Keeps the cache within bounds: the entries that nobody has used longest go first."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

# The parts and issues of a blog of 1,860 posts in all four channels take about 1 GB.
LARGEST: Final = 4 * 2**30
_DAY: Final = 86_400.0
OLDEST: Final = 90 * _DAY
# What a writer that was killed left is nobody's after so long.
_ABANDONED: Final = _DAY
_LOOKED: Final = ".looked"


class Item(NamedTuple):
    """A file of the cache: when it was last used (seconds), its size in bytes, its path."""

    used: float
    size: int
    path: str


def items(root: Path) -> Iterator[Item]:
    """Every entry, and the leavings of writers that were killed."""
    for folder in _folders(root):
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    info = entry.stat(follow_symlinks=False)
                    yield Item(info.st_mtime, info.st_size, entry.path)


def evict(root: Path, *, largest: int = LARGEST, now: float | None = None) -> int:
    """Removes what is older than OLDEST and, while the rest is larger than ``largest`` bytes, the oldest of it.

    Returns how many files went. Safe beside a build: one that loses an entry makes it anew.
    """
    gone = 0
    for item in chosen(items(root), largest=largest, now=now):
        with suppress(OSError):
            Path(item.path).unlink()
            gone += 1
    return gone


def chosen(found: Iterable[Item], *, largest: int = LARGEST, now: float | None = None) -> Iterator[Item]:
    """Those that must go, the youngest first."""
    now = time.time() if now is None else now
    total = 0
    for item in sorted(found, reverse=True):
        age = now - item.used
        torn = Path(item.path).name.startswith(".new-")
        total += item.size
        if total > largest or age > OLDEST or (torn and age > _ABANDONED):
            yield item


def evict_daily(root: Path) -> None:
    """Evicts once a day: to look at every entry takes a tenth of a second for 20,000."""
    mark = root / _LOOKED
    with suppress(OSError):
        if not mark.exists() or time.time() - mark.stat().st_mtime > _DAY:
            mark.touch()
            evict(root)


def clear(root: Path) -> int:
    """Removes all that is ours below ``root``; returns how many files went."""
    gone = evict(root, largest=-1)
    for folder in _folders(root):
        with suppress(OSError):
            folder.rmdir()
    return gone


def _folders(root: Path) -> Iterator[Path]:
    """Our own folders have names of two hexadecimal digits; what else lies there is none of our business."""
    for n in range(256):
        folder = root / f"{n:02x}"
        if folder.is_dir():
            yield folder
