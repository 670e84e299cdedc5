"""Killed at any instant and run again: nobody gets two, nobody is lost but the listed unknown, both books agree."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from exporter.mail.addresses import person
from exporter.mail.ledger import Ledger
from exporter.mail.letter import Mould
from exporter.mail.mailing import key_of
from tests.mail.letters import SECRET, lay_out, letter, readers
from tests.mail.server import Faulty, Seeded, port_of, serve, taken

ROOT = Path(__file__).parents[2]
FAULTS = {"": 90.0, "421": 2, "450": 2, "550": 2, "drop": 1.5, "slow": 2, "late": 0.5}


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    environment = os.environ | {
        "EXPORTER_MAIL_HOST": "127.0.0.1",
        "EXPORTER_MAIL_PORT": str(port),
        "EXPORTER_MAIL_TLS": "none",
        "EXPORTER_MAIL_SECRET": SECRET,
        "EXPORTER_MAIL_RATE": "0",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.mail.driver", str(folder)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def kill_at_random(folder: Path, port: int, kills: int, longest: float) -> int:
    """The number of runs that were killed before they had ended."""
    instants = random.Random(20261123)
    killed = 0
    for _ in range(kills):
        process = start(folder, port)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(instants.uniform(0, longest))
        killed += process.poll() is None
        process.kill()
        process.communicate()
    return killed


def send_under_fire(folder: Path, count: int, kills: int, longest: float) -> Counter[str]:
    """The states in the ledger at the end, after the books were compared."""
    lay_out(folder / "dist", main=letter())
    readers(folder / "readers.csv", count)
    handler = Faulty(folder / "log", rcpt=Seeded(1, FAULTS), data=Seeded(2, FAULTS))
    controller = serve(handler)
    try:
        assert kill_at_random(folder, port_of(controller), kills, longest) > kills // 3
        for _ in range(5):
            process = start(folder, port_of(controller))
            process.communicate(timeout=300)
    finally:
        controller.stop()
    return compare(folder, count)


def compare(folder: Path, count: int) -> Counter[str]:
    counted = Counter(taken(folder / "log"))
    assert max(counted.values()) == 1, "somebody got two"
    states: Counter[str] = Counter()
    with Ledger(folder / "ledger") as ledger:
        rows = ledger.rows(key_of([Mould(letter())], "2026-W34"))
        assert len(rows) == count
        for number in range(count):
            address = f"reader{number}@example.net"
            state = rows[ledger.recipient(person(address))].state
            states[state] += 1
            if state == "accepted":
                assert counted[address] == 1, "lost"
            elif state == "refused":
                assert counted[address] == 0, "refused and yet taken"
            else:
                assert state == "unknown"
    return states


def test_killed_and_run_again(tmp_path: Path) -> None:
    states = send_under_fire(tmp_path, count=400, kills=8, longest=0.2)
    assert states["accepted"] > 300
    assert states["unknown"] <= 8 + 15, "one for each kill, and the faults' own"


@pytest.mark.slow
def test_a_thousand_readers_and_fifty_kills(tmp_path: Path) -> None:
    states = send_under_fire(tmp_path, count=1000, kills=50, longest=0.4)
    print(dict(states))  # noqa: T201 — the figures of the run
    assert states["accepted"] > 850
    assert states["unknown"] <= 50 + 40
