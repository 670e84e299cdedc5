"""Bounds of time and memory on a task in this process; a worker has the pool's deadline, and the same memory."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

if sys.platform != "win32":
    import resource

# A photograph of as many pixels as any that is opened takes one and a half.
MEMORY: Final = 4 * 2**30


class OverdueError(BaseException):
    """No Exception: what tries one thing and, where it fails, another must not go on."""


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raises OverdueError in its body after ``seconds``, wherever Python is then; not in a thread, nor where the
    system has no such alarm.
    """
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


@contextmanager
def ceiling(size: int = MEMORY) -> Iterator[None]:
    """In its body what would take more than ``size`` bytes meets a MemoryError, and the machine is left the rest."""
    if sys.platform == "win32":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [limit for limit in (size, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(known), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
