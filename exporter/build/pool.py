"""Worker processes. A ``concurrent.futures.Executor`` that survives what its workers do not.

Each worker is started anew (spawn: no state of the parent comes along), warmed once, and has one call at a time. One
that dies or does not come back before its deadline costs its call one more try in another worker; dying again it is
lost. One that has grown is replaced between two calls.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from exporter.build.serve import Answer, serve
from exporter.build.tasks import LostError

_TRIES: Final = 2


class _Call:
    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...], deadline: float) -> None:
        self.function = function
        self.arguments = arguments
        self.deadline = deadline
        self.future: Future[Any] = Future()
        self.tries = 0


class _Member:
    """A worker process and what it is doing."""

    def __init__(self, warm: Callable[[Any], None], recipe: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        # Not as arguments: multiprocessing would wait for ever until one that died at its start had taken them.
        with contextlib.suppress(OSError):
            self.pipe.send((warm, recipe))
        self.call: _Call | None = None
        self.until = 0.0

    def give(self, call: _Call) -> None:
        call.tries += 1
        self.call, self.until = call, time.monotonic() + call.deadline
        with contextlib.suppress(OSError):  # a worker that has died is noticed where its answer is awaited
            self.pipe.send((call.function, call.arguments))

    def end(self, *, kill: bool = False) -> None:
        self.pipe.close()  # what an idle worker takes for the end of its work
        if kill:
            self.process.kill()


class Pool(Executor):
    """``jobs`` workers at most, each warmed by ``warm(recipe)``; both must be picklable."""

    def __init__(
        self, jobs: int, warm: Callable[[Any], None], recipe: Any, *, deadline: float = 300.0
    ) -> None:
        self._jobs = jobs
        self._warm = warm
        self._recipe = recipe
        self._deadline = deadline
        self._queue: deque[_Call] = deque()
        self._members: list[_Member] = []
        self._lock = threading.Lock()
        self._closing = self._killing = False
        self._bell, self._ringer = multiprocessing.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._serve, name="pool", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """``deadline`` in seconds may be given by name; other names are not passed on."""
        call = _Call(fn, args, kwargs.get("deadline", self._deadline))
        with self._lock:
            if self._closing:
                raise RuntimeError("the pool is closed")
            self._queue.append(call)
        self._ring()
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:
            self._closing = True
            self._killing = self._killing or cancel_futures
        self._ring()
        if wait:
            self._thread.join()

    @property
    def pids(self) -> list[int]:
        """Of the workers that are alive."""
        return [member.process.pid for member in list(self._members) if member.process.pid]

    def _ring(self) -> None:
        with contextlib.suppress(OSError):
            self._ringer.send_bytes(b"!")

    def _serve(self) -> None:
        _shield()
        try:
            while not self._is_over():
                self._hand_out()
                self._listen()
        finally:
            for member in self._members:
                member.end(kill=self._killing)
                member.process.join(5)
            for call in (*self._queue, *(m.call for m in self._members if m.call)):
                call.future.cancel()

    def _is_over(self) -> bool:
        with self._lock:
            idle = not self._queue and not any(member.call for member in self._members)
            return self._killing or (self._closing and idle)

    def _hand_out(self) -> None:
        while self._queue:
            member = next((m for m in self._members if m.call is None), None)
            if member is None and len(self._members) < self._jobs:
                member = _Member(self._warm, self._recipe)
                self._members.append(member)
            if member is None:
                return
            call = self._queue.popleft()
            if call.tries or call.future.set_running_or_notify_cancel():
                member.give(call)

    def _listen(self) -> None:
        """Waits for an answer, a death, a deadline or the bell."""
        busy = [member for member in self._members if member.call]
        now = time.monotonic()
        patience = max(0.0, min((m.until for m in busy), default=now + 60) - now)
        ready = wait([self._bell, *(m.pipe for m in busy)], timeout=patience)
        if self._bell in ready:
            self._bell.recv_bytes()
        for member in busy:
            if member.pipe in ready:
                self._take(member)
            elif time.monotonic() >= member.until:
                self._bury(member, f"did not end within {_seconds(member)}")

    def _take(self, member: _Member) -> None:
        answer = _receive(member.pipe)
        if answer is None or member.call is None:
            self._bury(member, "ended its worker process")
            return
        call, member.call = member.call, None
        if answer.grown:
            self._dismiss(member)
        if answer.error is not None:
            call.future.set_exception(answer.error)
        else:
            call.future.set_result(answer.result)

    def _bury(self, member: _Member, reason: str) -> None:
        call, member.call = member.call, None
        member.process.kill()
        self._dismiss(member)
        if call is None:
            return
        if call.tries < _TRIES:
            self._queue.appendleft(call)
        else:
            call.future.set_exception(LostError(f"{reason}, twice"))

    def _dismiss(self, member: _Member) -> None:
        self._members.remove(member)
        member.end()
        member.process.join(5)


def _shield() -> None:
    """Keeps interrupts from this thread and, as they inherit it, from workers that are only starting: one is told by
    the parent alone, and not by as many traces.
    """
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # when that is started it lets interrupts through again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _receive(pipe: Connection[Any, Any]) -> Answer | None:
    try:
        answer: Answer = pipe.recv()
    except (EOFError, OSError):
        return None
    return answer


def _seconds(member: _Member) -> str:
    return f"{member.call.deadline:.0f} s" if member.call else ""
