"""What must be told in a letter before it is sent."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.backends.newsletter.options import Options
from exporter.errors import UsageError
from exporter.mail.letter import Mould


def refuse_unlawful(editions: Sequence[Mould], options: Options, name: str) -> None:
    """What 特定電子メール法, CAN-SPAM and the GDPR ask to be shown must be set, and must be in the letter itself."""
    told = {
        "from.name": options.from_.name,
        "from.address": options.from_.address,
        "postal": options.postal,
        "contact": options.contact,
        "unsubscribe": options.unsubscribe,
    }
    lacking = [key for key, value in told.items() if not value.strip()]
    if lacking:
        raise UsageError(
            f"[publications.{name}] lacks {', '.join(lacking)}: a letter must say who sends it, and how to leave",
            "Set them in exporter.toml, build again, then send. docs/send.md says which law asks for what.",
        )
    for edition in editions:
        shown = "".join(edition.text.split())
        absent = [key for key in ("postal", "contact") if "".join(told[key].split()) not in shown]
        if edition.envelope.sender != options.from_.address or not edition.envelope.unsubscribe or absent:
            raise UsageError(
                "the letter was built before its sender was set, or without them", "Build it again."
            )
