"""``exporter send``: shows what would be sent and to how many; with --yes, sends it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.commands.lawful import refuse_unlawful
from exporter.commands.newsletters import newsletter_options
from exporter.commands.wish import Wish
from exporter.config import Config
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import UsageError
from exporter.mail.addresses import ascii_address, mask
from exporter.mail.clock import Clock, SystemClock
from exporter.mail.deliver import Delivery, Mail, Result
from exporter.mail.dkim import signer
from exporter.mail.editions import entries_of, read_editions
from exporter.mail.laws import consent_of
from exporter.mail.ledger import Ledger, Plan
from exporter.mail.letter import Mould
from exporter.mail.mailing import (
    Addressed,
    Mailing,
    Stamp,
    UnseenError,
    arrange,
    key_of,
    mails_to_send,
    trial,
)
from exporter.mail.recipients import Roll, read_people, read_roll
from exporter.mail.settings import PREFIX, Settings, read_settings
from exporter.mail.smtp import Smtp, Transport
from exporter.mail.summary import describe, outcome_lines, planned_among, unknown_lines

_FRESH: Final = timedelta(days=2)  # filters take an older Date for a sign of spam
_EVERY: Final = 5.0  # seconds between two words about a long send


class Sent(Struct, frozen=True):
    """What the command prints, and its exit code."""

    lines: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    code: int = 0


def send(
    wish: Wish,
    config: Config,
    say: Callable[[str], None],
    *,
    clock: Clock | None = None,
    connect: Callable[[Settings], Transport] = Smtp,
) -> Sent:
    """One run of the command. Raises ExportError; nothing was sent then that the ledger does not know."""
    options = newsletter_options(config, wish.publication)
    editions = read_editions(wish.out, entries_of(wish.out, wish.publication, wish.issue))
    refuse_unlawful(editions, options, wish.publication)
    settings = read_settings(os.environ, wish.settings)
    stamp = _stamp(settings, editions, wish.now)
    run = _Run(wish, settings, stamp, say, clock or SystemClock(), connect)
    if wish.test:
        return run.test(editions)
    roll = read_roll(wish.to, consent_of(options.law)) if wish.to else Roll((), (), "")
    people = read_people(wish.suppress) if wish.suppress else frozenset[str]()
    mailing = arrange(editions, wish.issue, roll, people)
    with Ledger(wish.ledger or ledger_path()) as ledger:
        if wish.resolve:
            return run.resolve(mailing, ledger)
        if not wish.yes:
            return run.show(mailing, editions, ledger)
        return run.send(mailing, ledger)


def ledger_path() -> Path:
    """In the user's data folder (XDG Base Directory): not in a cache, which anybody may empty."""
    home = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".local/share") / "exporter" / "sent.sqlite"


class _Run:
    def __init__(
        self,
        wish: Wish,
        settings: Settings,
        stamp: Stamp,
        say: Callable[[str], None],
        clock: Clock,
        connect: Callable[[Settings], Transport],
    ) -> None:
        self._wish = wish
        self._settings = settings
        self._stamp = stamp
        self._say = say
        self._clock = clock
        self._connect = connect

    def show(self, mailing: Mailing, editions: Sequence[Mould], ledger: Ledger) -> Sent:
        """The dry run: remembers what it showed, so that nothing else is sent."""
        states = _states(mailing, ledger)
        lines = describe(mailing, editions, states, self._stamp)
        if self._wish.sample and (planned := planned_among(mailing, states)):
            self._wish.sample.write_bytes(planned[0].compose(self._stamp))
            lines.append(f"  {self._wish.sample} is the first mail, byte for byte.")
        if not mailing.grave:
            ledger.note_plan(mailing.key, Plan(mailing.digest, self._stamp.date))
        return Sent(tuple(lines), self._faults(mailing), int(mailing.grave))

    def send(self, mailing: Mailing, ledger: Ledger) -> Sent:
        """Hands in what is planned."""
        if self._wish.to is None:
            raise UsageError("there is nobody to send to", "Name the list of readers with --to FILE.")
        if mailing.grave:
            return Sent(("Nothing was sent: the list must be mended first.",), self._faults(mailing), 1)
        self._refuse_change(mailing, ledger)
        self._stamp = replace(self._stamp, date=self._date(ledger.plan_of(mailing.key).date))
        ledger.note_plan(mailing.key, Plan(mailing.digest, self._stamp.date))
        ledger.enrol(mailing.key, (ledger.recipient(one.person) for one in mailing.mails))
        if lost := ledger.close_attempts(mailing.key):
            self._say(f"{lost} mail{'s' * (lost != 1)} of an earlier run: nobody knows whether they arrived")
        if self._wish.again:
            unknown = [r for r, row in ledger.rows(mailing.key).items() if row.state == "unknown"]
            ledger.resolve(mailing.key, unknown, "planned")
        to_send = _states(mailing, ledger).count("planned")
        mails = self._telling(mails_to_send(mailing, ledger, self._stamp), to_send)
        result = self._deliver(mailing.key, mailing.mails[0].mould if mailing.mails else None, mails, ledger)
        lines = [*outcome_lines(result), *unknown_lines(mailing, ledger)]
        bad = result.refused or result.waiting or len(lines) > len(outcome_lines(result))
        return Sent(tuple(lines), self._faults(mailing), int(bool(bad)))

    def test(self, editions: Sequence[Mould]) -> Sent:
        """One mail of each edition to one address, in the ledger like any other."""
        try:
            address = ascii_address(self._wish.test)
        except ValueError as error:
            raise UsageError(f"--test: {error}") from None
        mails = [trial(address, mould) for mould in editions]
        if not self._wish.yes:
            size = sum(len(mail.compose(self._stamp)) for mail in mails)
            return Sent((f"{len(mails)} test mail to {mask(address)}, {size:,} bytes. --yes sends it.",))
        with Ledger(self._wish.ledger or ledger_path()) as ledger:
            return self._send_tests(mails, key_of(editions, self._wish.issue), ledger)

    def _send_tests(self, mails: Sequence[Addressed], key: str, ledger: Ledger) -> Sent:
        number = 1
        while ledger.rows(f"{key} test {number}"):
            number += 1
        issue = f"{key} test {number}"
        chosen = [
            Mail(
                ledger.recipient(f"{mail.mould.envelope.language} {mail.person}"),
                mail.recipient.address,
                mail.message_id,
                partial(mail.compose, self._stamp),
            )
            for mail in mails
        ]
        ledger.enrol(issue, (one.recipient for one in chosen))
        result = self._deliver(issue, mails[0].mould, chosen, ledger)
        return Sent(tuple(outcome_lines(result)), (), int(result.accepted < len(chosen)))

    def resolve(self, mailing: Mailing, ledger: Ledger) -> Sent:
        """Lists the mails whose outcome is unknown, or settles them as a person says."""
        ledger.close_attempts(mailing.key)
        if self._wish.resolve == "list":
            lines = unknown_lines(mailing, ledger) or ["Every outcome is known."]
            return Sent(tuple(lines))
        chosen = [
            ledger.recipient(one.person)
            for one in mailing.mails
            if not self._wish.lines or one.recipient.line in self._wish.lines
        ]
        if not self._wish.to:
            chosen = list(ledger.rows(mailing.key))
        state: Literal["accepted", "planned"] = "accepted" if self._wish.resolve == "sent" else "planned"
        count = ledger.resolve(mailing.key, chosen, state)
        counted = "1 mail counts" if count == 1 else f"{count} mails count"
        words = "sent" if state == "accepted" else "planned: the next run with --yes sends what is"
        return Sent((f"{counted} as {words}.",))

    def _deliver(
        self, issue: str, mould: Mould | None, mails: Iterator[Mail] | list[Mail], ledger: Ledger
    ) -> Result:
        if mould is None:
            return Result()
        if not self._settings.host:
            raise UsageError(
                "no mail server is named", f"Set {PREFIX}HOST, {PREFIX}USER and {PREFIX}PASSWORD."
            )
        delivery = Delivery(
            issue,
            mould.envelope.sender,
            ledger=ledger,
            transport=self._connect(self._settings),
            clock=self._clock,
            rate=self._settings.rate,
        )
        return delivery.run(mails)

    def _telling(self, mails: Iterator[Mail], total: int) -> Iterator[Mail]:
        said = self._clock.now()
        for number, mail in enumerate(mails):
            if self._clock.now() - said > _EVERY:
                said = self._clock.now()
                self._say(f"{number:,} of {total:,} handed in")
            yield mail

    def _date(self, shown: str) -> str:
        """The one that was shown, so that what is sent is the same to the byte; unless that is days ago."""
        now = self._wish.now
        if shown and now is not None and now - parsedate_to_datetime(shown) < _FRESH:
            return shown
        return self._stamp.date

    def _refuse_change(self, mailing: Mailing, ledger: Ledger) -> None:
        shown = self._wish.digest or ledger.plan_of(mailing.key).digest
        if shown and shown != mailing.digest:
            raise UnseenError(
                "the letter or the list of readers is not what was shown last",
                "Run it without --yes, look again, then send.",
            )

    def _faults(self, mailing: Mailing) -> tuple[Diagnostic, ...]:
        name = self._wish.to.name if self._wish.to else ""
        return tuple(
            diagnose("N810" if fault.grave else "N811", fault.reason, name, fault.line)
            for fault in mailing.faults
        )


def _states(mailing: Mailing, ledger: Ledger) -> list[str]:
    """What the ledger says of each of the mailing's mails."""
    rows = ledger.rows(mailing.key)
    found = (rows.get(ledger.recipient(one.person)) for one in mailing.mails)
    return [row.state if row else "planned" for row in found]


def _stamp(settings: Settings, editions: Sequence[Mould], now: datetime | None) -> Stamp:
    if any(edition.tokens for edition in editions) and not settings.secret:
        raise UsageError(
            "the readers' ways out need a secret to be made with",
            f"Set {PREFIX}SECRET (openssl rand -hex 32) once and keep it: it must never change.",
        )
    if not settings.feedback_id.isprintable() or not settings.feedback_id.isascii():
        raise UsageError("feedback_id is no header value")
    date = format_datetime(now) if now is not None else ""
    return Stamp(secret=settings.secret, date=date, feedback_id=settings.feedback_id, sign=signer(settings))
