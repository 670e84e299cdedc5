"""What the processes of one command cost: the parent and its workers apart, and how long each stage of a build took."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.feeds import Cost

_EVERY = 0.1  # seconds between two looks


class Tree(NamedTuple):
    """``parent`` and ``worker`` are the peaks of the first process and of the largest other one, in MB; ``stages`` the
    seconds of each stage by the wall clock.
    """

    cost: Cost
    parent: float
    worker: float
    stages: dict[str, float]


def watch(command: Sequence[str | Path]) -> Tree:
    """Runs a build with ``--format json``. Raises SystemExit where it fails."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [*map(str, command), "--format", "json"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        peaks: dict[int, float] = {}
        over = threading.Event()
        looking = threading.Thread(target=_look, args=(process.pid, peaks, over))
        looking.start()
        stages = dict(_stages(process, begin))
        over.set()
        looking.join()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} fails with {process.returncode}")
    cost = Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - begin, usage.ru_maxrss / 1000)
    return Tree(
        cost,
        peaks.get(process.pid, 0.0),
        max((mb for pid, mb in peaks.items() if pid != process.pid), default=0.0),
        stages,
    )


def _stages(process: subprocess.Popen[bytes], begin: float) -> Iterator[tuple[str, float]]:
    name, since = "start", begin
    assert process.stderr
    for line in process.stderr:
        event = json.loads(line) if line.startswith(b"{") else {}
        if event.get("event") == "stage":
            now = time.perf_counter()
            yield name, now - since
            name, since = event["stage"], now
    yield name, time.perf_counter() - since


def _look(root: int, peaks: dict[int, float], over: threading.Event) -> None:
    while not over.wait(_EVERY):
        for pid in (root, *_descendants(root)):
            peaks[pid] = max(peaks.get(pid, 0.0), _peak(pid))


def _descendants(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):  # each thread has children of its own
        try:
            found = thread.read_text().split()
        except OSError:
            continue
        for child in map(int, found):
            yield child
            yield from _descendants(child)


def _peak(pid: int) -> float:
    """The most memory that a process has had, in MB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)
