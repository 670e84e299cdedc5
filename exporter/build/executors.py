"""Where tasks run: here, or in worker processes. Everything is a ``concurrent.futures.Executor``."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from exporter.build import worker
from exporter.build.tasks import Failure, Recipe, Task, name_of

# Layout of Japanese keeps glyph caches: a worker is replaced before they weigh.
TASKS_A_WORKER = 300


class SerialExecutor(Executor):
    """Runs each call at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
            if isinstance(error, KeyboardInterrupt):
                raise
        return future


class Workers:
    """The executors of one build, each made when a task first needs it. ``jobs`` = 1 means this process."""

    def __init__(self, recipe: Recipe, jobs: int) -> None:
        self._recipe = recipe
        self._jobs = jobs
        self._serial: SerialExecutor | None = None
        self._pool: ProcessPoolExecutor | None = None

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, str | Failure]]:
        """Each task with its outcome, as they finish. A task whose worker died is tried once more, alone."""
        if not tasks:
            return
        executor = self._executor(len(tasks))
        pending = {executor.submit(worker.run, task): task for task in tasks}
        lost: list[Task] = []
        for future in as_completed(pending):
            task = pending.pop(future)
            try:
                yield task, future.result()
            except BrokenProcessPool:
                lost.append(task)
        for task in lost:
            yield task, self._again(task)

    def _again(self, task: Task) -> str | Failure:
        self.close()
        try:
            outcome: str | Failure = self._processes().submit(worker.run, task).result()
        except BrokenProcessPool:
            self.close()
            return Failure(name_of(task), "its worker process died twice", "")
        return outcome

    def _executor(self, tasks: int) -> Executor:
        # Starting processes costs more than one or two tasks do; once they are there they take everything.
        if self._pool is None and (self._jobs == 1 or tasks < self._jobs):
            return self._here()
        return self._processes()

    def _here(self) -> SerialExecutor:
        if self._serial is None:
            worker.start(self._recipe)
            self._serial = SerialExecutor()
        return self._serial

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=worker.start,
                initargs=(self._recipe,),
                max_tasks_per_child=TASKS_A_WORKER,
            )
        return self._pool

    def close(self, *, now: bool = False) -> None:
        """Ends the workers; ``now`` does not wait for what they are doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=not now, cancel_futures=True)
        for process in processes if now else ():
            process.kill()
