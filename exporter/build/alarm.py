"""A deadline in this process, as the pool sets one to its workers: an alarm ends Python's work wherever it is."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class OverdueError(BaseException):
    """No Exception: what tries one thing and, where it fails, another must not go on."""


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raises OverdueError in its body after ``seconds``; not in a thread, nor where the system has no such alarm."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise OverdueError(f"did not end within {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
