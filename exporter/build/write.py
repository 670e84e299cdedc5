"""Artifacts to the output folder, so that a reader never sees half a build and we never touch a file that is not ours.

Everything is staged and synced first; then the folder goes from the earlier state to the later one in a single step
(changes.py). The manifest says what is ours.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from exporter.build.changes import Changes, journal, resume, swap
from exporter.build.report import Row
from exporter.build.switch import hold, is_held, locked
from exporter.errors import ExportError, OutputError
from exporter.model.manifest import MANIFEST, Entry, Manifest
from exporter.world.files import confine

REPORT: Final = "report.json"
_STAGING: Final = ".staging"


class Output:
    """The output folder of one build. Raises OutputError where it cannot be written."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._puts: dict[str, str] = {}
        try:
            self._staging, self._beside = _stage(self.root)
            self._hold = hold(self._staging)
        except OSError as error:
            raise _cannot(root, error) from None
        self.before = {entry.name: entry for entry in _read_manifest(self.root).artifacts}
        for name in (MANIFEST, REPORT) if not _is_ours(self.root) else ():
            self._expect_nothing(self.root / name)

    def state_of(self, row: Row) -> str:
        """new, changed or same, against what lies there. Raises OutputError where something else of that name does."""
        old = self.before.get(row.name)
        path = confine(self.root, row.name)
        if old is None:
            self._expect_nothing(path)
            return "new"
        same = old.digest == row.digest and path.is_file() and path.stat().st_size == row.size
        return "same" if same else "changed"

    def _expect_nothing(self, path: Path) -> None:
        if path.exists() or path.is_symlink():
            self.close()
            raise OutputError(
                f"{path} is there, and no build of ours has made it",
                "Move it away, or choose another folder with --out.",
            )

    def write(self, name: str, content: bytes) -> None:
        """``content`` under ``name``, which is confined to the folder. Readers see it when the build is finished."""
        self.fill(name, lambda into: into(content))

    def fill(self, name: str, pour: Callable[[Callable[[bytes], object]], object]) -> None:
        """The same, for content that comes piece by piece."""
        target = confine(self.root, name)
        staged = f"{len(self._puts)}"
        try:
            with (self._staging / staged).open("wb") as file:
                _pour(file, pour)
        except OSError as error:
            raise _cannot(target, error) from None
        self._puts[name] = staged

    def finish(
        self, entries: Sequence[Entry], *, is_stale: Callable[[Entry], bool], report: bytes
    ) -> tuple[str, ...]:
        """The step from the earlier state to this one. Returns the names that were removed as no longer wanted."""
        try:
            with locked(self.root.parent if self._beside else self.root):
                # Another build may have finished meanwhile: what it made stays.
                self.before = {entry.name: entry for entry in _read_manifest(self.root).artifacts}
                return self._finish(entries, is_stale=is_stale, report=report)
        except OSError as error:
            raise _cannot(self.root, error) from None

    def _finish(
        self, entries: Sequence[Entry], *, is_stale: Callable[[Entry], bool], report: bytes
    ) -> tuple[str, ...]:
        made = {entry.name: self._after(entry) for entry in entries if self._stands(entry)}
        kept = {name: old for name, old in self.before.items() if name not in made}
        stale = tuple(name for name, old in kept.items() if is_stale(old))
        merged = {**{n: e for n, e in kept.items() if n not in stale}, **made}
        manifest = _written(merged.values())
        if _content(self.root / REPORT) != report:
            self.write(REPORT, report)
        if not self._puts and not stale and _content(self.root / MANIFEST) == manifest:
            return ()
        changes = Changes(
            puts=self._puts,
            removes=tuple(name for name in stale if _is_safe(self.root, name)),
            manifest=manifest.decode(),
            interim=_written(
                e for n, e in self.before.items() if n not in stale and n not in self._puts
            ).decode(),
        )
        self._carry_out(changes)
        return stale

    def _carry_out(self, changes: Changes) -> None:
        if self._beside:
            try:
                swap(changes, self.root, self._staging)
            except OSError:
                self._move_inside()
            else:
                return
        journal(changes, self.root, self._staging)

    def _move_inside(self) -> None:
        inside = self.root / _STAGING
        self.root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(inside, ignore_errors=True)
        shutil.move(self._staging, inside)
        self._staging, self._beside = inside, False

    def close(self) -> None:
        """Removes what was staged."""
        with suppress(OSError):
            os.close(self._hold)
        shutil.rmtree(self._staging, ignore_errors=True)

    def _stands(self, entry: Entry) -> bool:
        """False for what was the same when it was looked at, and has been replaced by another build since."""
        old = self.before.get(entry.name)
        return entry.name in self._puts or (old is not None and old.digest == entry.digest)

    def _after(self, entry: Entry) -> Entry:
        """The entry with what it replaces; an artifact that stays the same has the history it had."""
        old = self.before.get(entry.name)
        if old is None:
            return entry
        before = old.before if old.digest == entry.digest else old.digest
        return msgspec.structs.replace(entry, before=before)


def _stage(root: Path) -> tuple[Path, bool]:
    """A folder to stage in, and whether it lies beside ``root``. What killed builds left is finished or removed."""
    inside = root / _STAGING
    if inside.is_dir() and not is_held(inside):
        resume(root, inside)
        shutil.rmtree(inside, ignore_errors=True)
    for left in root.parent.glob(f".{root.name}-*.staging"):
        if not is_held(left):
            shutil.rmtree(left, ignore_errors=True)
    if not Path.cwd().is_relative_to(root) and not root.is_mount():
        with suppress(OSError):
            root.parent.mkdir(parents=True, exist_ok=True)
            if root.is_dir() or not root.exists():
                name = tempfile.mkdtemp(prefix=f".{root.name}-", suffix=".staging", dir=root.parent)
                return Path(name), True
    root.mkdir(parents=True, exist_ok=True)
    inside.mkdir()
    return inside, False


def _pour(file: BinaryIO, pour: Callable[[Callable[[bytes], object]], object]) -> None:
    pour(file.write)
    file.flush()
    os.fsync(file.fileno())


def _written(entries: Iterable[Entry]) -> bytes:
    manifest = Manifest(artifacts=tuple(sorted(entries, key=lambda entry: entry.name)))
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _is_safe(root: Path, name: str) -> bool:
    try:
        confine(root, name)
    except ExportError:
        return False
    return True


def _is_ours(root: Path) -> bool:
    """Whether the manifest is one of ours: web applications have a file of that name too."""
    try:
        keys = msgspec.json.decode((root / MANIFEST).read_bytes(), type=dict[str, msgspec.Raw])
    except (OSError, msgspec.DecodeError):
        return False
    return {"version", "artifacts"} <= keys.keys()


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
