"""The fonts of this machine, as fontconfig lists them."""

from __future__ import annotations

import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Final

from exporter.model.theme import Face

_FORMAT: Final = "%{file}\t%{index}\t%{family[0]}\t%{weight}\t%{slant}\t%{variable}\n"
_WEIGHTS: Final = {"80": 400, "200": 700}  # fontconfig's regular and bold
_STYLES: Final = {"0": "normal", "100": "italic"}
_SECONDS: Final = 30


def find_faces(families: Collection[str]) -> tuple[Face, ...]:
    """Regular and bold, upright and italic, of those ``families`` that are installed; nothing without fontconfig."""
    try:
        done = subprocess.run(
            ["fc-list", "--format", _FORMAT],  # noqa: S607 - wherever the system keeps it
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    found: dict[tuple[str, int, str], Face] = {}
    for line in sorted(done.stdout.decode("utf-8", "replace").splitlines()):
        face = _face(line.split("\t"), families)
        if face is not None:
            found.setdefault((face.family, face.weight, face.style), face)
    return tuple(found[name] for name in sorted(found))


def _face(fields: list[str], families: Collection[str]) -> Face | None:
    if len(fields) != 6 or fields[2] not in families or fields[5] == "True":
        return None
    file, index, family, weight, slant, _ = fields
    if weight not in _WEIGHTS or slant not in _STYLES or not index.isdigit():
        return None
    try:
        stat = Path(file).stat()
    except OSError:
        return None
    stamp = f"{stat.st_size}-{stat.st_mtime_ns}"
    return Face(family, _WEIGHTS[weight], _STYLES[slant], file, int(index), stamp)
