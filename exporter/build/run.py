"""One build from end to end: scan, plan, read, make parts, bind, write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from exporter import backends
from exporter.build import keys
from exporter.build.cache import Cache
from exporter.build.digests import Digests
from exporter.build.executors import Workers
from exporter.build.plan import Binding, Order, plan
from exporter.build.report import Report, Row, in_order
from exporter.build.select import Moment, choose_live
from exporter.build.tasks import (
    BindTask,
    Bound,
    Failure,
    Gathered,
    Image,
    PartTask,
    ReadTask,
    Recipe,
    Task,
    name_of,
)
from exporter.build.themes import load_theme
from exporter.build.write import Entry, Output
from exporter.config import Config
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import DamagedCacheError
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.sites import open_site
from exporter.sites.base import OpenSite, Scan
from exporter.world.files import DiskFiles

_decode_gathered: Final = msgspec.msgpack.Decoder(Gathered).decode
_decode_bound: Final = msgspec.msgpack.Decoder(Bound).decode


class Progress(Protocol):
    """Told what goes on; the command line draws it."""

    def stage(self, name: str, total: int) -> None: ...
    def step(self, done: str) -> None: ...


class Request(Struct, frozen=True, kw_only=True):
    """What to build. No publications named means all of them."""

    root: Path
    out: Path
    cache: Path
    config: Config
    moment: Moment
    publications: tuple[str, ...] = ()
    order: Order = Order()
    jobs: int = 1
    fresh: bool = False


class Build:
    """The state of one build: what is known of the site, and what was found on the way."""

    def __init__(self, request: Request, progress: Progress) -> None:
        self._request = request
        self._progress = progress
        self._files = DiskFiles(request.root)
        self._cache = Cache(request.cache)
        self._digests = Digests(self._files, self._cache, str(request.root.resolve()))
        self._done: set[str] = set()
        self._found: list[Diagnostic] = list(request.config.diagnostics)
        self._seconds: dict[str, float] = {}

    def run(self) -> Report:
        """Builds; whatever is wrong with posts is in the Report. Raises ExportError for the operator's and
        the machine's trouble.
        """
        begin = time.perf_counter()
        output = Output(self._request.out)
        site = open_site(self._files, self._request.config.site, self._request.config.shortcodes)
        self._found += site.diagnostics
        self._progress.stage("scan", 0)
        scan = site.scan()
        self._found += scan.diagnostics
        live, left_out = choose_live(scan.sources, self._request.moment)
        self._found += left_out
        bindings = self._plan(site, live)
        if not live:
            self._found.append(diagnose("B903", "no post to export"))
        recipe = self._recipe(site, scan, bindings)
        workers = Workers(recipe, self._request.jobs)
        try:
            rows, entries = self._make_twice(site, scan, bindings, recipe, workers, output)
        except BaseException:
            workers.close(now=True)
            raise
        finally:
            self._digests.save()
        workers.close()
        report = Report(
            artifacts=tuple(rows),
            diagnostics=in_order(self._found),
            posts=len({s.id for b in bindings for s in b.issue.posts}),
            seconds=round(time.perf_counter() - begin, 2),
        )
        removed = output.finish(entries, is_stale=self._staleness(live, site), report=_published(report))
        return msgspec.structs.replace(report, removed=removed)

    def _plan(self, site: OpenSite, live: Sequence[Source]) -> list[Binding]:
        bindings: list[Binding] = []
        for publication in self._chosen():
            more, empty = plan(
                publication, site.sites, live, order=self._request.order, now=self._request.moment.now
            )
            bindings += more
            self._found += empty
        return bindings

    def _chosen(self) -> list[Publication]:
        known = self._request.config.publications
        return [known[name] for name in (self._request.publications or known)]

    def _recipe(self, site: OpenSite, scan: Scan, bindings: Iterable[Binding]) -> Recipe:
        names = sorted({b.publication.theme for b in bindings})
        settings = self._request.config.site
        return Recipe(
            root=str(self._request.root.resolve()),
            cache=str(self._request.cache),
            generator=site.sites[0].generator,
            settings=settings,
            shortcodes=self._request.config.shortcodes,
            sources=scan.sources,
            themes={name: load_theme(name, self._request.root) for name in names},
        )

    def _make_twice(
        self,
        site: OpenSite,
        scan: Scan,
        bindings: list[Binding],
        recipe: Recipe,
        workers: Workers,
        output: Output,
    ) -> tuple[list[Row], list[Entry]]:
        """A damaged entry is removed when it is met; the second time everything is whole."""
        try:
            return self._make(site, scan, bindings, recipe, workers, output)
        except DamagedCacheError:
            return self._make(site, scan, bindings, recipe, workers, output)

    def _make(
        self,
        site: OpenSite,
        scan: Scan,
        bindings: list[Binding],
        recipe: Recipe,
        workers: Workers,
        output: Output,
    ) -> tuple[list[Row], list[Entry]]:
        wanted = {s.id: s for b in bindings for s in b.issue.posts}
        index = keys.index_key(scan.sources)
        reads = {
            post_id: keys.read_key(
                source, self._digests.of(source.source), fingerprint=site.fingerprint, index=index
            )
            for post_id, source in wanted.items()
        }
        self._perform("read", [ReadTask(key=reads[i], source=s) for i, s in wanted.items()], workers)
        posts = self._gathered(reads)
        themes = {name: keys.theme_key(theme) for name, theme in recipe.themes.items()}
        parts = [self._part_tasks(b, posts, reads, themes) for b in bindings]
        self._perform("set", [task for tasks in parts for task in tasks.values()], workers)
        binds = [self._bind_task(b, tasks, themes) for b, tasks in zip(bindings, parts, strict=True)]
        self._perform("bind", [task for task in binds if task is not None], workers)
        return self._write(bindings, binds, output)

    def _perform(self, stage: str, tasks: Sequence[Task], workers: Workers) -> None:
        """Runs the tasks whose results are not in the cache; a failure is a diagnostic and no result."""
        fresh = {task.key: task for task in tasks if not self._has(task.key)}
        if not fresh:
            return
        self._progress.stage(stage, len(fresh))
        last = time.perf_counter()
        for task, outcome in workers.run(list(fresh.values())):
            if isinstance(outcome, Failure):
                if outcome.again:
                    raise DamagedCacheError(outcome.reason)
                self._found.append(diagnose("B901", f"{outcome.reason}", outcome.name, hint=outcome.trace))
            else:
                self._done.add(outcome)
            now = time.perf_counter()
            self._seconds[task.key], last = now - last, now
            self._progress.step(name_of(task))

    def _has(self, key: str) -> bool:
        return key in self._done or (not self._request.fresh and self._cache.has(key))

    def _gathered(self, reads: dict[str, str]) -> dict[str, Gathered]:
        """The posts that could be read, by id; the others have said why not."""
        posts: dict[str, Gathered] = {}
        for post_id, key in reads.items():
            if not self._has(key):
                continue
            gathered = _decode_gathered(self._cache.fetch(key))
            self._found += gathered.diagnostics
            if gathered.post is not None:
                posts[post_id] = gathered
        return posts

    def _part_tasks(
        self, binding: Binding, posts: dict[str, Gathered], reads: dict[str, str], themes: dict[str, str]
    ) -> dict[str, PartTask]:
        publication = binding.publication
        backend = backends.load(publication.backend)
        tasks: dict[str, PartTask] = {}
        for source in binding.issue.posts:
            gathered = posts.get(source.id)
            if gathered is None or gathered.post is None:
                continue
            images = tuple(
                Image(ref.url, ref.path, self._digests.of(ref.path) if ref.path else "")
                for ref in gathered.images
                if ref.path or ref.url.startswith("data:")
            )
            key = keys.part_key(
                backend,
                publication.options,
                site=binding.site,
                theme=themes[publication.theme],
                post=bytes(gathered.post),
                images=images,
            )
            tasks[source.id] = PartTask(
                key=key,
                name=source.source,
                backend=publication.backend,
                options=publication.options,
                site=binding.site,
                theme=publication.theme,
                post=reads[source.id],
                images=images,
            )
        return tasks

    def _bind_task(
        self, binding: Binding, parts: dict[str, PartTask], themes: dict[str, str]
    ) -> BindTask | None:
        """The bind of the posts whose parts were made; None where there is none."""
        made = {post_id: task.key for post_id, task in parts.items() if self._has(task.key)}
        posts = tuple(p for p in binding.issue.posts if p.id in made)
        if not posts:
            return None
        issue = msgspec.structs.replace(binding.issue, posts=posts)
        publication = binding.publication
        part_keys = tuple(made[p.id] for p in posts)
        return BindTask(
            key=keys.bind_key(
                backends.load(publication.backend),
                publication.options,
                site=binding.site,
                theme=themes[publication.theme],
                issue=issue,
                parts=part_keys,
            ),
            name=f"{issue.folder}/{issue.id}",
            backend=publication.backend,
            options=publication.options,
            site=binding.site,
            theme=publication.theme,
            issue=issue,
            parts=part_keys,
        )

    def _write(
        self, bindings: list[Binding], binds: list[BindTask | None], output: Output
    ) -> tuple[list[Row], list[Entry]]:
        self._progress.stage("write", 0)
        rows: list[Row] = []
        entries: list[Entry] = []
        for binding, task in zip(bindings, binds, strict=True):
            if task is None or not self._has(task.key):
                continue
            bound = _decode_bound(self._cache.fetch(task.key))
            self._found += bound.diagnostics
            inputs = {p.source: self._digests.of(p.source) for p in task.issue.posts}
            for made in bound.artifacts:
                row = Row(
                    publication=binding.publication.name,
                    issue=task.issue.id,
                    seconds=round(self._seconds.get(task.key, 0.0), 2),
                    **msgspec.structs.asdict(made),
                )
                row = msgspec.structs.replace(row, state=output.state_of(row))
                if row.state != "same":
                    output.write(row.name, self._cache.fetch(made.digest))
                rows.append(row)
                entries.append(
                    Entry(
                        name=row.name,
                        publication=row.publication,
                        issue=row.issue,
                        media_type=row.media_type,
                        digest=row.digest,
                        size=row.size,
                        inputs=inputs,
                    )
                )
        return rows, entries

    def _staleness(self, live: Sequence[Source], site: OpenSite) -> Callable[[Entry], bool]:
        """An artifact is stale when its publication was built now and its issue has no posts any more."""
        chosen = {p.name: p for p in self._chosen()}

        def is_stale(entry: Entry) -> bool:
            publication = chosen.get(entry.publication)
            if publication is None:
                return entry.publication not in self._request.config.publications
            order = Order(issues=(entry.issue,))
            bindings, _ = plan(publication, site.sites, live, order=order, now=self._request.moment.now)
            folder = entry.name.rpartition("/")[0]
            return not any(b.issue.folder == folder for b in bindings)

        return is_stale


def _published(report: Report) -> bytes:
    """report.json: what lies in the output folder must not tell the time, or no two builds were alike."""
    rows = tuple(msgspec.structs.replace(row, seconds=0.0, state="") for row in report.artifacts)
    steady = msgspec.structs.replace(report, artifacts=rows, seconds=0.0)
    return msgspec.json.format(msgspec.json.encode(steady), indent=1)


def run(request: Request, progress: Progress) -> Report:
    """One build."""
    return Build(request, progress).run()
