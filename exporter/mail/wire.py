"""What was on the wire when a process was killed: each mail's full stop and its outcome, noted without a sync.

The ledger's rows are a few mails ahead of the wire, and a few outcomes behind it. What a killed process has written is
kept, synced or not; so these notes tell which of its mails were handed in, and of one alone nobody knows the end. A
machine that loses power may lose them. It then has another boot id, and notes of another boot count for nothing.
"""

from __future__ import annotations

import os
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path
from typing import Final, Literal, NamedTuple

# Linux; where there is none, nothing is noted and every open attempt is unknown.
BOOT: Final = Path("/proc/sys/kernel/random/boot_id")

End = Literal["accepted", "refused", "planned", "unknown"]
Mark = End | Literal["handed"]
_LETTERS: Final[dict[Mark, bytes]] = {
    "handed": b"h",
    "accepted": b"a",
    "refused": b"r",
    "planned": b"p",
    "unknown": b"u",
}
_MARKS: Final = {letter: mark for mark, letter in _LETTERS.items()}
_RECIPIENT: Final = 16  # bytes
_RECORD: Final = 1 + _RECIPIENT


class Notes(NamedTuple):
    """The last mark of each recipient of ``issue``, by the run that is called ``run``."""

    run: str
    issue: str
    marks: dict[bytes, Mark]


class Wire:
    """The notes of one run, in ``path``. Raises OSError."""

    def __init__(self, path: Path, run: str, issue: str) -> None:
        self._file: int | None = None
        self._broken = False
        if boot := _boot():
            flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_APPEND
            self._file = os.open(path, flags, 0o600)
            self._write(f"{boot}\t{run}\t{issue}\n".encode())

    def handed(self, recipient: bytes) -> None:
        """Before a mail's full stop. Raises OSError: a mail that cannot be noted is not to be handed in."""
        self._write(_LETTERS["handed"] + recipient)

    def ended(self, recipient: bytes, mark: End) -> None:
        """After the answer. Where it cannot be noted, the next mail cannot either, and is not handed in."""
        with suppress(OSError):
            self._write(_LETTERS[mark] + recipient)

    def close(self) -> None:
        """The notes stay: whoever opens the ledger next reads them."""
        self._broken = True
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, record: bytes) -> None:
        if self._broken:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        if self._file is not None:
            self._broken = True  # a record that is cut short would put those behind it out of step
            self._broken = os.write(self._file, record) != len(record)
            if self._broken:
                raise OSError(ENOSPC, os.strerror(ENOSPC))


def read_notes(path: Path) -> Notes | None:
    """The notes in ``path``; None where there are none of this boot, or none that can be read. Raises OSError."""
    try:
        head, _, records = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    boot, run, issue = (head.decode("utf-8", "replace").split("\t") + [""] * 3)[:3]
    if not boot or boot != _boot():
        return None
    whole = [records[at : at + _RECORD] for at in range(0, len(records) - _RECORD + 1, _RECORD)]
    if not all(record[:1] in _MARKS for record in whole):
        return None
    return Notes(run, issue, {record[1:]: _MARKS[record[:1]] for record in whole})


def _boot() -> str:
    try:
        return BOOT.read_text("ascii").strip()
    except OSError:
        return ""
