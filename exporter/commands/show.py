"""What a build looks like: progress while it runs, a table and the diagnostics when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import msgspec

from exporter.build.report import Report
from exporter.build.request import Progress
from exporter.build.standing import Said, closing_line, counted
from exporter.commands.table import table
from exporter.diagnostics import printable, worst
from exporter.formats import FORMATS, summary

_EVERY = 5.0  # seconds between two plain lines of one stage
_DOING = {
    "scan": "reading headers",
    "read": "reading posts",
    "set": "setting posts",
    "bind": "binding issues",
    "write": "writing",
}


class PlainProgress:
    """Lines for logs: one when a stage begins, one every few seconds, one when it ends."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._name, self._total, self._done = "", 0, 0
        self._begin = self._said = time.monotonic()

    def stage(self, name: str, total: int) -> None:
        if _DOING[name] == self._name:
            self._write(f"{self._name}: {total}, {time.monotonic() - self._begin:.1f} s")
            return
        self._name, self._total, self._done = _DOING[name], total, 0
        self._begin = self._said = time.monotonic()
        if total == 0:
            self._write(self._name)

    def step(self, done: str) -> None:  # noqa: ARG002  a log has no room for names
        self._done += 1
        now = time.monotonic()
        if self._done == self._total or now - self._said > _EVERY:
            self._said = now
            took = now - self._begin
            left = took / self._done * (self._total - self._done)
            rest = f", {self._done / took:.0f}/s, {left:.0f} s left" if left and took else ""
            self._write(f"{self._name}: {self._done}/{self._total}, {took:.1f} s{rest}")


class JsonProgress:
    """One JSON object a line: stages and steps as events."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._name = ""

    def stage(self, name: str, total: int) -> None:
        self._name = name
        self._event({"event": "stage", "stage": name, "total": total})

    def step(self, done: str) -> None:
        self._event({"event": "step", "stage": self._name, "done": done})

    def _event(self, event: dict[str, object]) -> None:
        self._write(msgspec.json.encode(event).decode())


@contextmanager
def progress_for(form: str, stream: TextIO, *, write: Callable[[str], None]) -> Iterator[Progress]:
    """Bars on a terminal, plain lines elsewhere, events with --format json."""
    if form == "json":
        yield JsonProgress(write)
    elif stream.isatty():
        with _bars(stream) as bars:
            yield bars
    else:
        yield PlainProgress(write)


@contextmanager
def _bars(stream: TextIO) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<16}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[at]}", style="dim", markup=False),
    )

    class OnBars:
        def __init__(self, bars: Bars) -> None:
            self._bars = bars
            self._task: TaskID | None = None

        def stage(self, name: str, total: int) -> None:
            if self._task is not None and self._bars.tasks[-1].description == _DOING[name]:
                self._bars.update(self._task, total=total or 1, completed=total or 1)
                return
            self._end()
            self._task = self._bars.add_task(_DOING[name], total=total or None, at="")

        def step(self, done: str) -> None:
            if self._task is not None:
                speed = self._bars.tasks[-1].speed
                rate = f"{speed:.0f}/s  " if speed else ""
                self._bars.update(self._task, advance=1, at=rate + printable(done)[-40:])

        def _end(self) -> None:
            if self._task is None:
                return
            task = self._bars.tasks[-1]
            self._bars.update(self._task, total=task.total or 1, completed=task.total or 1, at="")

    with Bars(*columns, console=Console(file=stream), transient=True) as bars:
        yield OnBars(bars)


def show_report(report: Report, form: str, *, width: int) -> str:
    """What a finished build prints."""
    said = say_again(report, form, width=width)
    return _body(report, form, width) + closing_line(
        form, {**said.closing, "removed": report.removed}, report.seconds
    )


def say_again(report: Report, form: str, *, width: int) -> Said:
    """What a build prints that finds everything as ``report`` says."""
    rows = tuple(msgspec.structs.replace(row, state="same", seconds=0.0) for row in report.artifacts)
    still = msgspec.structs.replace(report, artifacts=rows, removed=())
    closing = {
        "artifacts": len(rows),
        "posts": report.posts,
        "found": summary(report.diagnostics),
        "removed": [],
    }
    return Said(_body(still, form, width), closing, worst(report.diagnostics) or "")


def _body(report: Report, form: str, width: int) -> str:
    if form == "json":
        rows = "".join(
            msgspec.json.encode({"event": "artifact", **msgspec.structs.asdict(row)}).decode() + "\n"
            for row in report.artifacts
        )
        return rows + FORMATS[form](report.diagnostics)
    shown = _table(report, width) if form == "text" else ""
    return shown + FORMATS[form](report.diagnostics)


def _table(report: Report, width: int) -> str:
    rows = [
        [
            row.name,
            counted(row.count, row.unit) if row.unit else "",
            human_size(row.size),
            f"{row.seconds:.1f} s" if row.seconds else "–",
            row.state,
        ]
        for row in report.artifacts
    ]
    rows += [[name, "", "", "", "removed"] for name in report.removed]
    return table(["artifact", "contents", "size", "time", ""], rows, width=width)


def human_size(size: int) -> str:
    """1,536 as 1.5 KB."""
    amount, units = float(size), ["B", "KB", "MB", "GB"]
    while amount >= 999.95 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{amount:.0f} {units[0]}" if units[0] == "B" else f"{amount:.1f} {units[0]}"
