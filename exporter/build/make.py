"""From bindings to bound issues: what must be read, set and bound is, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from exporter.build.cache import Cache
from exporter.build.conditions import conditions
from exporter.build.editions import with_editions
from exporter.build.executors import Workers
from exporter.build.memory import Memory
from exporter.build.plan import Binding
from exporter.build.request import Progress
from exporter.build.results import Result
from exporter.build.schedule import Scene, bind_tasks, part_tasks, read_tasks
from exporter.build.tasks import BindTask, Failure, Gathered, PartTask, ReadTask, Task, name_of, needs
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import CacheError, ChangedError, DamagedCacheError, ThemeError

_decode_gathered: Final = msgspec.msgpack.Decoder(Gathered).decode


class Maker:
    """Runs the tasks of one build. ``found`` is what was found on the way, ``seconds`` what each task took, by key."""

    def __init__(
        self, workers: Workers, cache: Cache, memory: Memory, progress: Progress, *, fresh: bool
    ) -> None:
        self.found: list[Diagnostic] = []
        self.seconds: dict[str, float] = {}
        self._workers = workers
        self._cache = cache
        self._memory = memory
        self._progress = progress
        self._fresh = fresh
        self._done: set[str] = set()
        self._failed: set[str] = set()

    def make(self, bindings: Sequence[Binding], scene: Scene) -> list[Result]:
        """Raises DamagedCacheError and ChangedError, after which all may be tried again, and CacheError."""
        asked = len(bindings)
        bindings = with_editions(bindings)
        wanted = {source.id: source for binding in bindings for source in binding.issue.posts}
        reads = read_tasks(wanted, scene, self._memory.digests.of)
        posts = self._read(reads)
        parts = [part_tasks(b, posts, scene, self._memory.digests.of) for b in bindings]
        binds = bind_tasks(bindings, parts, scene, self._memory.digests.of)
        due = self._due(binds, asked)
        self._set(self._wanted(due, parts), reads)
        if self._failed:
            made = [{post: task for post, task in tasks.items() if self.is_made(task)} for tasks in parts]
            binds = bind_tasks(bindings, made, scene, self._memory.digests.of)
            due = self._due(binds, asked)
        self.perform("bind", [task for task in due if task is not None and not task.edition])
        self.perform("bind", [task for task in due if task is not None and task.edition])
        return [
            Result(
                task.key,
                binding.publication.name,
                task.issue.id,
                task.issue.posts,
                _pictures(posts[post.id] for post in task.issue.posts),
                conditions(binding, scene.theme, scene.reading),
            )
            for task, binding in zip(binds[:asked], bindings[:asked], strict=True)
            if task is not None and self.is_made(task)
        ]

    def perform(self, stage: str, tasks: Iterable[Task]) -> None:
        """Runs those whose results are not in the cache; of one that fails there is a diagnostic and no result."""
        missing = {task.key: task for task in tasks if not self._has(task.key)}
        if not missing:
            return
        self._cache.bring(key for task in missing.values() for key in needs(task))
        self._progress.stage(stage, len(missing))
        last = time.perf_counter()
        damaged = ""
        for task, outcome in self._workers.run(list(missing.values())):
            if isinstance(outcome, Failure) and outcome.again == "damaged":
                damaged = outcome.reason
            elif isinstance(outcome, Failure):
                self._note(task, outcome)
            else:
                self._done.add(outcome)
            now = time.perf_counter()
            self.seconds[task.key], last = now - last, now
            self._progress.step(name_of(task))
        self._cache.send()
        if damaged:
            raise DamagedCacheError(damaged)

    def _read(self, reads: Mapping[str, ReadTask]) -> dict[str, Gathered]:
        """The posts that could be read, by id; the others have said why not."""
        posts: dict[str, Gathered] = {}
        missing: dict[str, ReadTask] = {}
        for post_id, task in reads.items():
            known = self._memory.reading(post_id, task.key)
            if known is None:
                missing[post_id] = task
            else:
                posts[post_id] = known
        self._perform_anew(missing.values())
        for post_id, task in missing.items():
            if task.key in self._done:
                posts[post_id] = _decode_gathered(self._cache.fetch(task.key))
                self._memory.keep_reading(post_id, task.key, posts[post_id])
        in_order = {post_id: posts[post_id] for post_id in reads if post_id in posts}
        self.found += [found for gathered in in_order.values() for found in gathered.diagnostics]
        return {post_id: gathered for post_id, gathered in in_order.items() if gathered.post}

    def _perform_anew(self, tasks: Iterable[ReadTask]) -> None:
        """An entry under the same key may lie there: of a time when other pages or files had another answer."""
        fresh, self._fresh = self._fresh, True
        try:
            self.perform("read", tasks)
        finally:
            self._fresh = fresh

    def _due(self, binds: Sequence[BindTask | None], asked: int) -> list[BindTask | None]:
        """Those that are not in the cache, in the places of ``binds``; of the editions that nobody asked for, which
        come after the first ``asked``, only those that one of the others wants.
        """
        missing = [task if task is not None and not self._has(task.key) else None for task in binds]
        wanted = {task.edition for task in missing[:asked] if task is not None}
        rest = [task if task is not None and task.key in wanted else None for task in missing[asked:]]
        return missing[:asked] + rest

    def _wanted(
        self, due: Sequence[BindTask | None], parts: Sequence[Mapping[str, PartTask]]
    ) -> list[tuple[str, PartTask]]:
        """The missing parts, with their posts' ids, of the issues to bind."""
        return [
            (post_id, task)
            for bind, tasks in zip(due, parts, strict=True)
            if bind is not None
            for post_id, task in tasks.items()
            if not self._has(task.key)
        ]

    def _set(self, wanted: Sequence[tuple[str, PartTask]], reads: Mapping[str, ReadTask]) -> None:
        """Makes parts. Where the post itself has gone from the cache, it is read once more."""
        gone = {post_id: reads[post_id] for post_id, task in wanted if not self._cache.has(task.post)}
        self._perform_anew(task for task in gone.values() if task.key not in self._done)
        self.perform("set", [task for _, task in wanted])

    def _note(self, task: Task, failure: Failure) -> None:
        if failure.again == "changed":
            raise ChangedError(failure.reason, "Build again when nobody writes to the site.")
        if failure.fatal == "theme":
            raise ThemeError(failure.reason, failure.trace)
        if failure.fatal:
            raise CacheError(failure.reason)
        self._failed.add(task.key)
        code = "B908" if failure.lacking else "B901"
        self.found.append(diagnose(code, failure.reason, failure.name, hint=failure.trace))

    def is_made(self, task: Task) -> bool:
        """Of one that was performed: whether there is a result."""
        return task.key not in self._failed

    def _has(self, key: str) -> bool:
        return key in self._done or (not self._fresh and self._cache.has(key))


def _pictures(posts: Iterable[Gathered]) -> tuple[str, ...]:
    """The files of the site that they show, each once."""
    return tuple(sorted({image.path for post in posts for image in post.images if image.path}))
