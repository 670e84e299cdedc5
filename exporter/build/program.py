"""Which program this is: what is remembered by one version must not be believed by another."""

from __future__ import annotations

import sys
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Final

from exporter import __version__
from exporter.build.cache import Cache, digest
from exporter.build.libraries import version
from exporter.world.survey import survey

_PACKAGE: Final = Path(__file__).parent.parent
_ROOMS: Final = ("model", "reading", "sites", "world")
# Those that shape what a file is read to.
_LIBRARIES: Final = ("PyYAML", "lxml", "markdown-it-py", "mdit-py-plugins", "msgspec", "python-frontmatter",
                     "selectolax", "budoux", "linkify-it-py")  # fmt: skip


@once
def _shape() -> tuple[str, str]:
    """Sizes and times of our own files that read, and the names and versions beside them."""
    stats = [(name, *stat) for room in _ROOMS for name, stat in sorted(survey(_PACKAGE / room).files.items())]
    files = repr([s for s in stats if s[0].endswith(".py")])
    beside = repr([__version__, sys.version_info[:3], *((name, version(name)) for name in _LIBRARIES)])
    return files, beside


def reading_program(cache: Cache) -> bytes:
    """The digest of all code that reads. Content and not time counts, so that a cache may be carried to another
    machine; but what was digested is not digested again while size and time are the same.
    """
    files, beside = _shape()
    key = digest(b"program", str(_PACKAGE).encode(), files.encode(), beside.encode())
    stored = cache.get(key)
    if stored is None:
        state = sha256(beside.encode())
        for room in _ROOMS:
            for path in sorted((_PACKAGE / room).rglob("*.py")):
                state.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
        stored = state.digest()
        cache.put(key, stored)
    return stored
