"""The parts of an issue as they lie in the cache: read one by one when bind asks, so that it holds no more than it
needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, overload

import msgspec

from exporter.build.cache import Cache
from exporter.diagnostics import Diagnostic
from exporter.errors import DamagedCacheError
from exporter.model.artifact import Part

_decode: Final = msgspec.msgpack.Decoder(Part).decode


class StoredParts(Sequence[Part]):
    """Each part is read from the cache whenever it is asked for. Raises DamagedCacheError."""

    def __init__(self, cache: Cache, keys: tuple[str, ...]) -> None:
        self._cache = cache
        self._keys = keys
        self._diagnostics: dict[int, tuple[Diagnostic, ...]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, index: int) -> Part: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Part]: ...
    def __getitem__(self, index: int | slice) -> Part | Sequence[Part]:
        if isinstance(index, slice):
            return StoredParts(self._cache, self._keys[index])
        try:
            part = _decode(self._cache.fetch(self._keys[index]))
        except DamagedCacheError:
            # Where one entry is damaged others may be: all are found now, and not one in each try.
            for key in self._keys:
                self._cache.get(key)
            raise
        self._diagnostics[range(len(self._keys))[index]] = part.diagnostics
        return part

    def diagnostics(self, told: Mapping[int, tuple[Diagnostic, ...]]) -> Iterator[Diagnostic]:
        """Those of all parts, in their order; ``told`` holds those of parts that need not be read for it."""
        self._diagnostics = {**told, **self._diagnostics}
        for i in range(len(self._keys)):
            if i not in self._diagnostics:
                self._diagnostics[i] = self[i].diagnostics
            yield from self._diagnostics[i]
