"""The sending itself: each planned mail is begun in the ledger, handed in, and settled; at most once, whatever breaks.

Nothing here is random: pauses between tries follow fixed schedules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from msgspec import Struct

from exporter.mail.clock import Clock, Pace
from exporter.mail.ledger import Ledger, Settled, State
from exporter.mail.smtp import Outcome, Transport, TransportError, Verdict

# Seconds to wait before the deferred are tried again (greylisting passes within minutes), and after a lost connection.
LATER: Final = (60.0, 300.0, 900.0, 1800.0)
AGAIN: Final = (1.0, 2.0, 5.0, 15.0, 60.0, 180.0)
_REFUSALS: Final = 20  # in a row: then it is we who are refused, and a list is being marked dead for nothing

_STATES: Final[dict[Verdict, State]] = {
    "accepted": "accepted",
    "refused": "refused",
    "unknown": "unknown",
    "deferred": "planned",
    "unsent": "planned",
}


class Mail(NamedTuple):
    """One mail to hand in: its row in the ledger, whom it is to, and how its bytes are made."""

    recipient: bytes
    address: str
    message_id: str
    compose: Callable[[], bytes]


class Result(Struct, frozen=True, kw_only=True):
    """How many mails ended how in this run; ``waiting`` are planned still."""

    accepted: int = 0
    refused: int = 0
    unknown: int = 0
    waiting: int = 0


class _NotPlannedError(Exception):
    """Someone else has seen to this mail."""


class Delivery:
    """One run over the mails of one issue."""

    def __init__(
        self,
        issue: str,
        sender: str,
        *,
        ledger: Ledger,
        transport: Transport,
        clock: Clock,
        rate: float = 0.0,
    ) -> None:
        self._issue = issue
        self._sender = sender
        self._ledger = ledger
        self._transport = transport
        self._clock = clock
        self._pace = Pace(rate, clock)
        self._pending: Settled | None = None
        self._counts: Counter[Verdict] = Counter()
        self._refused_in_a_row = 0

    def run(self, mails: Iterable[Mail], later: Sequence[float] = LATER) -> Result:
        """Sends them in their order, the deferred again after each pause of ``later``.

        Raises TransportError and LedgerError; what was settled by then is in the ledger.
        """
        with ThreadPoolExecutor(1) as self._writer:
            return self._run(mails, later)

    def _run(self, mails: Iterable[Mail], later: Sequence[float]) -> Result:
        try:
            waiting = self._round(mails)
            for pause in later:
                if not waiting:
                    break
                self._settle()
                self._clock.sleep(pause)
                waiting = self._round(waiting)
        finally:
            self._settle()
            self._transport.close()
        return Result(
            accepted=self._counts["accepted"],
            refused=self._counts["refused"],
            unknown=self._counts["unknown"],
            waiting=len(waiting),
        )

    def _round(self, mails: Iterable[Mail]) -> list[Mail]:
        """One try of each; those that were deferred."""
        deferred = []
        for mail in mails:
            message = mail.compose()
            self._pace.wait()
            outcome = self._deliver(mail, message)
            if outcome is None:
                continue
            self._counts[outcome.verdict] += 1
            self._watch(outcome)
            if outcome.verdict == "deferred":
                deferred.append(mail)
        return deferred

    def _deliver(self, mail: Mail, message: bytes) -> Outcome | None:
        """The outcome of one mail, tried again as long as the connection breaks before the server has it."""
        for pause in (*AGAIN, None):
            outcome = self._hand_in(mail, message)
            if outcome is None:
                return None
            self._pending = Settled(mail.recipient, _STATES[outcome.verdict], outcome.reply)
            if outcome.verdict != "unsent":
                return outcome
            if pause is None:
                break
            self._settle()
            self._clock.sleep(pause)
        raise TransportError(
            "the server cannot be reached, or hangs up each time",
            "Run the same command again later: it goes on.",
        )

    def _hand_in(self, mail: Mail, message: bytes) -> Outcome | None:
        """The ledger syncs while the mail is on the wire; its full stop waits for that. None: it is not to be sent."""
        begun = self._writer.submit(self._begin, mail)
        try:
            outcome = self._transport.send(self._sender, mail.address, message, begun.result)
            begun.result()
        except TransportError:
            if begun.exception() is None:
                self._pending = Settled(mail.recipient, "planned")
            raise
        except _NotPlannedError:
            return None
        return outcome

    def _begin(self, mail: Mail) -> None:
        begun = self._ledger.step(self._issue, self._pending, (mail.recipient, mail.message_id))
        self._pending = None
        if not begun:
            raise _NotPlannedError

    def _settle(self) -> None:
        if self._pending is not None:
            self._ledger.step(self._issue, self._pending, None)
            self._pending = None

    def _watch(self, outcome: Outcome) -> None:
        self._refused_in_a_row = self._refused_in_a_row + 1 if outcome.verdict == "refused" else 0
        if self._refused_in_a_row >= _REFUSALS:
            raise TransportError(
                f"the server refused {_REFUSALS} mails in a row, the last with {outcome.reply}",
                "Find out why before the rest is tried.",
            )
