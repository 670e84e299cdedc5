"""The sending itself: each planned mail is begun in the ledger, handed in, and settled; at most once, whatever breaks.

Nothing here is random: pauses between tries follow fixed schedules.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import islice, repeat
from typing import Final, NamedTuple

from msgspec import Struct

from exporter.mail.clock import Clock, Pace
from exporter.mail.ledger import Ledger, LedgerError, Settled, Step
from exporter.mail.scribe import Scribe
from exporter.mail.smtp import Outcome, Transport, TransportError, Verdict
from exporter.mail.wire import End

# Seconds to wait before the deferred are tried again (greylisting passes within minutes), and after a lost connection.
LATER: Final = (60.0, 300.0, 900.0, 1800.0)
AGAIN: Final = (1.0, 2.0, 5.0, 15.0, 60.0, 180.0)
# Mails that are begun ahead of the one on the wire, half of them in one write: a write each cost as much processor time
# as handing in a small mail. At a rate that any disk keeps up with it is one mail.
_AHEAD: Final = 8
_FARTHEST: Final = 32  # where the disk holds the wire up: more mails to a sync
_UNHURRIED: Final = 100.0  # mails a second
_REFUSALS: Final = 20  # in a row: then it is we who are refused, and a list is being marked dead for nothing

_STATES: Final[dict[Verdict, End]] = {
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
    """A mail whose row is being marked, with the outcomes that are written along; ``written`` says whether it was
    still planned."""

    mail: Mail
    settled: tuple[Settled, ...]
    written: Future[bool]


class Delivery:
    """One run over the mails of one issue.

    The ledger is written ahead: while a mail is on the wire, outcomes of those before it and attempts of those behind
    it are put on the disk, and notes of the wire tell which of them were handed in (wire.py). So the disk costs no
    time, and a killed process leaves one mail unknown.
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
        self._reach = 1 if 0 < rate <= _UNHURRIED else _AHEAD
        self._ahead: deque[_Begun] = deque()
        self._settled: list[Settled] = []
        self._counts: Counter[Verdict] = Counter()
        self._refused_in_a_row = 0

    def run(self, mails: Iterable[Mail], later: Sequence[float] = LATER) -> Result:
        """Sends them in their order, the deferred again after each pause of ``later``.

        Raises TransportError and LedgerError; what was settled by then is in the ledger.
        """
        with (
            self._ledger.wire(self._issue) as self._wire,
            Scribe(self._ledger, self._issue) as self._scribe,
        ):
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
        self._begin(queue)
        while self._ahead:
            message = self._ahead[0].mail.compose()
            self._pace.wait()
            begun = self._ahead.popleft()
            self._begin(queue)
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
            (begun,) = self._submit([begun.mail])
        raise TransportError(
            "the server cannot be reached, or hangs up each time",
            "Run the same command again later: it goes on.",
        )

    def _hand_in(self, begun: _Begun, message: bytes) -> Outcome | None:
        """The mail's full stop waits for its row to be on the disk. None: it is not to be sent."""
        try:
            ready = partial(self._ready, begun)
            outcome = self._transport.send(self._sender, begun.mail.address, message, ready)
            _confirm(begun)
        except (TransportError, LedgerError):
            self._call_off(begun)
            raise
        except _NotPlannedError:
            return None
        return outcome

    def _ready(self, begun: _Begun) -> None:
        if self._counts and self._reach > 1 and not begun.written.done():
            self._reach = min(self._reach * 2, _FARTHEST)
        _confirm(begun)
        try:
            self._wire.handed(begun.mail.recipient)
        except OSError as error:
            raise LedgerError(
                f"what is on the wire cannot be noted beside the ledger: {error.strerror}",
                "Nothing is sent without it. Free the disk and run the same command again.",
            ) from None

    def _begin(self, queue: Iterator[Mail]) -> None:
        """As many as may be ahead, once half of those are gone."""
        if len(self._ahead) <= self._reach // 2:
            self._ahead += self._submit([*islice(queue, self._reach - len(self._ahead))])

    def _submit(self, mails: Sequence[Mail]) -> list[_Begun]:
        """The first takes along what was settled."""
        if not mails:
            return []
        along = [tuple(self._settled), *repeat((), len(mails) - 1)]
        self._settled.clear()
        steps = [
            Step(settled, (mail.recipient, mail.message_id))
            for mail, settled in zip(mails, along, strict=True)
        ]
        written = self._scribe.write(steps)
        return [_Begun(*one) for one in zip(mails, along, written, strict=True)]

    def _settle(self, mail: Mail, outcome: Outcome) -> None:
        state = _STATES[outcome.verdict]
        self._settled.append(Settled(mail.recipient, state, outcome.reply))
        self._wire.ended(mail.recipient, state)

    def _write(self) -> None:
        """The outcomes that no attempt has taken along."""
        if self._settled:
            (written,) = self._scribe.write([Step(tuple(self._settled))])
            written.result()
            self._settled.clear()

    def _wind_up(self) -> None:
        """Writes what is known, and that the mails ahead were never handed in."""
        while self._ahead:
            self._call_off(self._ahead.popleft())
        self._write()

    def _call_off(self, begun: _Begun) -> None:
        """The mail was not handed in; where its row could not be written, neither were the outcomes along with it."""
        if begun.written.exception() is not None:
            self._settled[:0] = begun.settled
        elif begun.written.result():
            self._settle(begun.mail, _UNSENT)

    def _watch(self, outcome: Outcome) -> None:
        self._refused_in_a_row = self._refused_in_a_row + 1 if outcome.verdict == "refused" else 0
        if self._refused_in_a_row >= _REFUSALS:
            raise TransportError(
                f"the server refused {_REFUSALS} mails in a row, the last with {outcome.reply}",
                "Find out why before the rest is tried.",
            )


def _confirm(begun: _Begun) -> None:
    """Returns when the mail's row is on the disk."""
    if not begun.written.result():
        raise _NotPlannedError
