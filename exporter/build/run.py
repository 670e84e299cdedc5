"""One build from end to end: scan, plan, read, make parts, bind, write."""

from __future__ import annotations

import time
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from exporter import backends
from exporter.build import keys
from exporter.build.closed import hold
from exporter.build.editions import attach_editions, with_editions
from exporter.build.ends import Output, open_cache, open_output
from exporter.build.executors import Workers
from exporter.build.guard import guard
from exporter.build.make import Maker
from exporter.build.memory import Memory
from exporter.build.missed import missed
from exporter.build.placeholders import with_placeholders
from exporter.build.plan import Binding, Order, plan
from exporter.build.report import Report, Row, in_order
from exporter.build.request import Progress, Request
from exporter.build.results import Result, put_out
from exporter.build.schedule import Scene, catalogue_task
from exporter.build.select import choose_live, span_of_moment
from exporter.build.tasks import Recipe
from exporter.build.themes import load_theme
from exporter.build.unknown import expect_known
from exporter.build.worker import Place
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ChangedError, DamagedCacheError, UsageError
from exporter.ledger.closed import load_closed
from exporter.ledger.file import load, save
from exporter.ledger.rows import Ledger
from exporter.model.manifest import Entry
from exporter.model.publication import Publication
from exporter.model.theme import Theme
from exporter.sites import open_site
from exporter.sites.base import OpenSite
from exporter.sites.index import Index
from exporter.sites.notes import Notes
from exporter.sites.watched import Watched
from exporter.world.survey import survey
from exporter.world.surveyed import SurveyedFiles

# A damaged entry of the cache is removed when it is met, a file that changed is looked at again. Damage may lie in
# five layers, one below another: artifact, issue, part, post, reading.
_TRIES: Final = 5


class Built(NamedTuple):
    """What a build made, and between which instants (POSIX seconds) it would make the same of the same site."""

    report: Report
    since: float
    until: float


def run(request: Request, progress: Progress) -> Report:
    """One build. What is wrong with posts is in the Report; raises ExportError for trouble of operator and machine."""
    return build(request, progress).report


def build(request: Request, progress: Progress) -> Built:
    """The same, and how long it holds."""
    for _ in range(_TRIES):
        try:
            return _run(request, progress)
        except (DamagedCacheError, ChangedError):
            request = msgspec.structs.replace(request, survey=None)
    return _run(msgspec.structs.replace(request, fresh=True), progress)


def _run(request: Request, progress: Progress) -> Built:
    begin = time.perf_counter()
    build = Build(request, progress)
    output = open_output(request.out)
    try:
        rows, entries = build.make(output)
        report = Report(
            artifacts=tuple(rows),
            diagnostics=in_order(build.found),
            posts=len({path for entry in entries for path in entry.inputs}),
            seconds=round(time.perf_counter() - begin, 2),
        )
        removed = output.finish(entries, is_stale=build.is_stale, report=_published(report))
    finally:
        output.close()
    if request.ledger and build.ledger:
        save(request.ledger, build.ledger)
    build.tend()
    return Built(msgspec.structs.replace(report, removed=removed), *build.holds())


def _published(report: Report) -> bytes:
    """report.json: what lies in the output folder must not tell the time, or no two builds were alike."""
    rows = tuple(msgspec.structs.replace(row, seconds=0.0, state="") for row in report.artifacts)
    steady = msgspec.structs.replace(report, artifacts=rows, seconds=0.0)
    return msgspec.json.format(msgspec.json.encode(steady), indent=1)


class Build:
    """The state of one build: the open site, its live posts, and what was ``found`` on the way."""

    def __init__(self, request: Request, progress: Progress) -> None:
        self._request = request
        self._progress = progress
        progress.stage("scan", 0)
        surveyed = SurveyedFiles(request.survey or survey(request.root))
        self._files = Watched(surveyed)
        self._cache = open_cache(request.cache, request.store)
        self._memory = Memory(surveyed, self._cache, fresh=request.fresh)
        self._site: OpenSite = open_site(self._files, request.config.site, request.config.shortcodes)
        scan = self._site.scan(self._memory.notes)
        self._memory.keep_notes(scan.notes)
        self._scan = msgspec.structs.replace(scan, notes=Notes())
        progress.stage("scan", len(scan.sources))
        self._sites = with_placeholders(self._site.sites, self._scan.sources)
        self._live, left_out = choose_live(self._scan.sources, request.moment)
        self.ledger: Ledger | None = None
        self._made: set[tuple[str, str, str]] = set()
        told = (*self._site.diagnostics, *missed(surveyed), *self._scan.diagnostics)
        self.found: list[Diagnostic] = [*told, *left_out]

    def make(self, output: Output) -> tuple[list[Row], list[Entry]]:
        """Everything up to what is staged in ``output``, its manifest aside."""
        bindings = self.plan()
        names = sorted({binding.publication.theme for binding in with_editions(bindings)})
        themes = {name: load_theme(name, self._request.root) for name in names}
        request = self._request
        place = Place(self._files, self._site, lambda: self._index)
        workers = Workers(self._recipe(themes), request.jobs, place, address=request.executor)
        maker = Maker(workers, self._cache, self._memory, self._progress, fresh=request.fresh)
        try:
            results = maker.make(bindings, self._scene(themes), lambda: self._index)
            self._progress.stage("write", 0)
            rows, entries = self._write(results, maker, output)
            self._made = {(e.publication, e.issue, str(PurePosixPath(e.name).parent)) for e in entries}
            lists = self._write(self._list(maker, self._standing(output, entries)), maker, output)
        except BaseException:
            workers.close(now=True)
            raise
        finally:
            workers.close()
            self._memory.save({source.id for source in self._scan.sources})
        self.found += maker.found
        return rows + lists[0], entries + lists[1]

    def tend(self) -> None:
        """What was remembered goes to where the cache is, and what nobody uses goes away."""
        self._cache.evict()
        self._cache.send()

    def holds(self) -> tuple[float, float]:
        """From when to when the same posts are live and the same spans are over."""
        zones = [ZoneInfo(site.timezone) for site in self._sites if site.timezone]
        return span_of_moment(self._scan.sources, self._request.moment, zones)

    @cached_property
    def _index(self) -> Index:
        return Index(self._scan.sources)

    def plan(self) -> list[Binding]:
        """What would be bound."""
        if not self._live:
            self.found.append(diagnose("B903", "no post to export"))
            return []
        now, order = self._request.moment.now, self._request.order
        bindings: list[Binding] = []
        for publication in self._chosen():
            more, empty = plan(publication, self._sites, self._live, order=order, now=now)
            bindings += more
            self.found += empty
        ids = {binding.issue.id for binding in bindings}
        expect_known(
            [i for i in order.issues if i not in ids], self._chosen(), self._sites, self._live, now=now
        )
        return self._paged(self._guarded(self._held(bindings)))

    def digest_of(self, name: str) -> str:
        """Of a file of the site; empty where there is none."""
        return self._memory.digests.of(name)

    def _held(self, bindings: list[Binding]) -> list[Binding]:
        """Closed issues as they were closed."""
        closed = load_closed(self._request.closed) if self._request.closed else {}
        held, told = hold(bindings, closed, self._live, self._memory.digests.of)
        self.found += told
        return held

    def _paged(self, bindings: list[Binding]) -> list[Binding]:
        """With the editions whose pages they follow."""
        paged, told = attach_editions(bindings, self._request.config.publications, self._issues)
        self.found += told
        return paged

    def _issues(self, publication: Publication) -> list[Binding]:
        """All that a publication makes of its own; what there is to tell of them, their own build tells."""
        now = self._request.moment.now
        bindings, _ = plan(publication, self._sites, self._live, order=Order(every_issue=True), now=now)
        closed = load_closed(self._request.closed) if self._request.closed else {}
        return hold(bindings, closed, self._live, self._memory.digests.of)[0]

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

    def _scene(self, themes: dict[str, Theme]) -> Scene:
        return Scene(
            reading=keys.scene_key(program=self._memory.program, fingerprint=self._site.fingerprint),
            themes={name: keys.theme_key(theme) for name, theme in themes.items()},
        )

    def _standing(self, output: Output, entries: list[Entry]) -> frozenset[tuple[str, str, str]]:
        """Publication, id and folder of each issue that has artifacts after this build: made now, or left as it was."""
        left = (entry for entry in output.standing() if not self._is_remade(entry))
        all_of_them = (*entries, *left)
        return frozenset(
            (e.publication, e.issue, str(p)) for e in all_of_them for p in PurePosixPath(e.name).parents
        )

    def _list(self, maker: Maker, standing: frozenset[tuple[str, str, str]]) -> list[Result]:
        """The catalogues of those backends that have one and make something now."""
        known = self._request.config.publications
        wanted = {p.backend for p in self._chosen() if self._live and backends.load(p.backend).lists}
        results = []
        for backend in sorted(wanted):
            of_backend = [p for p in known.values() if p.backend == backend]
            now = self._request.moment.now
            task = catalogue_task(of_backend, self._sites, self._live, standing=standing, now=now)
            results.append(maker.result_of(task, of_backend[0].name, "latest"))
        return [result for result in results if result is not None]

    def _write(self, results: list[Result], maker: Maker, output: Output) -> tuple[list[Row], list[Entry]]:
        rows: list[Row] = []
        entries: list[Entry] = []
        for result in results:
            written = put_out(
                result, output, self._cache, seconds=maker.seconds, digest_of=self._memory.digests.of
            )
            self.found += written.found
            rows += written.rows
            entries += written.entries
        return rows, entries

    def is_stale(self, entry: Entry) -> bool:
        """An artifact is stale when its issue was made now and it was not, or when the issue has no posts any more."""
        if self._is_remade(entry):
            return True
        publication = next((p for p in self._chosen() if p.name == entry.publication), None)
        if publication is None:
            return entry.publication not in self._request.config.publications
        order, now = Order(issues=(entry.issue,)), self._request.moment.now
        bindings, _ = plan(publication, self._sites, self._live, order=order, now=now)
        return not any(entry.name.startswith(f"{binding.issue.folder}/") for binding in bindings)

    def _is_remade(self, entry: Entry) -> bool:
        """True of what its issue, which was made now, had made before or has made again."""
        folders = [str(parent) for parent in PurePosixPath(entry.name).parents][:-1]
        return any((entry.publication, entry.issue, folder) in self._made for folder in folders)
