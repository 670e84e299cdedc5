"""The two ends of a build, wherever they are: the cache and the output, in a folder or in a store of objects."""

from __future__ import annotations

from pathlib import Path

from exporter.build.afar import FarOutput
from exporter.build.cache import Cache
from exporter.build.mirror import Mirror
from exporter.build.write import FolderOutput
from exporter.world.store import Store
from exporter.world.url import Url

Output = FolderOutput | FarOutput


def open_output(place: Path | Url) -> Output:
    """Raises UsageError for an address of no known kind, OutputError and NetworkError where it cannot be used."""
    return FarOutput(Store(place)) if isinstance(place, Url) else FolderOutput(place)


def open_cache(folder: Path, store: Url | None) -> Cache:
    """The cache in ``folder``; with a ``store`` the folder is what stands before it."""
    if store is None:
        return Cache(folder)
    return Mirror(folder, Store(store))
