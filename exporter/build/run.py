"""One build from end to end: scan, plan, read, make parts, bind, write."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import msgspec
from msgspec import Struct

from exporter import backends
from exporter.build import keys
from exporter.build.cache import Cache
from exporter.build.closed import hold
from exporter.build.digests import Digests
from exporter.build.executors import Workers
from exporter.build.guard import guard
from exporter.build.placeholders import with_placeholders
from exporter.build.plan import Binding, Order, plan
from exporter.build.report import Report, Row, in_order
from exporter.build.schedule import Scene, bind_task, catalogue_task, part_tasks, read_tasks
from exporter.build.select import Moment, choose_live
from exporter.build.tasks import Bound, Failure, Gathered, Made, ReadTask, Recipe, Task, name_of
from exporter.build.themes import load_theme
from exporter.build.write import Output
from exporter.config import Config
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import DamagedCacheError, UsageError
from exporter.ledger.closed import load_closed
from exporter.ledger.file import load, save
from exporter.ledger.rows import Ledger
from exporter.model.artifact import Origin
from exporter.model.manifest import Entry
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.model.theme import Theme
from exporter.sites import open_site
from exporter.sites.base import OpenSite, Scan
from exporter.world.files import DiskFiles

_decode_gathered: Final = msgspec.msgpack.Decoder(Gathered).decode
_decode_bound: Final = msgspec.msgpack.Decoder(Bound).decode


class Progress(Protocol):
    """Told what goes on; the command line draws it. ``total`` is 0 where it is not known."""

    def stage(self, name: str, total: int) -> None: ...
    def step(self, done: str) -> None: ...


class Request(Struct, frozen=True, kw_only=True):
    """What to build. No publications named means all of them.

    ``ledger`` is the file of ids that readers know; ``accept`` lets feeds change those and writes them there.
    ``closed`` is the file of closed issues.
    """

    root: Path
    out: Path
    cache: Path
    config: Config
    moment: Moment
    publications: tuple[str, ...] = ()
    order: Order = Order()
    jobs: int = 1
    fresh: bool = False
    ledger: Path | None = None
    closed: Path | None = None
    accept: bool = False


def run(request: Request, progress: Progress) -> Report:
    """One build. What is wrong with posts is in the Report; raises ExportError for trouble of operator and machine."""
    begin = time.perf_counter()
    build = Build(request, progress)
    output = Output(request.out)
    rows, entries = build.make(output)
    report = Report(
        artifacts=tuple(rows),
        diagnostics=in_order(build.found),
        posts=len({path for entry in entries for path in entry.inputs}),
        seconds=round(time.perf_counter() - begin, 2),
    )
    removed = output.finish(entries, is_stale=build.is_stale, report=_published(report))
    if request.ledger and build.ledger:
        save(request.ledger, build.ledger)
    return msgspec.structs.replace(report, removed=removed)


def _published(report: Report) -> bytes:
    """report.json: what lies in the output folder must not tell the time, or no two builds were alike."""
    rows = tuple(msgspec.structs.replace(row, seconds=0.0, state="") for row in report.artifacts)
    steady = msgspec.structs.replace(report, artifacts=rows, seconds=0.0)
    return msgspec.json.format(msgspec.json.encode(steady), indent=1)


class Result(NamedTuple):
    """What was bound of an issue: the key of its Bound, and the posts it was made of."""

    key: str
    publication: str
    issue: str
    posts: tuple[Source, ...] = ()


def _row(result: Result, made: Made, seconds: float) -> Row:
    facts = msgspec.structs.asdict(made)
    del facts["origins"]  # for who judges the artifact, not for who reads what was built
    return Row(publication=result.publication, issue=result.issue, seconds=round(seconds, 2), **facts)


def _entry(row: Row, inputs: dict[str, str], origins: tuple[Origin, ...]) -> Entry:
    return Entry(
        name=row.name,
        publication=row.publication,
        issue=row.issue,
        media_type=row.media_type,
        digest=row.digest,
        size=row.size,
        inputs=inputs,
        origins=origins,
    )


class Build:
    """The state of one build: the open site, its live posts, and what was ``found`` on the way."""

    def __init__(self, request: Request, progress: Progress) -> None:
        self._request = request
        self._progress = progress
        self._files = DiskFiles(request.root)
        self._cache = Cache(request.cache)
        self._digests = Digests(self._files, self._cache, str(request.root.resolve()))
        self._done: set[str] = set()
        self._seconds: dict[str, float] = {}
        progress.stage("scan", 0)
        self._site: OpenSite = open_site(self._files, request.config.site, request.config.shortcodes)
        self._scan: Scan = self._site.scan()
        self._sites = with_placeholders(self._site.sites, self._scan.sources)
        self._live, left_out = choose_live(self._scan.sources, request.moment)
        self.ledger: Ledger | None = None
        self.found: list[Diagnostic] = [*self._site.diagnostics, *self._scan.diagnostics, *left_out]

    def make(self, output: Output) -> tuple[list[Row], list[Entry]]:
        """Everything up to the artifacts in ``output``, their manifest aside."""
        bindings = self._plan()
        themes = {b.publication.theme: load_theme(b.publication.theme, self._request.root) for b in bindings}
        workers = Workers(self._recipe(themes), self._request.jobs)
        try:
            try:
                return self._make(bindings, themes, workers, output)
            except DamagedCacheError:
                # The damaged entry was removed when it was met: the second time it is made anew.
                return self._make(bindings, themes, workers, output)
        except BaseException:
            workers.close(now=True)
            raise
        finally:
            workers.close()
            self._digests.save()

    def _plan(self) -> list[Binding]:
        if not self._live:
            self.found.append(diagnose("B903", "no post to export"))
            return []
        now, order = self._request.moment.now, self._request.order
        bindings: list[Binding] = []
        for publication in self._chosen():
            more, empty = plan(publication, self._sites, self._live, order=order, now=now)
            bindings += more
            self.found += empty
        return self._guarded(self._held(bindings))

    def _held(self, bindings: list[Binding]) -> list[Binding]:
        """Closed issues as they were closed."""
        closed = load_closed(self._request.closed) if self._request.closed else {}
        held, told = hold(bindings, closed, self._live, self._digests.of)
        self.found += told
        return held

    def _guarded(self, bindings: list[Binding]) -> list[Binding]:
        """Without the feeds that would do to readers what nobody accepted."""
        known = load(self._request.ledger) if self._request.ledger else None
        guarded = guard(bindings, known, self._scan.sources, accept=self._request.accept)
        self.found += guarded.diagnostics
        self.ledger = guarded.ledger
        return guarded.bindings

    def _chosen(self) -> list[Publication]:
        known = self._request.config.publications
        for name in self._request.publications:
            if name not in known:
                raise UsageError(f"no publication is called {name!r}", f"There are {', '.join(known)}.")
        return [known[name] for name in (self._request.publications or known)]

    def _recipe(self, themes: dict[str, Theme]) -> Recipe:
        return Recipe(
            root=str(self._request.root.resolve()),
            cache=str(self._request.cache.resolve()),
            settings=self._request.config.site,
            shortcodes=self._request.config.shortcodes,
            sources=self._scan.sources,
            themes=themes,
        )

    def _make(
        self, bindings: Sequence[Binding], themes: dict[str, Theme], workers: Workers, output: Output
    ) -> tuple[list[Row], list[Entry]]:
        scene = Scene(
            fingerprint=self._site.fingerprint,
            index=keys.index_key(self._scan.sources),
            themes={name: keys.theme_key(theme) for name, theme in themes.items()},
        )
        wanted = {source.id: source for binding in bindings for source in binding.issue.posts}
        reads = read_tasks(wanted, scene, self._digests.of)
        posts = self._read(reads, workers)
        parts = [part_tasks(b, posts, reads, scene, file_digest=self._digests.of) for b in bindings]
        self._perform("set", [task for tasks in parts for task in tasks.values()], workers)
        made = [{post: task for post, task in tasks.items() if self._has(task.key)} for tasks in parts]
        binds = [bind_task(b, tasks, scene) for b, tasks in zip(bindings, made, strict=True)]
        self._perform("bind", [task for task in binds if task is not None], workers)
        results = [
            Result(task.key, binding.publication.name, task.issue.id, task.issue.posts)
            for task, binding in zip(binds, bindings, strict=True)
            if task is not None and self._has(task.key)
        ]
        return self._write([*results, *self._list(workers)], output)

    def _list(self, workers: Workers) -> list[Result]:
        """The catalogues of those backends that have one and make something now."""
        known, sites = self._request.config.publications, self._sites
        wanted = {p.backend for p in self._chosen() if self._live and backends.load(p.backend).lists}
        results = []
        for backend in sorted(wanted):
            of_backend = [p for p in known.values() if p.backend == backend]
            task = catalogue_task(of_backend, sites, self._live, now=self._request.moment.now)
            self._perform("bind", [task], workers)
            if self._has(task.key):
                results.append(Result(task.key, of_backend[0].name, "latest"))
        return results

    def _read(self, reads: dict[str, ReadTask], workers: Workers) -> dict[str, Gathered]:
        """The posts that could be read, by id; the others have said why not."""
        self._perform("read", list(reads.values()), workers)
        posts = self._gathered(reads)
        aged = {i: reads[i] for i, gathered in posts.items() if self._is_aged(reads[i], gathered)}
        self._perform("read", list(aged.values()), workers, anew=True)
        posts |= self._gathered(aged)
        self.found += [found for gathered in posts.values() for found in gathered.diagnostics]
        return {post_id: gathered for post_id, gathered in posts.items() if gathered.post}

    def _is_aged(self, task: ReadTask, gathered: Gathered) -> bool:
        """A reading from the cache does not count where an image it missed may be there now, or one it had has gone."""
        return task.key not in self._done and (
            any(found.code == "A401" for found in gathered.diagnostics)
            or any(image.path and not self._digests.of(image.path) for image in gathered.images)
        )

    def _gathered(self, reads: dict[str, ReadTask]) -> dict[str, Gathered]:
        return {
            post_id: _decode_gathered(self._cache.fetch(task.key))
            for post_id, task in reads.items()
            if self._has(task.key)
        }

    def _perform(self, stage: str, tasks: Sequence[Task], workers: Workers, *, anew: bool = False) -> None:
        """Runs the tasks whose results are not in the cache (``anew``: all); a failure is a diagnostic, no result."""
        missing = {task.key: task for task in tasks if anew or not self._has(task.key)}
        if not missing:
            return
        self._progress.stage(stage, len(missing))
        last = time.perf_counter()
        for task, outcome in workers.run(list(missing.values())):
            if isinstance(outcome, Failure):
                self._note(outcome)
            else:
                self._done.add(outcome)
            now = time.perf_counter()
            self._seconds[task.key], last = now - last, now
            self._progress.step(name_of(task))

    def _note(self, failure: Failure) -> None:
        if failure.again:
            raise DamagedCacheError(failure.reason)
        self.found.append(diagnose("B901", failure.reason, failure.name, hint=failure.trace))

    def _has(self, key: str) -> bool:
        return key in self._done or (not self._request.fresh and self._cache.has(key))

    def _write(self, results: Sequence[Result], output: Output) -> tuple[list[Row], list[Entry]]:
        self._progress.stage("write", 0)
        rows: list[Row] = []
        entries: list[Entry] = []
        for result in results:
            bound = _decode_bound(self._cache.fetch(result.key))
            self.found += bound.diagnostics
            inputs = {post.source: self._digests.of(post.source) for post in result.posts}
            for made in bound.artifacts:
                row = _row(result, made, self._seconds.get(result.key, 0.0))
                row = msgspec.structs.replace(row, state=output.state_of(row))
                if row.state != "same":
                    output.write(row.name, self._cache.fetch(made.digest))
                rows.append(row)
                entries.append(_entry(row, inputs, made.origins))
        return rows, entries

    def is_stale(self, entry: Entry) -> bool:
        """An artifact is stale when its publication was built now and its issue has no posts any more."""
        publication = next((p for p in self._chosen() if p.name == entry.publication), None)
        if publication is None:
            return entry.publication not in self._request.config.publications
        order, now = Order(issues=(entry.issue,)), self._request.moment.now
        bindings, _ = plan(publication, self._sites, self._live, order=order, now=now)
        return not any(entry.name.startswith(f"{binding.issue.folder}/") for binding in bindings)
