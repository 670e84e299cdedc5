"""One issue and its readers brought together: which edition each gets, who is left out, and the digest of it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct

from exporter.errors import ExportError
from exporter.mail.deliver import Mail
from exporter.mail.dkim import Sign
from exporter.mail.ledger import Ledger
from exporter.mail.letter import Mould, token_for
from exporter.mail.recipients import Fault, Recipient, Roll


class Stamp(Struct, frozen=True, kw_only=True):
    """What is added to each mail on its way out. ``date`` is when that is (RFC 5322), empty for the letter's own."""

    secret: str = ""
    date: str = ""
    feedback_id: str = ""
    sign: Sign | None = None


class Addressed(NamedTuple):
    """A reader and the edition they get."""

    recipient: Recipient
    mould: Mould

    @property
    def person(self) -> str:
        return self.recipient.person

    @property
    def message_id(self) -> str:
        return self.mould.message_id(self.person)

    def compose(self, stamp: Stamp) -> bytes:
        """The exact bytes of this reader's mail."""
        mould, recipient = self.mould, self.recipient
        token = token_for(stamp.secret, mould.envelope.list_id, self.person) if mould.tokens else ""
        also = f"Feedback-ID: {stamp.feedback_id}\r\n".encode() if stamp.feedback_id else b""
        message = mould.cast(
            recipient.address, recipient.name, self.message_id, token=token, date=stamp.date, also=also
        )
        return stamp.sign(message) if stamp.sign else message


class Mailing(Struct, frozen=True, kw_only=True):
    """``key`` names the issue in the ledger; ``digest`` is that of the editions and of the list as it was read."""

    key: str
    mails: tuple[Addressed, ...]
    faults: tuple[Fault, ...]
    suppressed: int
    digest: str

    @property
    def grave(self) -> bool:
        """Whether a line of the list must be mended before anything is sent."""
        return any(fault.grave for fault in self.faults)


def key_of(editions: Sequence[Mould], issue: str) -> str:
    """The List-Id and the issue: two blogs may share a ledger; the editions of one issue are one mailing."""
    return f"{editions[0].envelope.list_id} {issue}"


def arrange(editions: Sequence[Mould], issue: str, roll: Roll, suppressed: Iterable[str]) -> Mailing:
    """Who gets what. A reader whose language no edition has is a fault of their line."""
    left_out = frozenset(suppressed)
    mails: list[Addressed] = []
    faults = list(roll.faults)
    unwanted = 0
    for recipient in roll.recipients:
        mould = _edition(editions, recipient.language)
        if recipient.person in left_out:
            unwanted += 1
        elif mould is None:
            there = ", ".join(one.envelope.language for one in editions)
            faults.append(Fault(recipient.line, f"no edition in its language; there are {there}"))
        else:
            mails.append(Addressed(recipient, mould))
    state = blake2b(roll.digest.encode(), digest_size=16)
    for edition in editions:
        state.update(edition.digest.encode())
    return Mailing(
        key=key_of(editions, issue),
        mails=tuple(mails),
        faults=tuple(sorted(faults)),
        suppressed=unwanted,
        digest=state.hexdigest(),
    )


def trial(address: str, mould: Mould) -> Addressed:
    """A mail to somebody who looks at it first."""
    return Addressed(Recipient(0, address, "", "", date.min), mould)


def _edition(editions: Sequence[Mould], language: str) -> Mould | None:
    if len(editions) == 1:
        return editions[0]
    wanted = language.lower()
    for reach in (wanted, wanted.partition("-")[0]):
        for edition in editions:
            if reach and edition.envelope.language.lower() == reach:
                return edition
    return None


def mails_to_send(mailing: Mailing, ledger: Ledger, stamp: Stamp) -> Iterator[Mail]:
    """The planned among the mailing's mails, in the order of the list."""
    rows = ledger.rows(mailing.key)
    for one in mailing.mails:
        recipient = ledger.recipient(one.person)
        row = rows.get(recipient)
        if row is not None and row.state == "planned":
            yield Mail(recipient, one.recipient.address, one.message_id, partial(one.compose, stamp))


class UnseenError(ExportError):
    """What would be sent is not what was shown."""
