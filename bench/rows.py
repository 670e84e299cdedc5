"""A measured cost against its target, printed and drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bench.feeds import Bench, Cost, median

ROUNDS = 3


class Row(NamedTuple):
    """A measured cost against a target: ``got`` and ``target`` are in ``unit``; a peer's own row has 1.0 in both."""

    what: str
    cost: Cost
    got: float
    target: float
    unit: str


def edit(bench: Bench, run: Callable[[], Cost]) -> Cost:
    """``run`` after one of the newest posts got another word."""
    bench.edit()
    return run()


def times(run: Callable[[], Cost]) -> Cost:
    """The median of some rounds."""
    return median([run() for _ in range(ROUNDS)])


def show(rows: list[Row]) -> list[Row]:
    """At once: a run that is cut short has not been for nothing."""
    for row in rows:
        cells = f"{row.cost.cpu:.2f} | {row.cost.wall:.2f} | {row.cost.memory:.0f}"
        aim = "| 1 | |" if row.target == 1.0 == row.got else f"| {row.got:.3f} {row.unit} | {row.target} |"
        print(f"| {row.what} | {cells} {aim}", flush=True)
    return rows
