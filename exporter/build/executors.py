"""Where tasks run: in this process, in worker processes or on a cluster, both of them a
``concurrent.futures.Executor``. No result depends on which.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from exporter.build import worker
from exporter.build.bounds import OverdueError, alarm, ceiling
from exporter.build.part import failure_of
from exporter.build.tasks import BindTask, Failure, LostError, PartTask, ReadTask, Recipe, Task, name_of
from exporter.build.worker import Place

if TYPE_CHECKING:
    from concurrent.futures import Future

    from exporter.build.cluster import Cluster
    from exporter.build.pool import Pool

# Seconds that a task takes, about. A worker loads all that reads and sets posts before its first: two of them cost a
# second and a half of CPU, and none is started to share less than that.
_COSTS: Final = {"read": 0.006, "feeds": 0.004, "epub": 0.006, "newsletter": 0.015, "pdf": 0.3}
_BIND: Final = 0.003  # for each post
_WORTH_A_POOL: Final = 1.5
DEADLINE: Final = 300.0  # seconds for one post; the longest of 1,860 takes three
# To bind a whole blog takes longer than to set a post.
_LONGER: Final = 6
_LITTER: Final = 300_000  # objects, some 50 MB


class Workers:
    """The executors of one build, each made when a task first needs it. ``jobs`` = 1 means this process, whose open
    site is ``place``.
    """

    def __init__(self, recipe: Recipe, jobs: int, place: Place | None = None, *, address: str = "") -> None:
        self._recipe = recipe
        self._jobs = jobs
        self._place = place
        self._started = False
        self._pool: Pool | None = None
        self._cluster = _cluster(address, recipe) if address else None

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, str | Failure]]:
        """Each task with its outcome, as they finish."""
        parts = [task for task in tasks if isinstance(task, PartTask)] if self._cluster else []
        if self._cluster and parts:
            yield from self._cluster.run(parts)
            tasks = [task for task in tasks if not isinstance(task, PartTask)]
        if not self._is_worth_a_pool(tasks):
            self._here()
            for number, task in enumerate(tasks):
                if number:
                    _tidy()
                yield task, _run_here(task)
            return
        from concurrent.futures import as_completed  # noqa: PLC0415  as the pool

        pool = self._processes()
        pending = {pool.submit(worker.run, task, deadline=_deadline(task)): task for task in tasks}
        for future in as_completed(pending):
            task = pending.pop(future)
            yield task, _outcome(task, future)

    def _is_worth_a_pool(self, tasks: Sequence[Task]) -> bool:
        """One task alone is shared with nobody. A bind takes little memory, whatever it binds."""
        if self._jobs == 1 or not tasks:
            return False
        return self._pool is not None or (len(tasks) > 1 and sum(map(_cost, tasks)) > _WORTH_A_POOL)

    def _here(self) -> None:
        if not self._started:
            worker.start(self._recipe, self._place)
            self._started = True

    def _processes(self) -> Pool:
        if self._pool is None:
            from exporter.build.pool import Pool  # noqa: PLC0415  most builds need no other process

            self._pool = Pool(self._jobs, worker.start, self._recipe)
        return self._pool

    def close(self, *, now: bool = False) -> None:
        """Ends the workers; ``now`` does not wait for what they are doing."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=now)
        if self._cluster is not None:
            self._cluster.close()


def _cluster(address: str, recipe: Recipe) -> Cluster:
    from exporter.build.cluster import Cluster  # noqa: PLC0415  an extra

    return Cluster(address, recipe)


def _cost(task: Task) -> float:
    if isinstance(task, ReadTask):
        return _COSTS["read"]
    if isinstance(task, BindTask):
        return _BIND * len(task.parts)
    return _COSTS[task.backend]


def _deadline(task: Task) -> float:
    return DEADLINE if isinstance(task, ReadTask | PartTask) else DEADLINE * _LONGER


def _tidy() -> None:
    """Between two tasks, when the boxes of a post are held by nobody but one another."""
    if gc.get_count()[0] > _LITTER:
        gc.collect(0)


def _run_here(task: Task) -> str | Failure:
    try:
        with alarm(_deadline(task)), ceiling():
            return worker.run(task)
    except OverdueError as late:  # it rang when the task had just ended
        return failure_of(name_of(task), late)


def _outcome(task: Task, future: Future[Any]) -> str | Failure:
    try:
        outcome: str | Failure = future.result()
    except LostError as lost:
        return Failure(name_of(task), str(lost), "")
    return outcome
