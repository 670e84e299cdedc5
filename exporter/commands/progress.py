"""What goes on while a build runs: bars on a terminal, lines in a log, events for programs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

import msgspec

_EVERY: Final = 5.0  # seconds between two plain lines of one stage, at first
_SHARE: Final = 0.1  # of the time a stage has taken: a log of an hour is not to have 700 lines
DOING: Final = {
    "scan": "reading headers",
    "read": "reading posts",
    "set": "setting posts",
    "bind": "binding issues",
    "write": "writing",
    "list": "listing issues",
}


class Counted:
    """Knows where the build is; those below draw it. ``total`` is 0 as long as it is not known."""

    def __init__(self) -> None:
        self.name = ""
        self.total = self.done = 0

    def stage(self, name: str, total: int) -> None:
        if not self.goes_on(name):
            self.name, self.done = name, 0
        self.total = total

    def step(self, done: str, count: int = 1) -> None:  # noqa: ARG002  who draws it may name it
        self.done += count

    def goes_on(self, name: str) -> bool:
        """Whether the stage was begun already, and its total alone is news."""
        return name == self.name and not self.total

    @property
    def where(self) -> str:
        """In words; empty before the first stage."""
        counts = f", {self.done} of {self.total}" if self.total else ""
        return f"{DOING[self.name]}{counts}" if self.name else ""


class PlainProgress(Counted):
    """Lines for logs: one when a stage that may be long begins, one now and then, one when it ends."""

    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__()
        self._write = write
        self._told = 0
        self._begun = self._said = 0.0

    def stage(self, name: str, total: int) -> None:
        if not self.goes_on(name):
            self._told = 0
            self._begun = self._said = time.monotonic()
        super().stage(name, total)
        if not total:
            self._write(DOING[name])

    def step(self, done: str, count: int = 1) -> None:
        super().step(done, count)
        now = time.monotonic()
        took = now - self._begun
        at = f"{DOING[self.name]}: {self.done}/{self.total}, {took:.1f} s"
        if self.done >= self.total:
            self._write(at)
        elif now - self._said > max(_EVERY, took * _SHARE):
            # By what was done since the last line: a page of a book takes longer than one of a feed.
            speed = (self.done - self._told) / (now - self._said)
            self._write(f"{at}, {rate(speed)}, {span((self.total - self.done) / speed)} left")
            self._said, self._told = now, self.done


class JsonProgress(Counted):
    """One JSON object a line: stages and steps as events."""

    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__()
        self._write = write

    def stage(self, name: str, total: int) -> None:
        super().stage(name, total)
        self._event({"event": "stage", "stage": name, "total": total})

    def step(self, done: str, count: int = 1) -> None:
        super().step(done, count)
        self._event({"event": "step", "stage": self.name, "done": done, "count": count})

    def _event(self, event: dict[str, object]) -> None:
        self._write(msgspec.json.encode(event).decode())


@contextmanager
def progress_for(form: str, stream: TextIO, *, write: Callable[[str], None]) -> Iterator[Counted]:
    """Bars on a terminal, plain lines elsewhere, events with --format json."""
    if form == "json":
        yield JsonProgress(write)
    elif stream.isatty():
        from exporter.commands.bars import bars

        with bars(stream) as drawn:
            yield drawn
    else:
        yield PlainProgress(write)


def rate(speed: float) -> str:
    """Things a second, or seconds a thing."""
    return f"{speed:,.0f}/s" if speed >= 1 else f"{1 / speed:.1f} s each"


def span(seconds: float) -> str:
    """``45 s``, ``12 min``, ``3.5 h``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
