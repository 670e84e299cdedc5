"""Handing in: each outcome of the server is settled as what it is, and nobody is written to twice."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from exporter.mail.deliver import AGAIN, LATER, Delivery, Mail, Result
from exporter.mail.ledger import Ledger, Step
from exporter.mail.settings import Settings
from exporter.mail.smtp import Smtp, TransportError
from tests.mail.server import Faulty, Keeping, Pipelining, Seeded, port_of, serve, taken

ISSUE = "letter.example.org 2026-W34"
BODY = b"From: mei@example.org\r\nMessage-ID: %s\r\n\r\n.\r\nA line that begins with a full stop\r\n"


class Waiting:
    """A clock that only counts."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def mails(ledger: Ledger, count: int) -> list[Mail]:
    made = []
    for number in range(count):
        name = f"<{number}@example.org>"
        made.append(
            Mail(
                ledger.recipient(f"r{number}"),
                f"r{number}@example.net",
                name,
                partial(BODY.__mod__, name.encode()),
            )
        )
    ledger.enrol(ISSUE, [mail.recipient for mail in made])
    return made


def deliver(
    folder: Path,
    handler: Faulty,
    count: int,
    *,
    rate: float = 0.0,
    patience: tuple[float, float] = (5.0, 5.0),
    clock: Waiting | None = None,
) -> Result:
    controller = serve(handler)
    try:
        with Ledger(folder / "ledger") as ledger:
            planned = {r for r, row in ledger.rows(ISSUE).items() if row.state == "planned"}
            chosen = [m for m in mails(ledger, count) if not planned or m.recipient in planned]
            delivery = Delivery(
                ISSUE,
                "mei@example.org",
                ledger=ledger,
                transport=Smtp(Settings(host="127.0.0.1", port=port_of(controller), tls="none"), patience),
                clock=clock or Waiting(),
                rate=rate,
            )
            return delivery.run(chosen)
    finally:
        controller.stop()


def states(folder: Path) -> Counter[str]:
    with Ledger(folder / "ledger") as ledger:
        return Counter(row.state for row in ledger.rows(ISSUE).values())


def once(reply: str) -> Callable[[str], str]:
    """``reply`` the first time an address comes, then nothing wrong."""
    seen: set[str] = set()

    def fault(address: str) -> str:
        first = address not in seen
        seen.add(address)
        return reply if first else ""

    return fault


def test_each_mail_is_taken_once_over_one_connection(tmp_path: Path) -> None:
    assert deliver(tmp_path, Faulty(tmp_path / "log"), 20) == Result(accepted=20)
    assert taken(tmp_path / "log") == [f"r{n}@example.net" for n in range(20)]
    assert states(tmp_path) == {"accepted": 20}


def test_a_slow_disk_is_asked_more_seldom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []
    write = Ledger.write

    def slowly(ledger: Ledger, issue: str, steps: Sequence[Step]) -> list[bool]:
        groups.append(sum(step.begun is not None for step in steps))
        time.sleep(0.05)
        return write(ledger, issue, steps)

    monkeypatch.setattr(Ledger, "write", slowly)
    assert deliver(tmp_path, Faulty(tmp_path / "log"), 60) == Result(accepted=60)
    assert sum(groups) == 60
    assert groups[0] == 8
    assert 8 < max(groups) <= 32
    assert taken(tmp_path / "log") == [f"r{n}@example.net" for n in range(60)]


def test_a_line_that_begins_with_a_full_stop_arrives(tmp_path: Path) -> None:
    handler = Keeping(tmp_path / "log")
    deliver(tmp_path, handler, 1)
    assert handler.mails[0] == BODY % b"<0@example.org>"


@pytest.mark.parametrize("kind", [Faulty, Pipelining])
@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_5xx_is_final(tmp_path: Path, stage: str, kind: type[Faulty]) -> None:
    fault = {stage: lambda address: "550" if address.startswith("r1@") else ""}
    clock = Waiting()
    assert deliver(tmp_path, kind(tmp_path / "log", **fault), 3, clock=clock) == Result(accepted=2, refused=1)
    assert clock.slept == []
    with Ledger(tmp_path / "ledger") as ledger:
        row = ledger.rows(ISSUE)[ledger.recipient("r1")]
        assert row.reply == ("550 5.1.1" if stage == "rcpt" else "550 5.7.1")


@pytest.mark.parametrize("kind", [Faulty, Pipelining])
@pytest.mark.parametrize("reply", ["450", "421"])
@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_4xx_is_tried_again_by_the_schedule(
    tmp_path: Path, stage: str, reply: str, kind: type[Faulty]
) -> None:
    clock = Waiting()
    result = deliver(tmp_path, kind(tmp_path / "log", **{stage: once(reply)}), 3, clock=clock)
    assert result == Result(accepted=3)
    assert clock.slept == [LATER[0]]
    assert sorted(taken(tmp_path / "log")) == [f"r{n}@example.net" for n in range(3)]


def test_what_is_deferred_for_ever_waits_for_the_next_run(tmp_path: Path) -> None:
    clock = Waiting()
    result = deliver(tmp_path, Faulty(tmp_path / "log", rcpt=lambda _: "450"), 2, clock=clock)
    assert result == Result(waiting=2)
    assert clock.slept == list(LATER)
    assert states(tmp_path) == {"planned": 2}
    assert deliver(tmp_path, Faulty(tmp_path / "log"), 2) == Result(accepted=2)


@pytest.mark.parametrize("kind", [Faulty, Pipelining])
def test_a_connection_lost_before_the_mail_is_out_is_tried_again(tmp_path: Path, kind: type[Faulty]) -> None:
    clock = Waiting()
    result = deliver(tmp_path, kind(tmp_path / "log", rcpt=once("drop")), 2, clock=clock)
    assert result == Result(accepted=2)
    assert clock.slept == [AGAIN[0]] * 2


@pytest.mark.parametrize("fault", ["late", "drop"])
def test_a_connection_lost_after_the_mail_is_out_is_unknown_and_left_alone(
    tmp_path: Path, fault: str
) -> None:
    handler = Faulty(tmp_path / "log", data=lambda address: fault if address.startswith("r1@") else "")
    assert deliver(tmp_path, handler, 3) == Result(accepted=2, unknown=1)
    assert deliver(tmp_path, Faulty(tmp_path / "log"), 3) == Result()
    assert max(Counter(taken(tmp_path / "log")).values()) == 1


def test_an_answer_that_never_comes_is_unknown(tmp_path: Path) -> None:
    class Mute(Faulty):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            await asyncio.sleep(1.0)
            return await super().handle_DATA(server, session, envelope)

    assert deliver(tmp_path, Mute(tmp_path / "log"), 1, patience=(5.0, 0.1)) == Result(unknown=1)


def test_a_server_that_is_not_there_leaves_all_planned(tmp_path: Path) -> None:
    clock = Waiting()
    with Ledger(tmp_path / "ledger") as ledger:
        transport = Smtp(Settings(host="127.0.0.1", port=9, tls="none"), (1.0, 1.0))
        delivery = Delivery(ISSUE, "m@example.org", ledger=ledger, transport=transport, clock=clock)
        with pytest.raises(TransportError, match="cannot be reached"):
            delivery.run(mails(ledger, 3))
    assert clock.slept == list(AGAIN)
    assert states(tmp_path) == {"planned": 3}


def test_a_server_that_refuses_everybody_is_stopped_at(tmp_path: Path) -> None:
    with pytest.raises(TransportError, match="in a row"):
        deliver(tmp_path, Faulty(tmp_path / "log", rcpt=lambda _: "550"), 50)
    assert states(tmp_path) == {"refused": 20, "planned": 30}


def test_a_server_that_waits_for_a_mail_to_nobody_gets_none(tmp_path: Path) -> None:
    class Eager(Pipelining):
        """Refuses the reader and asks for the mail all the same."""

        async def handle_RCPT(  # noqa: N802
            self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
        ) -> str:
            if address.startswith("r1@"):
                envelope.rcpt_tos.append(address)
                return "550 5.1.1 no"
            return await super().handle_RCPT(server, session, envelope, address, options)

    assert deliver(tmp_path, Eager(tmp_path / "log"), 3) == Result(accepted=2, refused=1)
    assert taken(tmp_path / "log") == ["r0@example.net", "r2@example.net"]


def test_a_sender_that_is_refused_marks_nobody(tmp_path: Path) -> None:
    class Choosy(Faulty):
        async def handle_MAIL(  # noqa: N802
            self, server: Any, session: Any, envelope: Any, address: str, options: Any
        ) -> str:
            return "553 5.1.8 not from here"

    with pytest.raises(TransportError, match="refuses this sender"):
        deliver(tmp_path, Choosy(tmp_path / "log"), 3)
    assert states(tmp_path) == {"planned": 3}


def test_the_rate_is_kept(tmp_path: Path) -> None:
    clock = Waiting()
    deliver(tmp_path, Faulty(tmp_path / "log"), 5, rate=2.0, clock=clock)
    assert clock.slept == pytest.approx([0.5] * 4)


@pytest.mark.parametrize("kind", [Faulty, Pipelining])
def test_whatever_the_server_does_nobody_gets_two(tmp_path: Path, kind: type[Faulty]) -> None:
    weights = {"": 70.0, "421": 5, "450": 5, "550": 5, "drop": 5, "slow": 5, "late": 5}
    for run in range(6):
        handler = kind(tmp_path / "log", rcpt=Seeded(run, weights), data=Seeded(run + 100, weights))
        deliver(tmp_path, handler, 150)
    counted = Counter(taken(tmp_path / "log"))
    assert max(counted.values()) == 1
    with Ledger(tmp_path / "ledger") as ledger:
        rows = ledger.rows(ISSUE)
        for number in range(150):
            state = rows[ledger.recipient(f"r{number}")].state
            was_taken = counted[f"r{number}@example.net"] == 1
            assert state == "unknown" or was_taken == (state == "accepted"), state
