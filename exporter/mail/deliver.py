"""The sending itself: each planned mail is begun in the ledger, handed in, and settled; at most once, whatever breaks.

Nothing here is random: pauses between tries follow fixed schedules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, NamedTuple

from msgspec import Struct

from exporter.mail.clock import Clock, Pace
from exporter.mail.ledger import Ledger, LedgerError, Settled, State
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


_UNSENT: Final = Outcome("unsent")


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


class _Begun(NamedTuple):
    """A mail whose row is being marked, with the outcomes that are written along."""

    mail: Mail
    settled: tuple[Settled, ...]
    written: Future[None]


class Delivery:
    """One run over the mails of one issue.

    The ledger is written by a thread of its own, one mail ahead: while a mail is on the wire, the outcome of the one
    before and the attempt of the one behind are put on the disk. So the disk costs no time, and a killed process
    leaves two mails unknown at most.
    """

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
        self._ahead: _Begun | None = None
        self._settled: list[Settled] = []
        self._counts: Counter[Verdict] = Counter()
        self._refused_in_a_row = 0

    def run(self, mails: Iterable[Mail], later: Sequence[float] = LATER) -> Result:
        """Sends them in their order, the deferred again after each pause of ``later``.

        Raises TransportError and LedgerError; what was settled by then is in the ledger.
        """
        with ThreadPoolExecutor(1) as self._writer:
            try:
                waiting = self._round(mails)
                for pause in later:
                    if not waiting:
                        break
                    self._write()
                    self._clock.sleep(pause)
                    waiting = self._round(waiting)
            finally:
                self._transport.close()
                self._wind_up()
        return Result(
            accepted=self._counts["accepted"],
            refused=self._counts["refused"],
            unknown=self._counts["unknown"],
            waiting=len(waiting),
        )

    def _round(self, mails: Iterable[Mail]) -> list[Mail]:
        """One try of each; those that were deferred."""
        deferred = []
        queue = iter(mails)
        self._ahead = self._begin(next(queue, None))
        while (begun := self._ahead) is not None:
            message = begun.mail.compose()
            self._pace.wait()
            self._ahead = self._begin(next(queue, None))
            outcome = self._deliver(begun, message)
            if outcome is None:
                continue
            self._counts[outcome.verdict] += 1
            self._watch(outcome)
            if outcome.verdict == "deferred":
                deferred.append(begun.mail)
        return deferred

    def _deliver(self, begun: _Begun, message: bytes) -> Outcome | None:
        """The outcome of one mail, tried again as long as the connection breaks before the server has it."""
        for pause in (*AGAIN, None):
            outcome = self._hand_in(begun, message)
            if outcome is None:
                return None
            self._settle(begun.mail, outcome)
            if outcome.verdict != "unsent":
                return outcome
            if pause is None:
                break
            self._write()
            self._clock.sleep(pause)
            begun = self._submit(begun.mail)
        raise TransportError(
            "the server cannot be reached, or hangs up each time",
            "Run the same command again later: it goes on.",
        )

    def _hand_in(self, begun: _Begun, message: bytes) -> Outcome | None:
        """The mail's full stop waits for its row to be on the disk. None: it is not to be sent."""
        written = begun.written
        try:
            outcome = self._transport.send(self._sender, begun.mail.address, message, written.result)
            written.result()
        except TransportError:
            if written.exception() is None:
                self._settle(begun.mail, _UNSENT)
            raise
        except LedgerError:
            self._settled[:0] = begun.settled
            raise
        except _NotPlannedError:
            return None
        return outcome

    def _begin(self, mail: Mail | None) -> _Begun | None:
        return self._submit(mail) if mail is not None else None

    def _submit(self, mail: Mail) -> _Begun:
        settled = tuple(self._settled)
        self._settled.clear()
        return _Begun(mail, settled, self._writer.submit(self._mark, mail, settled))

    def _mark(self, mail: Mail, settled: tuple[Settled, ...]) -> None:
        if not self._ledger.step(self._issue, settled, (mail.recipient, mail.message_id)):
            raise _NotPlannedError

    def _settle(self, mail: Mail, outcome: Outcome) -> None:
        self._settled.append(Settled(mail.recipient, _STATES[outcome.verdict], outcome.reply))

    def _write(self) -> None:
        """The outcomes that no attempt has taken along."""
        if self._settled:
            settled = tuple(self._settled)
            self._writer.submit(self._ledger.step, self._issue, settled, None).result()
            self._settled.clear()

    def _wind_up(self) -> None:
        """Writes what is known, and that the mail ahead was never handed in."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            error = ahead.written.exception()
            if error is None:
                self._settle(ahead.mail, _UNSENT)
            elif not isinstance(error, _NotPlannedError):
                self._settled[:0] = ahead.settled
        self._write()

    def _watch(self, outcome: Outcome) -> None:
        self._refused_in_a_row = self._refused_in_a_row + 1 if outcome.verdict == "refused" else 0
        if self._refused_in_a_row >= _REFUSALS:
            raise TransportError(
                f"the server refused {_REFUSALS} mails in a row, the last with {outcome.reply}",
                "Find out why before the rest is tried.",
            )
