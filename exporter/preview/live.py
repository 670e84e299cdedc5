"""What was built last, who waits for the next, and the thread that builds it when the site changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from msgspec import Struct
from watchfiles import DefaultFilter, watch

from exporter.diagnostics import Diagnostic
from exporter.errors import ExportError

# What generators write and what tools keep: a build does not read it.
_PASSED: Final = (*DefaultFilter.ignore_dirs, "public", "_site", "resources", "dist")
_AGAIN: Final = 15.0  # seconds: a proxy or a browser gives up on a stream that says nothing


class State(Struct, frozen=True):
    """``turn`` counts what was told; ``busy`` says what is being done; ``trouble`` why nothing could be."""

    turn: int = 0
    busy: str = ""
    trouble: str = ""
    findings: dict[str, tuple[Diagnostic, ...]] = {}


class StoppedError(Exception):
    """The site has changed again, or the preview is over: what is being built is nobody's any more."""


class Live:
    """The state, told to everyone who follows it. ``say`` may be called from any thread."""

    def __init__(self) -> None:
        self.state = State()
        self._lock = Lock()
        self._followers: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def say(self, **news: object) -> None:
        """Changes the state by the fields named."""
        with self._lock:
            known = {name: getattr(self.state, name) for name in self.state.__struct_fields__}
            self.state = State(**{**known, **news, "turn": self.state.turn + 1})
            followers = list(self._followers.items())
        for event, loop in followers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    async def follow(self) -> AsyncIterator[State]:
        """The state now and whenever it is another; the same once more where nothing was told for long."""
        event = asyncio.Event()
        self._followers[event] = asyncio.get_running_loop()
        try:
            while True:
                event.clear()
                yield self.state
                with_patience = asyncio.wait_for(event.wait(), _AGAIN)
                try:
                    await with_patience
                except TimeoutError:
                    continue
        finally:
            del self._followers[event]


class Keeper:
    """Builds once, and again after each change below ``paths``. ``build`` yields the name of each publication that is
    done with its diagnostics; it is handed a function that it calls often, which raises StoppedError when it is to end.
    """

    def __init__(
        self,
        build: Callable[[Callable[[str], None]], Iterable[tuple[str, tuple[Diagnostic, ...]]]],
        paths: Iterable[Path],
        live: Live,
    ) -> None:
        self._build = build
        self._paths = tuple(paths)
        self._live = live
        self._over, self._changed = Event(), Event()
        self._threads = [Thread(target=self._watch, daemon=True), Thread(target=self._run, daemon=True)]

    def start(self) -> None:
        """In two threads: one waits for changes, one builds."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends both; a build that runs is given up, and what it has finished stays in the cache."""
        self._over.set()
        self._changed.set()
        for thread in self._threads:
            thread.join(timeout=5)

    def _watch(self) -> None:
        passed = DefaultFilter(ignore_dirs=_PASSED)
        for _ in watch(*self._paths, watch_filter=passed, stop_event=self._over, debounce=300):
            self._changed.set()

    def _run(self) -> None:
        while not self._over.is_set():
            self._changed.clear()
            self._once()
            self._changed.wait()

    def _once(self) -> None:
        self._live.say(busy="reading the site", trouble="")
        try:
            for name, findings in self._build(self._tick):
                self._live.say(findings={**self._live.state.findings, name: findings})
        except StoppedError:
            return
        except ExportError as error:
            self._live.say(trouble=str(error))
        except Exception as error:  # a defect of ours is shown, and the next edit tried
            self._live.say(trouble=f"{type(error).__name__}: {error}")
        self._live.say(busy="")

    def _tick(self, doing: str) -> None:
        if self._over.is_set() or self._changed.is_set():
            raise StoppedError
        if doing != self._live.state.busy:
            self._live.say(busy=doing)
