"""A real SMTP server (aiosmtpd) on this machine that can be told how to fail, and remembers every mail it took."""

from __future__ import annotations

import asyncio
import random
import re
import socket
import ssl
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_ID = re.compile(rb"(?mi)^message-id: (\S+)\r?$")


class Faulty:
    """A handler. ``faults`` says for each RCPT and each finished mail, in the order they come, what goes wrong.

    "421", "450", "550" are replies; "drop" closes the connection before an answer; "late" takes the mail, writes it
    down and then closes the connection; "slow" answers after a moment.
    """

    def __init__(self, log: Path, rcpt: Any = None, data: Any = None) -> None:
        self.log = log
        self._rcpt = rcpt or (lambda address: "")
        self._data = data or (lambda address: "")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = self._rcpt(address)
        if fault in {"450", "550"}:
            return f"{fault} {fault[0]}.1.1 <{address}> not now"
        if fault == "421":
            return "421 4.3.2 shutting down"
        if fault == "drop":
            _cut(server)
        if fault == "slow":
            await asyncio.sleep(0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        fault = self._data(address)
        if fault in {"421", "450", "550"}:
            return f"{fault} {fault[0]}.7.1 <{address}> no"
        if fault == "drop":
            _cut(server)
            return "451 gone"
        content = envelope.original_content or b""
        found = MESSAGE_ID.search(content)
        # On the disk before the answer: what is here was taken, whatever becomes of the connection.
        with self.log.open("a") as file:
            file.write(f"{address}\t{found[1].decode() if found else ''}\n")
        if fault == "late":
            _cut(server)
        if fault == "slow":
            await asyncio.sleep(0.02)
        return "250 2.0.0 taken"


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


class Pipelining(Faulty):
    """Says that it takes several commands at once, as servers in the world do."""

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]


class Keeping(Faulty):
    """Keeps the bytes of each mail, too."""

    def __init__(self, log: Path, **faults: Any) -> None:
        super().__init__(log, **faults)
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(envelope.original_content or b"")
        return await super().handle_DATA(server, session, envelope)


class Seeded:
    """Faults drawn by a seed: the same in every run of the same order."""

    def __init__(self, seed: int, weights: dict[str, float]) -> None:
        self._random = random.Random(seed)
        self._faults = list(weights)
        self._weights = list(weights.values())

    def __call__(self, address: str) -> str:
        return self._random.choices(self._faults, self._weights)[0]


def serve(handler: Faulty, **options: Any) -> Controller:
    """The running server; ``stop()`` ends it."""
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    return controller


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def port_of(controller: Controller) -> int:
    return int(controller.port)


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def taken(log: Path) -> list[str]:
    """The addresses the server took mails for, each time it did."""
    return [line.split("\t")[0] for line in log.read_text().splitlines()] if log.exists() else []
