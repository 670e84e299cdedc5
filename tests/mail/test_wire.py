"""Notes of the wire: what they tell of a killed run, and when they tell nothing."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from exporter.mail import wire
from exporter.mail.ledger import Ledger, Settled, Step
from exporter.mail.wire import Wire, read_notes

ISSUE = "letter.example.org 2026-W34"
PEOPLE = tuple("abcdef")
AFTER = {"a": "accepted", "b": "refused", "c": "planned", "d": "unknown", "e": "planned", "f": "planned"}
OPEN = dict.fromkeys("abcde", "attempting") | {"f": "planned"}
pytestmark = pytest.mark.skipif(not wire.BOOT.exists(), reason="a system whose boots have no names")


def killed_run(path: Path) -> None:
    """Leaves a ledger whose run was killed: five mails begun, four handed in, three outcomes noted, none written."""
    ledger = Ledger(path)
    ids = {name: ledger.recipient(name) for name in PEOPLE}
    ledger.enrol(ISSUE, ids.values())
    run = ledger.wire(ISSUE)
    noted = run.__enter__()
    ledger.write(ISSUE, [Step((), (ids[name], f"<{name}@x>")) for name in "abcde"])
    for name in "abcd":
        noted.handed(ids[name])
    noted.ended(ids["a"], "accepted")
    noted.ended(ids["b"], "refused")
    noted.ended(ids["c"], "planned")
    ledger.close()  # what the process held is gone; what it wrote is not


def states(path: Path) -> dict[str, str]:
    with Ledger(path) as ledger:
        rows = ledger.rows(ISSUE)
        return {name: rows[ledger.recipient(name)].state for name in PEOPLE}


def test_only_the_mail_on_the_wire_is_unknown_after_a_kill(tmp_path: Path) -> None:
    killed_run(tmp_path / "ledger")
    assert states(tmp_path / "ledger") == AFTER
    assert not (tmp_path / "ledger-wire").exists()


def test_after_a_loss_of_power_notes_count_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_run(tmp_path / "ledger")
    (tmp_path / "boot").write_text("another")
    monkeypatch.setattr(wire, "BOOT", tmp_path / "boot")
    assert states(tmp_path / "ledger") == OPEN


def test_notes_of_another_run_count_for_nothing(tmp_path: Path) -> None:
    killed_run(tmp_path / "other")
    killed_run(tmp_path / "ledger")
    shutil.copy(tmp_path / "other-wire", tmp_path / "ledger-wire")
    assert states(tmp_path / "ledger") == OPEN


@pytest.mark.parametrize("harm", [b"\0" * 40, b"x" * 17])
def test_notes_that_are_damaged_count_for_nothing(tmp_path: Path, harm: bytes) -> None:
    killed_run(tmp_path / "ledger")
    notes = tmp_path / "ledger-wire"
    notes.write_bytes(notes.read_bytes() + harm)
    assert states(tmp_path / "ledger") == OPEN


def test_notes_that_are_gone_count_for_nothing(tmp_path: Path) -> None:
    killed_run(tmp_path / "ledger")
    (tmp_path / "ledger-wire").unlink()
    assert states(tmp_path / "ledger") == OPEN


def test_a_note_that_was_cut_short_is_none(tmp_path: Path) -> None:
    killed_run(tmp_path / "ledger")
    notes = tmp_path / "ledger-wire"
    notes.write_bytes(notes.read_bytes() + b"h1234")
    assert states(tmp_path / "ledger") == AFTER


def test_after_a_note_that_could_not_be_written_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = Wire(tmp_path / "notes", "run", ISSUE)
    notes.handed(b"1" * 16)
    whole = os.write
    monkeypatch.setattr(os, "write", lambda file, data: whole(file, data[:5]))
    notes.ended(b"1" * 16, "accepted")
    monkeypatch.setattr(os, "write", whole)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        notes.handed(b"2" * 16)
    notes.close()
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        notes.handed(b"3" * 16)
    found = read_notes(tmp_path / "notes")
    assert found is not None
    assert found.marks == {b"1" * 16: "handed"}


def test_where_boots_have_no_names_nothing_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "BOOT", tmp_path / "none")
    killed_run(tmp_path / "ledger")
    assert not (tmp_path / "ledger-wire").exists()
    assert states(tmp_path / "ledger") == OPEN


def test_settled_rows_are_left_alone(tmp_path: Path) -> None:
    killed_run(tmp_path / "ledger")
    kept = (tmp_path / "ledger-wire").read_bytes()
    (tmp_path / "ledger-wire").unlink()
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.write(ISSUE, [Step((Settled(ledger.recipient("e"), "accepted", "250"),))])
    (tmp_path / "ledger-wire").write_bytes(kept)
    assert states(tmp_path / "ledger") == AFTER | {"e": "accepted"}
