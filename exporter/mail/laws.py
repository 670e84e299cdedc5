"""What the laws ask of whoever sends a newsletter, as a table. It is no legal advice.

jp: 特定電子メールの送信の適正化等に関する法律, 3 and 4 (consent on record; name, address, contact, a way out).
us: CAN-SPAM, 15 USC 7704 (a valid postal address and a way out in each mail; no consent needed).
eu: GDPR 7(1) and ePrivacy 13 (consent that can be shown; who sends it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

Law = Literal["jp", "us", "eu"]
Consent = Literal["refuse", "warn", "ignore"]

# What becomes of a recipient whose date of consent is not known.
CONSENT: Final[Mapping[str, Consent]] = {"jp": "refuse", "us": "warn", "eu": "refuse"}
_ORDER: Final[tuple[Consent, ...]] = ("refuse", "warn", "ignore")


def consent_of(laws: Iterable[str]) -> Consent:
    """The strictest that any of ``laws`` asks for."""
    return min((CONSENT[law] for law in laws), key=_ORDER.index, default="ignore")
