"""Requirements of a letter as a message: RFC 5322, 2045 to 2047, 2369, 2919 and 8058."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Final

from exporter.checks.letter_page import Finding

_ONCE: Final = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
_CLIP: Final = 102_000  # bytes of HTML that Gmail shows
_TARGET: Final = 90_000  # leaves room for what a mail service adds
_SUBJECT: Final = 70  # letters that inboxes on a desk show
_BARE: Final = re.compile(rb"(?<!\r)\n")
_LOUD: Final = re.compile(
    r"!{2,}|\${2,}|100 ?%|\b(act now|buy now|click here|free money|risk.free|winner|viagra|crypto giveaway)\b"
    r"|完全無料|今だけ|必ず儲|副業で|当選",
    re.IGNORECASE,
)


def judge_message(data: bytes, message: EmailMessage) -> Iterator[Finding]:
    """What of the message breaks a requirement."""
    yield from _lines(data)
    yield from _fields(message)
    yield from _parts(message)
    yield from _list_fields(message)
    yield from _words(str(message["Subject"] or ""))


def _lines(data: bytes) -> Iterator[Finding]:
    """M1.20: ASCII, CRLF, no line over 998 bytes (RFC 5322, 2.1.1)."""
    if not data.isascii():
        yield Finding("M1.20", "bytes that are not ASCII: only servers with 8BITMIME take them")
    if _BARE.search(data):
        yield Finding("M1.20", "line feeds without a carriage return")
    longest = max(map(len, data.split(b"\r\n")))
    if longest > 998:
        yield Finding("M1.20", f"a line of {longest} bytes; 998 are allowed")


def _fields(message: EmailMessage) -> Iterator[Finding]:
    """M1.21: each field once, readable (RFC 5322, 3.6)."""
    for name in _ONCE:
        count = len(message.get_all(name, []))
        if count != 1:
            yield Finding("M1.21", f"{count} fields {name}")
    for name, value in message.items():
        for defect in getattr(value, "defects", ()):
            yield Finding("M1.21", f"{name}: {defect}")
    for part in message.walk():
        for defect in part.defects:
            yield Finding("M1.21", f"{part.get_content_type()}: {type(defect).__name__}")


def _parts(message: EmailMessage) -> Iterator[Finding]:
    """M1.22: text before HTML, both saying the same; HTML under Gmail's clip."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    if plain is None or html is None:
        yield Finding("M1.22", "a mail has a text part and an HTML part")
        return
    kinds = [part.get_content_type() for part in message.iter_parts()]
    if kinds[0] != "text/plain":
        yield Finding("M1.22", "the text part comes first: clients show the last they know")
    size = len(str(html.get_payload()).encode())
    if size > _CLIP:
        yield Finding(
            "M1.23", f"the HTML part is {size:,} bytes; Gmail cuts it at {_CLIP:,} and hides the way out"
        )
    elif size > _TARGET * 1.02:
        yield Finding(
            "M1.23", f"the HTML part is {size:,} bytes; a mail service may take it over Gmail's {_CLIP:,}"
        )
    if len(str(plain.get_content())) < 200:
        yield Finding("M1.22", "the text part is a stub: filters take that for spam")
    names = {str(part["Content-ID"]).strip("<>") for part in message.walk() if part["Content-ID"]}
    for name in sorted(set(re.findall(r'src="cid:([^"]+)"', str(html.get_content()))) - names):
        yield Finding("M1.2", f"a picture is not attached: {name}")


def _list_fields(message: EmailMessage) -> Iterator[Finding]:
    """M2: what mailbox providers ask of lists."""
    for name in ("List-Id", "List-Unsubscribe", "List-Archive", "List-Post", "Precedence", "Auto-Submitted"):
        if not message[name]:
            yield Finding("M2.1", f"no {name}")
    ways = str(message["List-Unsubscribe"] or "")
    if "<https:" not in ways:
        yield Finding(
            "M2.2", "no way out by https: Gmail and Yahoo ask senders of 5,000 a day for one (RFC 8058)"
        )
    elif message["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click":
        yield Finding("M2.2", "the way out names no reader ({token}), so one click cannot do (RFC 8058)")
    if str(message["From"] or "").rstrip(">").endswith(("@gmail.com", "@yahoo.com", ".invalid")):
        yield Finding("M3.1", "the sender's address is one that lists may not use")


def _words(subject: str) -> Iterator[Finding]:
    """M3.2: a subject that filters and people take for advertising, or that inboxes cut."""
    if found := _LOUD.search(subject):
        yield Finding("M3.2", f"the subject sounds like spam: {found[0]}")
    if len(subject) > 10 and subject.isupper():
        yield Finding("M3.2", "the subject is in capitals")
    if len(subject) > _SUBJECT:
        yield Finding("M3.3", f"a subject of {len(subject)} letters; inboxes show {_SUBJECT}")
