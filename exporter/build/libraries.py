"""The versions of installed libraries, by the names of their folders: one look into each place where they lie, where
``importlib.metadata`` reads and parses a file for every one.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import Final

_INFO: Final = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)\.(?:dist|egg)-info")


def version(name: str) -> str:
    """The version of a distribution; empty where it is not installed."""
    return _installed().get(_normal(name), "")


@cache
def _installed() -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208  of 100 names
        except OSError:
            continue
        for match in filter(None, map(_INFO.fullmatch, names)):
            found.setdefault(_normal(match["name"]), match["version"])
    return found


def _normal(name: str) -> str:
    """As PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()
