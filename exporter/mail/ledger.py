"""The ledger: one row for each (issue, recipient), written before a mail leaves and after the server has answered.

    planned → attempting → accepted | refused | unknown

It is what makes a letter reach nobody twice. ``attempting`` is on the disk before the first byte of the mail is on
the wire; a row found so at the next start is one whose outcome nobody knows, and it becomes ``unknown``: told to a
person, never tried again by itself. Recipients are stored as HMACs under a key of the ledger's own, so a lost ledger
gives no address away.
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


class LedgerError(ExportError):
    """The ledger cannot be used. Nothing is sent without it."""


class Settled(NamedTuple):
    """An attempt's outcome. ``reply`` is the server's code ("550 5.1.1"), never its words: they repeat addresses."""

    recipient: bytes
    state: State
    reply: str = ""


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
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            # One thread at a time uses it: the delivery syncs in one of its own while the mail is on the wire.
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1.0, check_same_thread=False)
            try:
                self._key = self._open()
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
        (key,) = db.execute("SELECT key FROM own").fetchone()
        return bytes(key)

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

    def step(self, issue: str, settled: Sequence[Settled], begun: tuple[bytes, str] | None) -> bool:
        """Outcomes and the next attempt (recipient, Message-ID) in one write: all or nothing, one sync a mail.

        False, and nothing begun, where that recipient is not ``planned``: someone else has seen to it.
        """
        with self._transaction() as db:
            db.executemany(
                "UPDATE mail SET state = ?, reply = ? WHERE issue = ? AND recipient = ? AND state = 'attempting'",
                ((one.state, one.reply, issue, one.recipient) for one in settled),
            )
            if begun is None:
                return True
            done = db.execute(
                "UPDATE mail SET state = 'attempting', message_id = ?, attempts = attempts + 1 "
                "WHERE issue = ? AND recipient = ? AND state = 'planned'",
                (begun[1], issue, begun[0]),
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
