"""The manifest after a build, from the one before it: what is ours, what is replaced, what nobody wants any more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from exporter.build.report import Row
from exporter.errors import OutputError
from exporter.model.manifest import Entry, Manifest


class Step(NamedTuple):
    """``after`` is what will be there, ``meanwhile`` what is not touched on the way, ``stale`` what goes, by name."""

    after: tuple[Entry, ...]
    meanwhile: tuple[Entry, ...]
    stale: tuple[str, ...]


def merge(
    before: Mapping[str, Entry],
    made: Sequence[Entry],
    *,
    replaced: Collection[str],
    is_stale: Callable[[Entry], bool],
) -> Step:
    """``replaced`` are the names whose content is new."""
    now = {e.name: _after(before.get(e.name), e) for e in made if _stands(before.get(e.name), e, replaced)}
    kept = {name: old for name, old in before.items() if name not in now}
    stale = tuple(name for name, old in kept.items() if is_stale(old))
    left = {name: old for name, old in kept.items() if name not in stale}
    untouched = (e for n, e in before.items() if n not in stale and n not in replaced)
    return Step(tuple({**left, **now}.values()), tuple(untouched), stale)


def _stands(old: Entry | None, entry: Entry, replaced: Collection[str]) -> bool:
    """False for what was the same when it was looked at, and has been replaced by another build since."""
    return entry.name in replaced or (old is not None and old.digest == entry.digest)


def _after(old: Entry | None, entry: Entry) -> Entry:
    """The entry with what it replaces; an artifact that stays the same has the history it had."""
    if old is None:
        return entry
    before = old.before if old.digest == entry.digest else old.digest
    return msgspec.structs.replace(entry, before=before)


def state(old: Entry, row: Row, size: int | None) -> str:
    """same or changed; ``size`` in bytes is that of what lies there, None where nothing does."""
    return "same" if old.digest == row.digest and size == row.size else "changed"


def written(entries: Iterable[Entry]) -> bytes:
    """manifest.json of these."""
    manifest = Manifest(artifacts=tuple(sorted(entries, key=lambda entry: entry.name)))
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def read(content: bytes) -> Manifest:
    """What ``content`` names. Where it is no manifest nothing there is ours, and nothing there is removed."""
    try:
        return msgspec.json.decode(content, type=Manifest)
    except (ValueError, RecursionError):
        return Manifest()


def is_ours(content: bytes) -> bool:
    """Whether a manifest is one of ours: web applications have a file of that name too."""
    try:
        keys = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except (ValueError, RecursionError):
        return False
    return {"version", "artifacts"} <= keys.keys()


def foreign(place: str) -> OutputError:
    """Where an artifact should go lies something that is not ours."""
    return OutputError(
        f"{place} is there, and no build of ours has made it",
        "Move it away, or choose another place with --out.",
    )
