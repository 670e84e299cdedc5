"""What runs in a worker process: calls from a pipe, answers into it, and a look at its own memory between them."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

from exporter.build.bounds import ceiling

# Layout of Japanese keeps glyph caches: a worker that has grown so much over what its first call took is replaced.
CEILING: Final = 320 * 2**20
_GROWTH: Final = 130 * 2**20
# Layout makes many objects and few cycles: a collection after each so many calls instead of ever so many objects
# saves a tenth to a quarter of its time.
_CALLS_BETWEEN_COLLECTIONS: Final = 10


class Answer(NamedTuple):
    """What a call gave, or the error it raised; ``grown``: this worker should be replaced."""

    result: Any
    error: BaseException | None = None
    grown: bool = False


def serve(pipe: Connection[Any, Any]) -> None:
    """Warms itself as it is told first, then works until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and it decides
    gc.disable()
    try:
        warm, recipe = pipe.recv()
    except (EOFError, OSError):
        return
    warm(recipe)
    first = calls = 0
    with contextlib.suppress(EOFError, OSError), ceiling():
        while True:
            function, arguments = pipe.recv()
            result, error = _call(function, arguments)
            calls += 1
            grown = False
            if calls == 1 or calls % _CALLS_BETWEEN_COLLECTIONS == 0:
                _settle(freeze=calls == 1)
                size = resident()
                first = first or size
                grown = size > max(CEILING, first + _GROWTH)
            pipe.send(Answer(result, error, grown))


def _call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
    try:
        return function(*arguments), None
    except BaseException as error:
        return None, error


def _settle(*, freeze: bool) -> None:
    """Gives back what is not needed. What the first call loaded stays: the collector need not look at it again."""
    gc.collect()
    if freeze:
        gc.freeze()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # musl has no such call
            ctypes.CDLL(None).malloc_trim(0)


def resident() -> int:
    """Bytes of this process in memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
