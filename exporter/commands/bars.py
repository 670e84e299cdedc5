"""Progress on a terminal: a line a stage with its count, its rate and the time left, redrawn as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from exporter.commands.progress import DOING, Counted, rate
from exporter.diagnostics import printable

_NAME: Final = 40  # letters of what was done last, from its end


class _RateColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(rate(speed) if speed else "", style="progress.data.speed", justify="right")


class BarProgress(Counted):
    """Draws on ``bars``."""

    def __init__(self, bars: Progress) -> None:
        super().__init__()
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str, total: int) -> None:
        begun = self.goes_on(name)
        super().stage(name, total)
        if self._task is not None:
            self._bars.update(self._task, **({"total": total or None} if begun else {"at": ""}))
        if not begun:
            self._task = self._bars.add_task(DOING[name], total=total or None, at="")

    def step(self, done: str, count: int = 1) -> None:
        super().step(done, count)
        if self._task is not None:
            self._bars.update(self._task, advance=count, at=printable(done)[-_NAME:])


@contextmanager
def bars(stream: TextIO) -> Iterator[BarProgress]:
    """They go when all is done."""
    columns = (
        TextColumn("{task.description:<16}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[at]}", style="dim", markup=False),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as drawn:
        yield BarProgress(drawn)
