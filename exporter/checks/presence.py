"""Whether an output folder still holds what its manifest says: each artifact there, and the bytes that were built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.manifest import Entry
from exporter.world.files import confine


def judge_presence(root: Path, entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """B909 for each artifact below ``root`` that is gone or cannot be read, B910 for each that was changed since."""
    for entry in entries:
        try:
            digest = _digest(confine(root, entry.name))
        except OSError as error:
            yield diagnose("B909", error.strerror or str(error), entry.name)
            continue
        if digest != entry.digest:
            yield diagnose("B910", "its digest is not the one in manifest.json", entry.name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:  # which may be larger than memory
        return file_digest(file, "sha256").hexdigest()
