"""Artifacts to the output folder, so that a reader never sees half a file and we never touch a file that is not ours.

Each file is staged in the folder, synced and renamed over the old one; the manifest, which says what is
ours, comes last.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from exporter.build.report import Row
from exporter.errors import ExportError, OutputError
from exporter.model.manifest import MANIFEST, Entry, Manifest
from exporter.world.files import confine

REPORT: Final = "report.json"
_STAGING: Final = ".staging"


class Output:
    """The output folder of one build. Raises OutputError where it cannot be written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging = root / _STAGING
        try:
            root.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._staging, ignore_errors=True)  # what a killed build left
            self._staging.mkdir()
        except OSError as error:
            raise _cannot(root, error) from None
        self.before = {entry.name: entry for entry in _read_manifest(root).artifacts}

    def state_of(self, row: Row) -> str:
        """new, changed or same, against what lies there."""
        old = self.before.get(row.name)
        if old is None:
            return "new"
        path = confine(self.root, row.name)
        same = old.digest == row.digest and path.is_file() and path.stat().st_size == row.size
        return "same" if same else "changed"

    def write(self, name: str, content: bytes) -> None:
        """``content`` under ``name``, which is confined to the folder. Unchanged content is left as it lies."""
        target = confine(self.root, name)
        staged = self._staging / name.replace("/", "\x1f")
        try:
            with staged.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
        except OSError as error:
            raise _cannot(target, error) from None

    def finish(
        self, entries: Sequence[Entry], *, is_stale: Callable[[Entry], bool], report: bytes
    ) -> tuple[str, ...]:
        """Removes what is ours and no longer wanted, then writes report and manifest. Returns the names removed."""
        made = {entry.name: self._after(entry) for entry in entries}
        kept = {name: old for name, old in self.before.items() if name not in made}
        stale = [name for name, old in kept.items() if is_stale(old)]
        merged = {**{n: e for n, e in kept.items() if n not in stale}, **made}
        manifest = Manifest(artifacts=tuple(merged[name] for name in sorted(merged)))
        for name in stale:
            self._remove(name)
        self.write(REPORT, report)
        self.write(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        shutil.rmtree(self._staging, ignore_errors=True)
        return tuple(stale)

    def _after(self, entry: Entry) -> Entry:
        """The entry with what it replaces; an artifact that stays the same has the history it had."""
        old = self.before.get(entry.name)
        if old is None:
            return entry
        before = old.before if old.digest == entry.digest else old.digest
        return msgspec.structs.replace(entry, before=before)

    def _remove(self, name: str) -> None:
        try:
            path = confine(self.root, name)
        except ExportError:
            return
        path.unlink(missing_ok=True)
        if path.parent != self.root.resolve() and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _read_manifest(root: Path) -> Manifest:
    try:
        return msgspec.json.decode((root / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()  # without one nothing there is ours, and nothing there is removed


def _cannot(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} cannot be written: {error.strerror or error}",
        "Choose another folder with --out, or free it.",
    )
