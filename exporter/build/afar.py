"""Artifacts to a store of objects, which has neither renaming nor locks.

A note of what is about to change is written first, then a manifest that names only what is not; then what is new, then
the manifest, and last what nobody wants any more is removed. So the manifest is true at every instant, and the next
build knows by the note what one that was killed had begun. Two builds of one address must not run at once.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from exporter.build.merge import Step, foreign, is_ours, merge, read, state, written
from exporter.build.report import Row
from exporter.build.write import REPORT
from exporter.errors import OutputError
from exporter.model.manifest import MANIFEST, Entry, Manifest
from exporter.world.files import plain
from exporter.world.store import Store

NOTE: Final = ".staging/journal.json"
_JSON: Final = "application/json"


class FarOutput:
    """As Output, of the objects below an address. Raises NetworkError and OutputError."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._there = store.list()
        stored = store.read(MANIFEST) or b""
        # What a build had begun is ours, and of unknown content.
        begun = read(store.read(NOTE) or b"").artifacts if NOTE in self._there else ()
        self.before = {e.name: e for e in (*begun, *read(stored).artifacts)}
        if not is_ours(stored):
            for name in (MANIFEST, REPORT):
                self._expect_nothing(name)
        self._report = store.read(REPORT) or b""
        self._manifest = stored
        self._puts: dict[str, Path] = {}
        self._staging = Path(tempfile.mkdtemp(prefix="exporter-out-"))

    def state_of(self, row: Row) -> str:
        """new, changed or same. Raises OutputError where something else of that name lies."""
        old = self.before.get(plain(row.name))
        if old is None:
            self._expect_nothing(row.name)
            return "new"
        lies = self._there.get(row.name)
        return state(old, row, lies.size if lies else None)

    def standing(self) -> list[Entry]:
        """What earlier builds made and still lies there."""
        return [entry for entry in self.before.values() if entry.name in self._there]

    def _expect_nothing(self, name: str) -> None:
        if name in self._there:
            raise foreign(f"{self._store.url}/{name}")

    def fill(self, name: str, pour: Callable[[Callable[[bytes], object]], object]) -> None:
        """Content that comes piece by piece, under ``name``."""
        staged = self._staging / f"{len(self._puts)}"
        try:
            with staged.open("wb") as file:
                pour(file.write)
        except OSError as error:
            raise OutputError(
                f"{self._staging} cannot be written: {error.strerror}", "Name a larger disk with TMPDIR."
            ) from None
        self._puts[plain(name)] = staged

    def finish(
        self, entries: Sequence[Entry], *, is_stale: Callable[[Entry], bool], report: bytes
    ) -> tuple[str, ...]:
        """From the earlier state to this one. Returns the names that were removed."""
        step = merge(self.before, entries, replaced=self._puts.keys(), is_stale=is_stale)
        manifest = written(step.after)
        if self._puts or step.stale or manifest != self._manifest or NOTE in self._there:
            self._carry_out(entries, step, manifest)
        if report != self._report:
            self._store.write(REPORT, report, _JSON)
        return step.stale

    def _carry_out(self, entries: Sequence[Entry], step: Step, manifest: bytes) -> None:
        types = {entry.name: entry.media_type for entry in entries}
        self._store.write(NOTE, self._note(step), _JSON)
        self._store.write(MANIFEST, written(step.meanwhile), _JSON)
        self._store.upload((name, staged, types[name]) for name, staged in self._puts.items())
        self._store.write(MANIFEST, manifest, _JSON)
        self._store.remove(step.stale)
        self._store.remove([NOTE])

    def _note(self, step: Step) -> bytes:
        """All that is ours and in no manifest for a while, without a digest: what it will be found to be is open."""
        ours = [e for e in step.after if e.name in self._puts]
        ours += [old for name, old in self.before.items() if name in step.stale]
        return msgspec.json.encode(
            Manifest(artifacts=tuple(msgspec.structs.replace(e, digest="") for e in ours))
        )

    def close(self) -> None:
        """Removes what was staged."""
        shutil.rmtree(self._staging, ignore_errors=True)
