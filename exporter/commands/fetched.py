"""What was built to a store of objects, for the commands that look at it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exporter.build.merge import read
from exporter.model.manifest import MANIFEST
from exporter.world.files import confine
from exporter.world.store import Store
from exporter.world.url import Url


@contextmanager
def at_hand(out: Path | Url) -> Iterator[Path]:
    """``out``, or of an address a folder of this machine with all that its manifest names, for a while.
    Raises NetworkError, and UnsafePathError for a manifest that names what lies outside.
    """
    if isinstance(out, Path):
        yield out
        return
    store = Store(out)
    with tempfile.TemporaryDirectory(prefix="exporter-out-") as name:
        folder = Path(name)
        manifest = store.read(MANIFEST)
        if manifest is not None:
            (folder / MANIFEST).write_bytes(manifest)
            places = {entry.name: confine(folder, entry.name) for entry in read(manifest).artifacts}
            for place in places.values():
                place.parent.mkdir(parents=True, exist_ok=True)
            store.download(places.items())
        yield folder
