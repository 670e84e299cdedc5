"""The letters of one issue as they lie in the output folder: what is sent is what was built and looked at."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from exporter.errors import OutputError
from exporter.mail.letter import LetterError, Mould
from exporter.model.letter import EML
from exporter.model.manifest import MANIFEST, Entry, Manifest
from exporter.world.files import confine


def entries_of(out: Path, publication: str, issue: str) -> list[Entry]:
    """The artifacts of one issue ("latest": of the last). Raises OutputError where there are none."""
    try:
        manifest = msgspec.json.decode((out / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, ValueError, RecursionError):
        raise OutputError(
            f"there is no build in {out}", "Run `exporter build` first, or name its --out."
        ) from None
    mine = [entry for entry in manifest.artifacts if entry.publication == publication]
    if issue == "latest" and not any(entry.issue == issue for entry in mine):
        issue = max((entry.issue for entry in mine), default="")
    found = [entry for entry in mine if entry.issue == issue]
    if not found:
        known = ", ".join(sorted({entry.issue for entry in mine})[-5:])
        raise OutputError(
            f"{out} holds no issue {issue!r} of {publication!r}" + (f"; it holds {known}" if known else ""),
            f"exporter build {publication} --issue {issue}",
        )
    return found


def read_entry(out: Path, entry: Entry) -> bytes:
    """The bytes of an artifact, which are those the manifest vouches for. Raises OutputError, LetterError."""
    try:
        data = confine(out, entry.name).read_bytes()
    except OSError as error:
        raise OutputError(f"{entry.name} cannot be read: {error.strerror}", "Build it again.") from None
    if sha256(data).hexdigest() != entry.digest:
        raise LetterError(f"{entry.name} was changed since it was built", "Build it again.")
    return data


def read_editions(out: Path, entries: list[Entry]) -> list[Mould]:
    """The letters among ``entries``, one a language. Raises OutputError, LetterError."""
    letters = [entry for entry in entries if entry.media_type == EML]
    if not letters:
        raise OutputError("a publication that is no newsletter cannot be sent")
    return [Mould(read_entry(out, entry)) for entry in letters]
