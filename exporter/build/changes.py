"""What a build changes in its output folder, and the two ways to carry it out.

``swap`` builds the whole new folder beside the old one, of links to the files that stay, and exchanges the two:
whoever looks sees the earlier state or the later one. ``journal`` is for where that cannot be done (a mount point, a
parent that may not be written, the folder one stands in, systems without the call): the changes are written down
first, the manifest then names only what is not about to change, and a build that finds the list finishes it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from exporter.build.switch import exchange, sync_folder
from exporter.errors import UnsafePathError
from exporter.model.manifest import MANIFEST
from exporter.world.files import confine

JOURNAL: Final = "journal.json"
# Linking so many takes a second; whoever keeps more beside our artifacts gets the journal.
MOST_LINKS: Final = 20_000


class Changes(Struct, frozen=True, kw_only=True):
    """``puts`` maps names to the staged files (names in the staging folder) that take their place; ``manifest`` is the
    one after all is done, ``interim`` one without all that is touched.
    """

    puts: dict[str, str]
    removes: tuple[str, ...]
    manifest: str
    interim: str


def swap(changes: Changes, root: Path, staging: Path) -> None:
    """Raises OSError; then nothing has changed."""
    tree = staging / "tree"
    try:
        tree.mkdir()
        if root.exists():
            _link(root, tree, without={*changes.puts, *changes.removes, MANIFEST})
            shutil.copymode(root, tree)
        for name, staged in changes.puts.items():
            target = confine(tree, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            # A link too: what is staged must still be there for the journal if the exchange fails.
            os.link(staging / staged, target)
        _write(tree / MANIFEST, changes.manifest)
        for folder in {(tree / name).parent for name in changes.puts} | {tree}:
            sync_folder(folder)
        if root.exists():
            exchange(tree, root)
        else:
            tree.rename(root)
    except OSError:
        shutil.rmtree(tree, ignore_errors=True)
        raise
    sync_folder(root.parent)


def _link(source: Path, target: Path, without: set[str]) -> None:
    for count, name in enumerate(_walk(source)):
        if count > MOST_LINKS:
            raise OSError(errno.EMLINK, "too many files")
        if name in without:
            continue
        if name.endswith("/"):
            (target / name).mkdir()
            shutil.copymode(source / name, target / name)
        else:
            os.link(source / name, target / name, follow_symlinks=False)
    # A folder that held nothing but what is removed goes with it.
    for left in {Path(gone).parent for gone in without} - {Path()}:
        if (target / left).is_dir() and not any((target / left).iterdir()):
            (target / left).rmdir()


def _walk(folder: Path, prefix: str = "") -> Iterator[str]:
    """Every name below ``folder``, a folder before what is in it and with a slash."""
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir(follow_symlinks=False):
            yield f"{prefix}{entry.name}/"
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name


def journal(changes: Changes, root: Path, staging: Path) -> None:
    """Writes the list down and carries it out; ``staging`` lies below ``root``. Raises OSError."""
    note = staging / f"{JOURNAL}.new"
    _write(note, msgspec.json.encode(changes).decode())
    note.replace(staging / JOURNAL)
    sync_folder(staging)
    _carry_out(changes, root, staging)


def resume(root: Path, staging: Path) -> None:
    """Finishes what a killed build had written down; a list that no build of ours can have written, for it came with
    the folder, is passed over. Raises OSError.
    """
    if not (staging / JOURNAL).is_file():
        return
    with suppress(ValueError, RecursionError, UnsafePathError):
        changes = msgspec.json.decode((staging / JOURNAL).read_bytes(), type=Changes)
        _carry_out(changes, root, staging)


def _carry_out(changes: Changes, root: Path, staging: Path) -> None:
    moves = [(confine(staging, staged), confine(root, name)) for name, staged in changes.puts.items()]
    gone = [confine(root, name) for name in changes.removes]
    _replace(staging, root / MANIFEST, changes.interim)
    for staged, target in moves:
        if staged.exists():  # else it was moved before the build was killed
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
    for path in gone:
        _remove(root, path)
    for folder in {(root / name).parent for name in changes.puts}:
        sync_folder(folder)
    _replace(staging, root / MANIFEST, changes.manifest)
    sync_folder(root)
    (staging / JOURNAL).unlink(missing_ok=True)


def _remove(root: Path, path: Path) -> None:
    path.unlink(missing_ok=True)
    if path.parent != root.resolve() and path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def _replace(staging: Path, target: Path, text: str) -> None:
    _write(staging / "manifest", text)
    (staging / "manifest").replace(target)


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)  # a link would be followed
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
