"""A cache whose entries live in a store of objects, with a folder of this machine before it.

Workers see the folder alone. What a stage needs is brought before it and what it left is sent after it, many at once:
an answer of a store takes as long as a small part does to make. Entries are judged by their digests as everywhere.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from exporter.build.cache import Cache
from exporter.build.eviction import Item, chosen, items
from exporter.world.store import Object, Store

_DAY: Final = 86_400.0
# Its time says when somebody last looked for entries that nobody uses.
_LOOKED: Final = "looked"


class Mirror(Cache):
    """``root`` is the folder. Methods raise NetworkError where the store gives no answer."""

    def __init__(self, root: Path, store: Store) -> None:
        super().__init__(root)
        self._store = store
        self._sent = time.time() - 1  # of what was written later, nothing is there yet

    @cached_property
    def _there(self) -> dict[str, Object]:
        """What the store holds, asked for once: it is looked through for every key."""
        return self._store.list()

    def has(self, key: str) -> bool:
        return super().has(key) or _name(key) in self._there

    def get(self, key: str) -> bytes | None:
        content = super().get(key)
        if content is None and _name(key) in self._there:
            self.bring([key])
            content = super().get(key)
            if content is None:
                self._forget(key)  # it is damaged there
        return content

    def pour(self, key: str, into: Callable[[bytes], object]) -> None:
        self.bring([key])
        super().pour(key, into)

    def drop(self, key: str) -> None:
        super().drop(key)
        self._forget(key)

    def bring(self, keys: Iterable[str]) -> None:
        """Makes those at hand that the store has and the folder has not."""
        wanted = [key for key in dict.fromkeys(keys) if not super(Mirror, self).has(key)]
        wanted = [key for key in wanted if _name(key) in self._there]
        with self.writing():
            places = {key: self.root / key[:2] / f".new-{os.getpid()}-{key[2:]}" for key in wanted}
            for place in places.values():
                place.parent.mkdir(parents=True, exist_ok=True)
        self._store.download((_name(key), place) for key, place in places.items())
        with self.writing():
            for key, place in places.items():
                if place.exists():
                    place.replace(self.root / key[:2] / key[2:])

    def send(self) -> None:
        """Every entry that the store lacks, or that was used or written anew since the last time."""
        begun = time.time() - 1
        new = [item for item in items(self.root) if self._is_new(item)]
        self._store.upload((_name(_key(item)), Path(item.path), "") for item in new)
        for item in new:
            self._there[_name(_key(item))] = Object(item.size, item.used)
        self._sent = begun

    def evict(self) -> None:
        """Once a day: removes from the store what nobody has used longest, as the folder does."""
        super().evict()
        if time.time() - self._there.get(_LOOKED, Object(0, 0.0)).written < _DAY:
            return
        self._store.write(_LOOKED, b"")
        known = [Item(o.written, o.size, name) for name, o in self._there.items() if _is_entry(name)]
        self._store.remove(item.path for item in chosen(known))

    def _is_new(self, item: Item) -> bool:
        key = _key(item)
        return _is_entry(_name(key)) and (item.used >= self._sent or _name(key) not in self._there)

    def _forget(self, key: str) -> None:
        if self._there.pop(_name(key), None):
            self._store.remove([_name(key)])


def clear_store(store: Store) -> int:
    """Removes every entry, and nothing else; returns how many there were."""
    names = [name for name in store.list() if _is_entry(name) or name == _LOOKED]
    store.remove(names)
    return len(names)


def _name(key: str) -> str:
    return f"{key[:2]}/{key[2:]}"


def _key(item: Item) -> str:
    path = Path(item.path)
    return path.parent.name + path.name


def _is_entry(name: str) -> bool:
    folder, _, rest = name.partition("/")
    return len(folder) == 2 and len(rest) == 62 and not set(folder + rest) - set("0123456789abcdef")
