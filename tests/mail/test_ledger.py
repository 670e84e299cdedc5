"""The ledger: what it refuses, and that nothing leaves while it cannot be written."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from exporter.mail.ledger import VERSION, Ledger, LedgerError, Settled, Step
from tests.mail.server import Faulty, port_of, serve, taken

ISSUE = "letter.example.org 2026-W34"


def test_rows_go_one_way(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger") as ledger:
        one = ledger.recipient("mei@example.org")
        ledger.enrol(ISSUE, [one])
        assert ledger.write(ISSUE, [Step((), (one, "<1@x>"))]) == [True]
        assert ledger.write(ISSUE, [Step((), (one, "<1@x>"))]) == [False], "begun already"
        ledger.write(ISSUE, [Step((Settled(one, "accepted", "250"),))])
        ledger.enrol(ISSUE, [one])
        assert ledger.rows(ISSUE)[one].state == "accepted"
        assert ledger.resolve(ISSUE, [one], "planned") == 0, "only the unknown are for people to decide"


def test_an_attempt_nobody_saw_the_end_of_is_unknown(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger") as ledger:
        one = ledger.recipient("mei@example.org")
        ledger.enrol(ISSUE, [one])
        ledger.write(ISSUE, [Step((), (one, "<1@x>"))])
    with Ledger(tmp_path / "ledger") as ledger:
        assert ledger.recipient("mei@example.org") == one
        assert ledger.close_attempts(ISSUE) == 1
        assert ledger.rows(ISSUE)[one].state == "unknown"
        assert ledger.write(ISSUE, [Step((), (one, "<1@x>"))]) == [False]


def test_a_ledger_without_its_key_is_told(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger").close()
    with sqlite3.connect(tmp_path / "ledger") as db:
        db.execute("DELETE FROM own")
    db.close()
    with pytest.raises(LedgerError, match="damaged"):
        Ledger(tmp_path / "ledger")


def test_a_ledger_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger").close()
    with sqlite3.connect(tmp_path / "ledger") as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    with pytest.raises(LedgerError, match="newer"):
        Ledger(tmp_path / "ledger")


@pytest.mark.parametrize(
    "content", [b"not a database at all, but a file of some length" * 99, b"SQLite format 3\0junk"]
)
def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger").write_bytes(content)
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "ledger")
    assert (tmp_path / "ledger").read_bytes() == content


def test_a_database_of_someone_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger") as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(tmp_path / "ledger")


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    Ledger(tmp_path / "folder/ledger").close()
    assert (tmp_path / "folder/ledger").stat().st_mode & 0o077 == 0


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from exporter.mail.ledger import Ledger, LedgerError
from tests.mail.test_delivery import Delivery, ISSUE, Smtp, Settings, Waiting, mails
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Ledger(Path({ledger!r})) as ledger:
    planned = mails(ledger, 400)
    # From here on no file grows beyond what the ledger's log already has: the disk is full in the middle of the send.
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
    transport = Smtp(Settings(host="127.0.0.1", port={port}, tls="none"))
    Delivery(ISSUE, "mei@example.org", ledger=ledger, transport=transport, clock=Waiting()).run(planned)
"""


def test_a_full_disk_stops_the_send_before_the_next_mail(tmp_path: Path) -> None:
    controller = serve(Faulty(tmp_path / "log"))
    try:
        code = FULL.format(
            root=str(Path(__file__).parents[2]),
            ledger=str(tmp_path / "ledger"),
            port=port_of(controller),
            limit=300_000,
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    finally:
        controller.stop()
    assert done.returncode != 0
    assert "LedgerError" in done.stderr
    sent = taken(tmp_path / "log")
    assert 0 < len(sent) < 400
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.close_attempts(ISSUE)
        rows = ledger.rows(ISSUE)
    counted = [row.state for row in rows.values()]
    # What was on the wire when the disk was full is for a person to decide.
    assert len(sent) <= counted.count("accepted") + counted.count("unknown") <= len(sent) + 1
    assert counted.count("unknown") <= 2
