"""The ledger's writer: a thread of its own, so that the disk works while mails are on the wire.

What has come by the time it is free goes into one write: to sync a disk takes longer than to hand in a small mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import NamedTuple

from exporter.mail.ledger import Ledger, Step


class _Order(NamedTuple):
    step: Step
    written: Future[bool]


class Scribe:
    """Writes steps of ``issue`` in the order they come."""

    def __init__(self, ledger: Ledger, issue: str) -> None:
        self._ledger = ledger
        self._issue = issue
        self._orders: SimpleQueue[list[_Order] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="ledger")

    def write(self, steps: Sequence[Step]) -> list[Future[bool]]:
        """All in one write; each is done when it is on the disk, as Ledger.write says of it. Fails with LedgerError."""
        orders = [_Order(step, Future()) for step in steps]
        self._orders.put(orders)
        return [order.written for order in orders]

    def __enter__(self) -> Scribe:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Returns when all is written."""
        self._orders.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (orders := self._orders.get()) is not None:
            group, ended = self._gather(orders)
            self._commit(group)
            if ended:
                return

    def _gather(self, first: list[_Order]) -> tuple[list[_Order], bool]:
        """``first`` and what waits behind it, and whether that is the end."""
        group = [*first]
        while True:
            try:
                orders = self._orders.get_nowait()
            except Empty:
                return group, False
            if orders is None:
                return group, True
            group += orders

    def _commit(self, group: Sequence[_Order]) -> None:
        try:
            begun = self._ledger.write(self._issue, [order.step for order in group])
        except BaseException as error:  # whoever waits for it is told
            for order in group:
                order.written.set_exception(error)
        else:
            for order, done in zip(group, begun, strict=True):
                order.written.set_result(done)
