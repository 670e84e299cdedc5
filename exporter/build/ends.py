"""The two ends of a build, wherever they are: the cache and the output, in a folder or in a store of objects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter.build.cache import Cache
from exporter.build.write import FolderOutput
from exporter.world.url import Url

if TYPE_CHECKING:
    from exporter.build.afar import FarOutput

    Output = FolderOutput | FarOutput

# Stores and their threads are imported when an address names one: 5 ms that a build into a folder does without.


def open_output(place: Path | Url) -> Output:
    """Raises UsageError for an address of no known kind, OutputError and NetworkError where it cannot be used."""
    if not isinstance(place, Url):
        return FolderOutput(place)
    from exporter.build.afar import FarOutput  # noqa: PLC0415
    from exporter.world.store import Store  # noqa: PLC0415

    return FarOutput(Store(place))


def open_cache(folder: Path, store: Url | None) -> Cache:
    """The cache in ``folder``; with a ``store`` the folder is what stands before it."""
    if store is None:
        return Cache(folder)
    from exporter.build.mirror import Mirror  # noqa: PLC0415
    from exporter.world.store import Store  # noqa: PLC0415

    return Mirror(folder, Store(store))
