"""Places that are named on the command line: a folder of this machine, or the address of a store of objects."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.:-]+://")  # two letters at least: C:// is a drive


class Url(str):
    """An address such as ``s3://bucket/folder``; a path would lose one of its slashes."""

    __slots__ = ()


def place_of(text: str) -> Path | Url:
    """What ``text`` names."""
    return Url(text.rstrip("/")) if _SCHEME.match(text) else Path(text)
