"""The mail as a file: a multipart/alternative message that any sender may take up (RFC 5322, 2045 to 2047).

Everything in it follows from its content: Message-ID and boundary are digests, Date is the issue's. Lines are CRLF and
ASCII: a relay that knows no 8BITMIME would rewrite other bytes and break a signature.
"""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Mapping
from email.headerregistry import Address, Group, HeaderRegistry
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime
from hashlib import blake2b
from typing import Any, ClassVar, Final

from exporter.backends.newsletter.attached import Picture
from exporter.backends.newsletter.envelope import Envelope
from exporter.model.fields import begun, mailbox
from exporter.model.issue import Issue
from exporter.model.letter import TOKEN


class _Verbatim:
    """A header of URIs: the standard library would make encoded words of a long one, which no client decodes."""

    max_count: ClassVar[int] = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        if not value.isascii() or not value.isprintable():
            raise ValueError(f"not a header value: {value!r}")
        kwds["parse_tree"] = None
        kwds["decoded"] = value
        kwds["defects"] = []

    def fold(self, *, policy: Policy) -> str:
        """One line, or one line a URI."""
        name, value = getattr(self, "name"), str(self)  # noqa: B009 — BaseHeader, mixed in later, has it
        return f"{name}: {value.replace(', ', f',{policy.linesep} ')}{policy.linesep}"


class _Folded(EmailPolicy):
    def fold_binary(self, name: str, value: str) -> bytes:
        if name == "From":
            (sender,) = getattr(value, "addresses")  # noqa: B009 — the registry's header has it
            return b"From: " + mailbox(sender.addr_spec, sender.display_name) + b"\r\n"
        return begun(super().fold_binary(name, value))


_BASE64_LINE: Final = 57  # bytes in a line of 76 characters
_NOT_ASCII: Final = bytes(range(0x7F, 0x100))
_VERBATIM: Final = (
    "message-id",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-archive",
    "list-post",
)


def _policy() -> _Folded:
    registry = HeaderRegistry()
    for name in _VERBATIM:
        registry.map_to_type(name, _Verbatim)  # type: ignore[arg-type]  # the registry mixes BaseHeader in
    return _Folded(linesep="\r\n", cte_type="7bit", header_factory=registry)


_POLICY: Final = _policy()


def write_message(
    issue: Issue,
    mail: Envelope,
    html: str,
    text: str,
    *,
    reply_to: str = "",
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """The bytes of the .eml, ``pictures`` by Content-ID. It has no recipient yet: whoever sends it sets To."""
    digest = blake2b(
        "\0".join((issue.identifier, mail.subject, html, text)).encode(), digest_size=16
    ).hexdigest()
    message = EmailMessage(_POLICY)
    message["Date"] = format_datetime(issue.updated)
    message["From"] = Address(mail.name, addr_spec=mail.address)
    message["To"] = Group("undisclosed-recipients", ())
    if reply_to:
        message["Reply-To"] = Address("", addr_spec=reply_to)
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{digest}@{mail.address.rpartition('@')[2]}>"
    for name, value in _list_headers(mail):
        message[name] = value
    message.set_content(text, cte=_encoding(text))
    message.add_alternative(html, subtype="html", cte=_encoding(html))
    # "=_" stands in no base64 and no quoted-printable line (RFC 2045, 6.7).
    message.set_boundary(f"=_{digest}")
    message["Content-Language"] = issue.language  # last: what came before would move into the first part
    if pictures:
        _attach(message, pictures, f"=_p{digest}")
    return message.as_bytes()


def _attach(message: EmailMessage, pictures: Mapping[str, Picture], boundary: str) -> None:
    """Puts the HTML part and its pictures into a multipart/related (RFC 2387)."""
    page = message.get_body(("html",))
    if not isinstance(page, EmailMessage):
        return
    for content_id, picture in pictures.items():
        kind, _, subtype = picture.media_type.partition("/")
        page.add_related(picture.content, kind, subtype, cid=f"<{content_id}>", disposition="inline")
    page.set_boundary(boundary)


def _list_headers(mail: Envelope) -> list[tuple[str, str]]:
    """RFC 2369, 2919 and 8058: one click only where the address says who clicked."""
    ways = dict.fromkeys((mail.unsubscribe, mail.unsubscribe_by_mail))
    headers = [
        ("List-Id", f"<{mail.list_id}>"),
        ("List-Post", "NO"),
        ("List-Unsubscribe", ", ".join(f"<{way}>" for way in ways)),
    ]
    if mail.help:
        headers.append(("List-Help", f"<{mail.help}>"))
    if mail.archive:
        headers.append(("List-Archive", f"<{mail.archive}>"))
    if mail.unsubscribe.startswith("https:") and TOKEN in mail.unsubscribe:
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return [*headers, ("Precedence", "bulk"), ("Auto-Submitted", "auto-generated")]


def sent_size(html: str) -> int:
    """The bytes of the HTML part in the encoding it is sent in, line ends included."""
    if _encoding(html) == "base64":
        data = html.replace("\n", "\r\n").encode()
        return -(-len(data) // _BASE64_LINE) * 78
    encoded = b2a_qp(html.encode())
    return len(encoded) + encoded.count(b"\n")


def _encoding(text: str) -> str:
    """The shorter of the two: quoted-printable triples a byte that is not ASCII, base64 adds a third to all."""
    data = text.encode()
    plain = len(data.translate(None, _NOT_ASCII))
    return "base64" if (len(data) - plain) * 11 > len(data) * 2 else "quoted-printable"
