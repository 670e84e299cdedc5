"""Artifacts to the output folder, so that a reader never sees half a build and we never touch a file that is not ours.

Everything is staged and synced first; then the folder goes from the earlier state to the later one in a single step
(changes.py). The manifest says what is ours.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from exporter.build.changes import Changes, journal, resume, swap
from exporter.build.merge import foreign, is_ours, merge, read, state, written
from exporter.build.report import Row
from exporter.build.switch import hold, is_held, locked
from exporter.errors import ExportError, OutputError
from exporter.model.manifest import MANIFEST, Entry
from exporter.world.files import confine

REPORT: Final = "report.json"
_STAGING: Final = ".staging"


class FolderOutput:
    """The output folder of one build. Raises OutputError where it cannot be written."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._puts: dict[str, str] = {}
        try:
            self._staging, self._beside = _stage(self.root)
            self._hold = hold(self._staging)
        except OSError as error:
            raise _cannot(root, error) from None
        self.before = self._look()

    def _look(self) -> dict[str, Entry]:
        """What is ours, by name, while no other build is in the middle of its step."""
        try:
            with self._alone():
                content = _content(self.root / MANIFEST)
                for name in () if is_ours(content) else (MANIFEST, REPORT):
                    self._expect_nothing(self.root / name)
        except OSError as error:
            self.close()
            raise _cannot(self.root, error) from None
        return {entry.name: entry for entry in read(content).artifacts}

    def _alone(self) -> AbstractContextManager[None]:
        return locked(self.root.parent if self._beside else self.root)

    def state_of(self, row: Row) -> str:
        """new, changed or same, against what lies there. Raises OutputError where something else of that name does."""
        path = confine(self.root, row.name)
        if row.name not in self.before and path.exists():
            self.before = self._look()  # another build may have made it meanwhile
        old = self.before.get(row.name)
        if old is None:
            self._expect_nothing(path)
            return "new"
        return state(old, row, path.stat().st_size if path.is_file() else None)

    def standing(self) -> list[Entry]:
        """What earlier builds made and still lies there."""
        return [entry for entry in self.before.values() if _lies(self.root, entry.name)]

    def _expect_nothing(self, path: Path) -> None:
        if path.exists() or path.is_symlink():
            self.close()
            raise foreign(str(path))

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
            with self._alone():
                # Another build may have finished meanwhile: what it made stays.
                self.before = {entry.name: entry for entry in read(_content(self.root / MANIFEST)).artifacts}
                return self._finish(entries, is_stale=is_stale, report=report)
        except OSError as error:
            raise _cannot(self.root, error) from None

    def _finish(
        self, entries: Sequence[Entry], *, is_stale: Callable[[Entry], bool], report: bytes
    ) -> tuple[str, ...]:
        step = merge(self.before, entries, replaced=self._puts.keys(), is_stale=is_stale)
        manifest = written(step.after)
        if _content(self.root / REPORT) != report:
            self.write(REPORT, report)
        if not self._puts and not step.stale and _content(self.root / MANIFEST) == manifest:
            return ()
        changes = Changes(
            puts=self._puts,
            removes=tuple(name for name in step.stale if _lies(self.root, name)),
            manifest=manifest.decode(),
            interim=written(step.meanwhile).decode(),
        )
        self._carry_out(changes)
        return step.stale

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


def _stage(root: Path) -> tuple[Path, bool]:
    """A folder to stage in, and whether it lies beside ``root``. What killed builds left is finished or removed."""
    inside = root / _STAGING
    if inside.is_symlink():
        raise OutputError(f"{inside} is a link, and what it leads to is not ours", "Remove it.")
    if inside.is_dir():
        if is_held(inside):
            hint = "Wait until it has ended, or choose another folder with --out."
            raise OutputError(f"another build is writing to {root}", hint)
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


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""  # a pipe would be waited for
    except OSError:
        return b""


def _lies(root: Path, name: str) -> bool:
    """Whether a file of that name lies in the folder; a manifest that came with it may name anything."""
    try:
        return confine(root, name).is_file()
    except (ExportError, OSError):
        return False


def _cannot(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} cannot be written: {error.strerror or error}",
        "Choose another folder with --out, or free it.",
    )
