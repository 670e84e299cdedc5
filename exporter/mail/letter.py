"""A letter's file as a mould: for each reader the same mail but for the address, the Message-ID and the way out."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from binascii import a2b_base64, a2b_qp, b2a_base64, b2a_qp
from bisect import bisect_right
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from hashlib import blake2b
from itertools import accumulate, groupby
from typing import Any, Final, NamedTuple

from exporter.errors import ExportError
from exporter.model.fields import mailbox
from exporter.model.letter import TOKEN

_FIELD: Final = re.compile(rb"(?m)^([!-9;-~]+):[^\n]*\n(?:[ \t][^\n]*\n)*")
_OWN: Final = frozenset({b"date", b"to", b"message-id", b"list-unsubscribe", b"list-unsubscribe-post"})
_TOKEN: Final = TOKEN.encode()
_BYTES: Final = 57  # of a text in one line of base64


class LetterError(ExportError):
    """The file is not a letter that can be sent."""


class Envelope(NamedTuple):
    """What the letter says of itself; ``sender`` is the bare address, ``name`` is whose it is."""

    sender: str
    name: str
    origin: str
    subject: str
    list_id: str
    message_id: str
    language: str
    unsubscribe: str


class _Slot(NamedTuple):
    """The few lines of a text that name the token; they are encoded anew for each reader."""

    text: bytes
    encoding: str

    def filled(self, token: bytes) -> bytes:
        return _encoded(self.text.replace(_TOKEN, token), self.encoding)


def _encoded(text: bytes, encoding: str) -> bytes:
    """Whole lines of a body (RFC 2045, 6.7 and 6.8)."""
    if encoding != "base64":
        return b2a_qp(text).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return b"".join(
        b2a_base64(text[i : i + _BYTES], newline=False) + b"\r\n" for i in range(0, len(text), _BYTES)
    )


class Mould:
    """``data`` is the .eml. Raises LetterError where it is none."""

    def __init__(self, data: bytes) -> None:
        head, gap, body = data.partition(b"\r\n\r\n")
        message = message_from_bytes(data, policy=policy.default)
        if not gap or not message["From"] or not message["Message-ID"]:
            raise LetterError("the letter is no message", "Build it again.")
        self.digest = blake2b(data, digest_size=16).hexdigest()
        self.envelope = _envelope(message)
        self.text = _text(message)
        fields = [match for match in _FIELD.finditer(head + b"\r\n") if match[1].lower() not in _OWN]
        self._head = b"".join(field[0] for field in fields)
        self._date = str(message["Date"])
        self._body = _segments(body if body.endswith(b"\r\n") else body + b"\r\n", data)

    @property
    def tokens(self) -> bool:
        """Whether each reader gets a way out of their own."""
        return _TOKEN.decode() in self.envelope.unsubscribe

    def message_id(self, person: str) -> str:
        """The same for the same letter and person, here and on any other machine; it tells nobody who it is."""
        local, _, domain = self.envelope.message_id.strip("<>").partition("@")
        name = blake2b(person.encode(), key=local.encode()[:64], digest_size=16).hexdigest()
        return f"<{name}@{domain}>"

    def cast(
        self, address: str, name: str, message_id: str, *, token: str = "", date: str = "", also: bytes = b""
    ) -> bytes:
        """The mail to one reader, in CRLF and ASCII; ``date`` stands in for the letter's own, ``also`` are fields."""
        own = [
            b"Date: " + (date or self._date).encode(),
            b"To: " + mailbox(address, name),
            b"Message-ID: " + message_id.encode(),
            *self._ways_out(token),
        ]
        body = b"".join(
            part.filled(token.encode()) if isinstance(part, _Slot) else part for part in self._body
        )
        return self._head + b"".join(field + b"\r\n" for field in own) + also + b"\r\n" + body

    def _ways_out(self, token: str) -> list[bytes]:
        ways = self.envelope.unsubscribe.replace(TOKEN, token).encode()
        fields = [b"List-Unsubscribe: " + ways.replace(b", ", b",\r\n ")]
        if self.tokens:
            fields.append(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        return fields


def token_for(secret: str, list_id: str, person: str) -> str:
    """What a reader's way out says of them: an HMAC in as many letters as TOKEN, the same in every issue.

    Only who has the secret can tell whose it is, by making it for each reader.
    """
    mac = hmac.digest(secret.encode(), f"{list_id}\0{person}".encode(), "sha256")
    return urlsafe_b64encode(mac[: len(TOKEN) * 3 // 4]).decode()


def _envelope(message: EmailMessage) -> Envelope:
    sender = message["From"].addresses[0]
    return Envelope(
        sender=sender.addr_spec,
        name=sender.display_name,
        origin=str(message["From"]),
        subject=str(message["Subject"] or ""),
        list_id=str(message["List-Id"] or "").strip("<>"),
        message_id=str(message["Message-ID"]).strip(),
        language=str(message["Content-Language"] or ""),
        unsubscribe=" ".join(str(message["List-Unsubscribe"] or "").split()),
    )


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""


def _segments(body: bytes, data: bytes) -> list[bytes | _Slot]:
    """``body`` cut around the lines that name the token."""
    segments: list[bytes | _Slot] = []
    for part in message_from_bytes(data, policy=policy.compat32).walk():
        text, encoding, encoded = _tokened(part)
        if not text:
            continue
        before, found, body = body.partition(encoded)
        if not found:
            raise LetterError("the letter's parts are not where its own parser finds them", "Build it again.")
        segments += [before, *_pieces(text, encoding)]
    return [*segments, body]


def _tokened(part: Message[Any, Any]) -> tuple[bytes, str, bytes]:
    """The text of a part that names the token, how it is encoded, and its encoded bytes; else nothing."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).lower()
    if part.get_content_maintype() != "text" or encoding not in {"base64", "quoted-printable"}:
        return b"", "", b""
    encoded = str(part.get_payload()).encode("ascii")
    text = a2b_base64(encoded) if encoding == "base64" else a2b_qp(encoded)
    # The line end before the next boundary belongs to the boundary (RFC 2046, 5.1.1).
    tail = b"\r\n" if encoding == "base64" and not encoded.endswith(b"\r\n") else b""
    return (text, encoding, encoded + tail) if _TOKEN in text else (b"", "", b"")


def _pieces(text: bytes, encoding: str) -> list[bytes | _Slot]:
    """A text encoded once, but for the lines around the token. Tokens are of one length, so no other line moves."""
    lines = (
        [text[i : i + _BYTES] for i in range(0, len(text), _BYTES)]
        if encoding == "base64"
        else text.splitlines(True)
    )
    starts = list(accumulate(map(len, lines), initial=0))
    touched: set[int] = set()
    at = text.find(_TOKEN)
    while at >= 0:
        first, last = bisect_right(starts, at) - 1, bisect_right(starts, at + len(_TOKEN) - 1) - 1
        touched.update(range(first, last + 1))
        at = text.find(_TOKEN, at + 1)
    pieces: list[bytes | _Slot] = []
    for is_slot, group in groupby(range(len(lines)), touched.__contains__):
        joined = b"".join(lines[number] for number in group)
        pieces.append(_Slot(joined, encoding) if is_slot else _encoded(joined, encoding))
    return pieces
