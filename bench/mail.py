"""Sending with the ledger against smtplib's bare loop, on the same server, which takes one command at a time or offers
PIPELINING: python -m bench.mail [MAILS] [KILOBYTES].

The server runs in a process of its own. The loop hands in mails that are already there; ours composes each reader's
mail, keeps the ledger on the disk and hands it in. Last, both sign each mail with dkimpy. The ratio is what counts; run
it on a quiet machine.
"""

from __future__ import annotations

import multiprocessing
import smtplib
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

from aiosmtpd.controller import Controller

from exporter.mail.clock import SystemClock
from exporter.mail.deliver import Delivery
from exporter.mail.dkim import Sign, signer
from exporter.mail.ledger import Ledger
from exporter.mail.letter import Mould
from exporter.mail.mailing import Stamp, arrange, mails_to_send
from exporter.mail.recipients import read_roll
from exporter.mail.settings import Settings
from exporter.mail.smtp import Smtp
from tests.mail.letters import SECRET, letter, readers
from tests.mail.server import Faulty, Pipelining, free_port

ROUNDS = 5
KEY = Settings(dkim_key="tests/mail/dkim.pem", dkim_selector="s", dkim_domain="example.org")


class Sink(Faulty):
    """Takes everything and keeps nothing."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: ARG002, N802
        return "250 OK"


class Quick(Sink, Pipelining):
    """The same, several commands at once."""


def serve(kind: type[Faulty], port: int) -> None:
    """A server until it is killed."""
    Controller(kind(Path("/dev/null")), hostname="127.0.0.1", port=port).start()
    while True:
        time.sleep(60)


def await_server(port: int) -> None:
    """Returns when it takes connections."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def bare(port: int, mails: list[tuple[str, bytes]], sign: Sign | None) -> float:
    """Seconds of smtplib alone."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, message in mails:
            server.sendmail("mei@example.org", [address], sign(message) if sign else message)
    return time.perf_counter() - began


def ours(port: int, mould: Mould, roll_file: Path, folder: Path, sign: Sign | None) -> float:
    """Seconds of the same with list, ledger and composing."""
    began = time.perf_counter()
    mailing = arrange([mould], "2026-W34", read_roll(roll_file), ())
    with Ledger(folder / "ledger") as ledger:
        ledger.enrol(mailing.key, (ledger.recipient(one.person) for one in mailing.mails))
        transport = Smtp(Settings(host="127.0.0.1", port=port, tls="none"))
        delivery = Delivery(
            mailing.key, "mei@example.org", ledger=ledger, transport=transport, clock=SystemClock()
        )
        result = delivery.run(mails_to_send(mailing, ledger, Stamp(secret=SECRET, sign=sign)))
    assert result.accepted == len(mailing.mails)
    return time.perf_counter() - began


def compare(kind: type[Faulty], mould: Mould, folder: Path, count: int, *, sign: Sign | None = None) -> None:
    """Prints the medians of several rounds, one of each after the other."""
    port = free_port()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(kind, port), daemon=True)
    server.start()
    readers_file = readers(folder / "readers.csv", count)
    mailing = arrange([mould], "2026-W34", read_roll(readers_file), ())
    mails = [(one.recipient.address, one.compose(Stamp(secret=SECRET))) for one in mailing.mails]
    await_server(port)
    rounds = []
    for number in range(ROUNDS):
        place = folder / f"{kind.__name__}{number}{'signed' if sign else ''}"
        place.mkdir()
        rounds.append((bare(port, mails, sign), ours(port, mould, readers_file, place, sign)))
    server.kill()
    loop, own = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(one / other for one, other in rounds)
    name = kind.__name__ + (", signed" if sign else "")
    print(
        f"{name:13} {count} mails of {len(mails[0][1]):,} bytes: smtplib {count / loop:.0f} a second, "
        f"ours {count / own:.0f}, ratio {ratio:.2f}"
    )


def main(count: int, kilobytes: int) -> None:
    """Both kinds of server, and signed."""
    body = "".join(
        f"<p>Paragraph {n} of a letter, with words enough for a line or two of it.</p>"
        for n in range(kilobytes * 4)
    )
    with tempfile.TemporaryDirectory() as name:
        for kind in (Sink, Quick):
            compare(kind, Mould(letter(body=body)), Path(name), count)
        compare(Quick, Mould(letter(body=body)), Path(name), count, sign=signer(KEY))


if __name__ == "__main__":
    main(*(int(text) for text in (*sys.argv[1:], *("300", "60")[len(sys.argv) - 1 :])))
