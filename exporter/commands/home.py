"""Where the cache lies. Only the standard library: it is asked for before anything is imported."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from exporter.world.url import Url

# The Cache Directory Tagging Specification: back-up programs pass such a folder over, and we know our own by it.
TAG: Final = "CACHEDIR.TAG"
_SIGNATURE: Final = b"Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of exporter.\n"


def cache_place(given: Path | Url | None) -> Path:
    """``given``, or the user's cache folder (XDG Base Directory); whether it exists or not. Of a store of objects: the
    folder that stands before it on this machine, one for each address.
    """
    if isinstance(given, Url):
        name = blake2b(given.encode(), digest_size=8).hexdigest()
        return cache_place(None).with_name(f"exporter-{name}")
    if given is not None:
        return given
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if home:
        return Path(home) / "exporter"
    folder = Path("Library/Caches") if sys.platform == "darwin" else Path(".cache")
    return Path.home() / folder / "exporter"


def is_ours(folder: Path) -> bool:
    """Whether ``folder`` was made by us: only then is anything in it removed."""
    try:
        return (folder / TAG).read_bytes().startswith(_SIGNATURE[:43])
    except OSError:
        return False


def prepare(folder: Path) -> bool:
    """Makes the folder, with its tag where nothing else is in it. False where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            (folder / TAG).write_bytes(_SIGNATURE)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@contextmanager
def cache_for_a_while(given: Path | Url | None) -> Iterator[tuple[Path, str]]:
    """The cache's folder; where it cannot be written a temporary one, removed afterwards, and a line that says so."""
    folder = cache_place(given)
    if prepare(folder):
        yield folder, ""
        return
    stand_in = Path(tempfile.mkdtemp(prefix="exporter-cache-"))
    try:
        yield (
            stand_in,
            f"the cache {folder} cannot be written; this build does without (choose one with --cache)",
        )
    finally:
        with suppress(OSError):
            shutil.rmtree(stand_in)
