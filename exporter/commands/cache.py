"""``exporter cache``: how large it is, and how to be rid of it."""

from __future__ import annotations

import time
from pathlib import Path

from exporter.build.eviction import LARGEST, OLDEST, clear, items
from exporter.build.mirror import clear_store
from exporter.commands.home import TAG, cache_place, is_ours
from exporter.commands.show import human_size
from exporter.errors import UsageError
from exporter.world.store import Store
from exporter.world.url import Url

_DAY = 86_400


def cache_info(given: Path | Url | None) -> list[str]:
    """Where it lies, what it takes, and what bounds it."""
    folder = cache_place(given)
    found = list(items(folder))
    size = human_size(sum(item.size for item in found))
    lines = [f"{folder}: {len(found):,} entries, {size}"]
    if found:
        oldest = (time.time() - min(item.used for item in found)) / _DAY
        lines.append(f"the one that was used longest ago: {max(oldest, 0):.0f} days")
    if isinstance(given, Url):
        there = Store(given).list().values()
        lines.append(f"{given}: {len(there):,} entries, {human_size(sum(item.size for item in there))}")
    lines.append(f"bounds: {human_size(LARGEST)}, {OLDEST / _DAY:.0f} days without use")
    return lines


def cache_clear(given: Path | Url | None) -> list[str]:
    """Empties it. Raises UsageError for a folder that was not made by us."""
    folder = cache_place(given)
    if folder.exists() and not is_ours(folder):
        raise UsageError(f"{folder} is no cache of exporter", f"Ours hold a {TAG}; delete it yourself.")
    lines = [f"{folder}: {clear(folder):,} entries removed"]
    if isinstance(given, Url):
        lines.append(f"{given}: {clear_store(Store(given)):,} entries removed")
    return lines
