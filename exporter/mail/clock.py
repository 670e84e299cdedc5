"""Waiting, as an interface: tests do not wait."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds from an arbitrary start, and a way to let them pass."""

    def now(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Pace:
    """At most ``rate`` mails a second; 0 means as fast as it goes."""

    def __init__(self, rate: float, clock: Clock) -> None:
        self._gap = 1 / rate if rate > 0 else 0.0
        self._clock = clock
        self._next = 0.0

    def wait(self) -> None:
        """Returns when the next mail may leave."""
        if not self._gap:
            return
        now = self._clock.now()
        if now < self._next:
            self._clock.sleep(self._next - now)
        self._next = max(now, self._next) + self._gap
