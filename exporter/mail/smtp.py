"""One mail at a time to an SMTP server (RFC 5321), so that each outcome is known as exactly as the protocol allows.

The end of a mail is sent apart from the mail. A connection that breaks before that full stop is out has delivered
nothing, and the mail may be tried again; one that breaks after it may have: only then is the outcome unknown. The
only file that sees smtplib.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, NamedTuple, Protocol

from exporter.errors import ExportError
from exporter.mail.settings import PORTS, Settings

Verdict = Literal["accepted", "refused", "deferred", "unsent", "unknown"]

_COMMAND_SECONDS: Final = 300.0  # RFC 5321, 4.5.3.2
_FINAL_SECONDS: Final = 600.0  # 4.5.3.2.6
_STATUS: Final = re.compile(rb"^[245]\.\d{1,3}\.\d{1,3}\b")


class TransportError(ExportError):
    """The server lets nothing through: it is not there, or refuses us rather than a recipient."""


class Outcome(NamedTuple):
    """``deferred``: the server said later; ``unsent``: the connection broke before it could have the mail."""

    verdict: Verdict
    reply: str = ""


class Transport(Protocol):
    """What hands in mails.

    ``send`` connects when it must, and never raises for one recipient's trouble. It calls ``ready`` just before the
    server can take the mail; what that raises is raised, and the mail not sent.
    """

    def send(self, sender: str, recipient: str, message: bytes, ready: Callable[[], object]) -> Outcome: ...
    def close(self) -> None: ...


class Smtp:
    """A server by its ``settings``; the connection is kept from mail to mail.

    ``patience`` are the seconds to wait for an answer to a command, and to a finished mail.
    """

    def __init__(
        self, settings: Settings, patience: tuple[float, float] = (_COMMAND_SECONDS, _FINAL_SECONDS)
    ) -> None:
        self._settings = settings
        self._patience = patience
        self._server: smtplib.SMTP | None = None

    def greet(self) -> None:
        """Connects, by TLS and with the password as for a mail, and sends none. Raises TransportError."""
        try:
            self._server = self._server or self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise TransportError(str(error) or type(error).__name__) from None

    def send(self, sender: str, recipient: str, message: bytes, ready: Callable[[], object]) -> Outcome:
        """Raises TransportError where the server refuses us altogether."""
        server = None
        try:
            server = self._server or self._connect()
            self._server = server
            early = self._introduce(server, sender, recipient)
            if early is not None:
                return early
            server.send(_stuffed(message))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome("unsent", type(error).__name__)
        try:
            ready()
        except BaseException:
            self._drop()  # without its full stop the mail is nothing
            raise
        return self._finish(server)

    def close(self) -> None:
        """Says goodbye."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def _introduce(self, server: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
        """MAIL, RCPT and DATA; None when the server waits for the mail."""
        at_once = server.has_extn("pipelining")
        replies = (_pipelined if at_once else _in_turn)(server, _commands(sender, recipient))
        code, words = next(replies)
        if code // 100 == 5:
            # Of every mail the same: to mark thousands of readers as refused for it would be a lie.
            raise TransportError(f"the server refuses this sender ({_reply(code, words)})")
        if code == 250:
            code, words = next(replies)
            if code in {250, 251}:
                code, words = next(replies)
                if code == 354:
                    return None
        return self._turned_away(server, code, words, replies if at_once else ())

    def _turned_away(
        self, server: smtplib.SMTP, code: int, words: bytes, rest: Iterable[tuple[int, bytes]]
    ) -> Outcome:
        """What the server said counts, even where it hangs up on our next word."""
        try:
            # A 354 among the rest: it waits for a mail that is to nobody.
            if code == 421 or code < 400 or any(later == 354 for later, _ in rest):
                self._drop()
            else:
                server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()
        return Outcome("refused" if code // 100 == 5 else "deferred", _reply(code, words))

    def _finish(self, server: smtplib.SMTP) -> Outcome:
        try:
            if server.sock is not None:
                server.sock.settimeout(self._patience[1])
            server.send(b".\r\n")
            code, words = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(self._patience[0])
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome("unknown", type(error).__name__)
        if code == 250:
            return Outcome("accepted", _reply(code, words))
        if code == 421:
            self._drop()
        return Outcome("refused" if code // 100 == 5 else "deferred", _reply(code, words))

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        place = settings.host, settings.port or PORTS[settings.tls]
        server: smtplib.SMTP | None = None
        try:
            if settings.tls == "implicit":
                server = smtplib.SMTP_SSL(*place, timeout=self._patience[0], context=_context(settings))
            else:
                server = smtplib.SMTP(*place, timeout=self._patience[0])
            # The full stop is a packet of its own: it must not wait for the mail to be acknowledged.
            if server.sock is not None:
                server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._secure(server)
        except BaseException as error:
            if server is not None:
                server.close()
            if isinstance(error, ssl.SSLCertVerificationError):
                raise TransportError(
                    f"the server's certificate is not to be trusted: {error.verify_message}"
                ) from None
            raise
        return server

    def _secure(self, server: smtplib.SMTP) -> None:
        settings = self._settings
        server.ehlo_or_helo_if_needed()
        if settings.tls == "starttls":
            try:
                server.starttls(context=_context(settings))
            except smtplib.SMTPNotSupportedError:
                raise TransportError("the server offers no STARTTLS: nothing is sent in the clear") from None
            server.ehlo_or_helo_if_needed()
        if settings.user:
            self._log_in(server)

    def _log_in(self, server: smtplib.SMTP) -> None:
        try:
            server.login(self._settings.user, self._settings.password)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code // 100 == 5:
                raise TransportError(f"the server refuses user and password ({error.smtp_code})") from None
            raise
        except smtplib.SMTPNotSupportedError:
            raise TransportError("the server takes no user and password") from None


def _commands(sender: str, recipient: str) -> list[str]:
    return [f"MAIL FROM:{_path(sender)}", f"RCPT TO:{_path(recipient)}", "DATA"]


def _path(address: str) -> str:
    """An address has been judged long before; smtplib would parse it each time, which costs a quarter of a mail."""
    if not (address.isascii() and address.isprintable()) or "<" in address or ">" in address:
        raise ValueError("no address for a command")
    return f"<{address}>"


def _in_turn(server: smtplib.SMTP, commands: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """The answers to ``commands``, each sent when its answer is asked for."""
    for command in commands:
        yield server.docmd(command)


def _pipelined(server: smtplib.SMTP, commands: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """The same, all sent at once (RFC 2920): half the ways to the server and back. Whoever has not asked for all
    answers must before the next command."""
    sent = [f"{command}\r\n" for command in commands]
    server.send("".join(sent))
    for _ in sent:
        yield server.getreply()


def _context(settings: Settings) -> ssl.SSLContext:
    """Certificate and host name are verified."""
    return ssl.create_default_context(cafile=settings.ca_file or None)


def _stuffed(message: bytes) -> bytes:
    """RFC 5321, 4.5.2."""
    stuffed = message.replace(b"\n.", b"\n..")
    return b"." + stuffed if stuffed[:1] == b"." else stuffed


def _reply(code: int, words: bytes) -> str:
    """``550 5.1.1``: the codes of a reply. Its words often repeat the address and are dropped."""
    status = _STATUS.match(words)
    return f"{code} {status[0].decode()}" if status else str(code)
