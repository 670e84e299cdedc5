"""DKIM signatures (RFC 6376): the only file that sees dkimpy, which the extra ``exporter[dkim]`` brings.

Both List-Unsubscribe fields are signed: mailbox providers heed one-click only then (RFC 8058, 4).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from exporter.errors import UsageError, install
from exporter.mail.settings import Settings

SIGNED: Final = (
    b"From",
    b"To",
    b"Subject",
    b"Date",
    b"Message-ID",
    b"MIME-Version",
    b"Content-Type",
    b"Reply-To",
    b"List-Id",
    b"List-Unsubscribe",
    b"List-Unsubscribe-Post",
)
Sign = Callable[[bytes], bytes]


def signer(settings: Settings) -> Sign | None:
    """What signs a mail; None where no key is set. Raises UsageError where the key cannot be used."""
    if not settings.dkim_key:
        return None
    try:
        import dkim  # noqa: PLC0415 — an extra
    except ImportError:
        raise UsageError("DKIM needs dkimpy", install("dkimpy")) from None
    try:
        key = Path(settings.dkim_key).read_bytes()
    except OSError as error:
        raise UsageError(f"the DKIM key cannot be read: {error.strerror}") from None
    selector, domain = settings.dkim_selector.encode(), settings.dkim_domain.encode()

    def sign(message: bytes) -> bytes:
        present = {
            line.partition(b":")[0].lower() for line in message.partition(b"\r\n\r\n")[0].split(b"\r\n")
        }
        signature: bytes = dkim.sign(
            message,
            selector,
            domain,
            key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in SIGNED if name.lower() in present],
        )
        return signature + message

    try:
        sign(b"From: a@b.example\r\n\r\n\r\n")
    except (dkim.DKIMException, ValueError, IndexError, TypeError):
        raise UsageError("the DKIM key is no RSA private key in PEM") from None
    return sign
