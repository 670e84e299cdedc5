"""The ledger: one row for each (issue, recipient), written before a mail leaves and after the server has answered.

    planned → attempting → accepted | refused | unknown

It is what makes a letter reach nobody twice. ``attempting`` is on the disk before the full stop that ends the mail is
on the wire; a row found so at the next start, of which no note of the wire tells more, is one whose outcome nobody
knows, and it becomes ``unknown``: told to a person, never tried again by itself. Recipients are stored as HMACs under
a key of the ledger's own, so a lost ledger gives no address away.
"""

from __future__ import annotations

import hmac
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from exporter.errors import ExportError
from exporter.mail.wire import Mark, Wire, read_notes

State = Literal["planned", "attempting", "accepted", "refused", "unknown"]
VERSION: Final = 1
_MARK: Final = 0x65787031  # application_id: SQLite's place for whose file it is

_SCHEMA: Final = f"""
CREATE TABLE own (key BLOB NOT NULL) STRICT;
CREATE TABLE plan (issue TEXT PRIMARY KEY, digest TEXT NOT NULL, date TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE mail (
  issue TEXT NOT NULL,
  recipient BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'attempting', 'accepted', 'refused', 'unknown')),
  message_id TEXT NOT NULL DEFAULT '',
  reply TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (issue, recipient)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = {_MARK};
PRAGMA user_version = {VERSION};
"""


_RUN: Final = "last run"  # the name of no issue: those begin with a List-Id, which holds a full stop
# What a row that is ``attempting`` becomes by its last note; without one the mail was never handed in.
_SETTLED: Final[dict[Mark | None, State]] = {
    None: "planned",
    "handed": "unknown",
    "accepted": "accepted",
    "refused": "refused",
    "planned": "planned",
    "unknown": "unknown",
}


class LedgerError(ExportError):
    """The ledger cannot be used. Nothing is sent without it."""


class Settled(NamedTuple):
    """An attempt's outcome. ``reply`` is the server's code ("550 5.1.1"), never its words: they repeat addresses."""

    recipient: bytes
    state: State
    reply: str = ""


class Step(NamedTuple):
    """Outcomes, and the attempt (recipient, Message-ID) that begins after them."""

    settled: tuple[Settled, ...] = ()
    begun: tuple[bytes, str] | None = None


class Plan(NamedTuple):
    """What a dry run showed: the digest of letter and list, and the mails' Date."""

    digest: str
    date: str


class Row(NamedTuple):
    """What is known of one mail."""

    state: State
    message_id: str
    reply: str


class Ledger:
    """One file, used by one process at a time: a second one is refused until the first has ended."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._notes = path.with_name(f"{path.name}-wire")
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            # One thread at a time uses it: while mails are on the wire, the scribe's.
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1.0, check_same_thread=False)
            try:
                self._key = self._open()
                self._recover()
            except BaseException:
                self._db.close()
                raise

    def _open(self) -> bytes:
        db = self._db
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (mark,) = db.execute("PRAGMA application_id").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        db.execute("COMMIT")
        if tables and mark != _MARK:
            raise LedgerError(f"{self.path} is no ledger of exporter", "Name another file with --ledger.")
        if version > VERSION:
            raise LedgerError(
                f"{self.path} was written by a newer exporter (ledger version {version}, this one knows {VERSION})",
                "Use that exporter; an older one could send a mail twice.",
            )
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        if not tables:
            with self._transaction():
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute("INSERT INTO own VALUES (?)", (os.urandom(32),))
        own = db.execute("SELECT key FROM own").fetchone()
        if own is None:
            raise LedgerError(f"{self.path} is damaged: its key is gone", "Restore it from a copy.")
        return bytes(own[0])

    def _recover(self) -> None:
        """Settles what the notes of a killed run tell of the rows it left ``attempting``."""
        notes = read_notes(self._notes)
        if notes is not None and notes.run == self.plan_of(_RUN).digest:
            with self._transaction() as db:
                rows = db.execute(
                    "SELECT recipient FROM mail WHERE issue = ? AND state = 'attempting'", (notes.issue,)
                ).fetchall()
                db.executemany(
                    "UPDATE mail SET state = ? WHERE issue = ? AND recipient = ?",
                    [(_SETTLED[notes.marks.get(bytes(row[0]))], notes.issue, row[0]) for row in rows],
                )
        self._notes.unlink(missing_ok=True)

    @contextmanager
    def wire(self, issue: str) -> Iterator[Wire]:
        """For the notes of one run over ``issue``, which speak of every attempt. They go when all is in the ledger."""
        self.close_attempts(issue)
        run = os.urandom(16).hex()
        # Notes count for the last run of this very ledger only, not for a copy of it that has gone on elsewhere.
        self.note_plan(_RUN, Plan(run, ""))
        with _told(self.path):
            wire = Wire(self._notes, run, issue)
        try:
            yield wire
        finally:
            wire.close()
        self._notes.unlink(missing_ok=True)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def recipient(self, person: str) -> bytes:
        """The name of ``person`` (addresses.person) in this ledger."""
        return hmac.digest(self._key, person.encode(), "sha256")[:16]

    def plan_of(self, issue: str) -> Plan:
        """What the last look at ``issue`` showed; empty where nobody has looked."""
        with _told(self.path):
            row = self._db.execute("SELECT digest, date FROM plan WHERE issue = ?", (issue,)).fetchone()
        return Plan(*row) if row else Plan("", "")

    def note_plan(self, issue: str, plan: Plan) -> None:
        """Remembers what was shown, so that something else is not sent."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO plan VALUES (?, ?, ?)", (issue, *plan))

    def enrol(self, issue: str, recipients: Iterable[bytes]) -> None:
        """A ``planned`` row for each recipient that has none."""
        with self._transaction() as db:
            db.executemany(
                "INSERT OR IGNORE INTO mail (issue, recipient, state) VALUES (?, ?, 'planned')",
                ((issue, recipient) for recipient in recipients),
            )

    def rows(self, issue: str) -> dict[bytes, Row]:
        """All rows of ``issue`` by recipient."""
        with _told(self.path):
            found = self._db.execute(
                "SELECT recipient, state, message_id, reply FROM mail WHERE issue = ?", (issue,)
            ).fetchall()
        return {
            bytes(recipient): Row(state, message_id, reply) for recipient, state, message_id, reply in found
        }

    def close_attempts(self, issue: str) -> int:
        """Attempts that an earlier run never saw the end of become ``unknown``; how many there were."""
        with self._transaction() as db:
            done = db.execute(
                "UPDATE mail SET state = 'unknown' WHERE issue = ? AND state = 'attempting'", (issue,)
            )
        return done.rowcount

    def resolve(self, issue: str, recipients: Iterable[bytes], state: Literal["accepted", "planned"]) -> int:
        """What a person has decided of mails whose outcome is unknown; how many there were."""
        count = 0
        with self._transaction() as db:
            for recipient in recipients:
                count += db.execute(
                    "UPDATE mail SET state = ? WHERE issue = ? AND recipient = ? AND state = 'unknown'",
                    (state, issue, recipient),
                ).rowcount
        return count

    def write(self, issue: str, steps: Sequence[Step]) -> list[bool]:
        """Outcomes and attempts in one write, one sync: all or nothing, in their order.

        False for a step whose recipient is not ``planned`` and was not begun: someone else has seen to it.
        """
        with self._transaction() as db:
            return [_take(db, issue, step) for step in steps]


def _take(db: sqlite3.Connection, issue: str, step: Step) -> bool:
    db.executemany(
        "UPDATE mail SET state = ?, reply = ? WHERE issue = ? AND recipient = ? AND state = 'attempting'",
        [(one.state, one.reply, issue, one.recipient) for one in step.settled],
    )
    if step.begun is None:
        return True
    recipient, message_id = step.begun
    done = db.execute(
        "UPDATE mail SET state = 'attempting', message_id = ?, attempts = attempts + 1 "
        "WHERE issue = ? AND recipient = ? AND state = 'planned'",
        (message_id, issue, recipient),
    )
    return done.rowcount == 1


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's and the system's troubles in words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise LedgerError(
                f"{path} is in use: another send is running", "Wait until it has ended."
            ) from None
        raise LedgerError(
            f"the ledger {path} cannot be written: {error}",
            "Nothing is sent without it. Free the disk and run the same command again.",
        ) from None
    except sqlite3.DatabaseError as error:
        raise LedgerError(
            f"{path} is no ledger of exporter, or damaged: {error}", "Restore it from a copy."
        ) from None
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be written: {error.strerror}") from None
