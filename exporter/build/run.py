"""One build from end to end: scan, plan, read, make parts, bind, write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from exporter.build import keys
from exporter.build.editions import with_editions
from exporter.build.ends import open_cache, open_output
from exporter.build.executors import Workers
from exporter.build.make import Maker
from exporter.build.prospect import Prospect
from exporter.build.report import Report, Row, in_order
from exporter.build.request import Progress, Request
from exporter.build.results import Result, put_out
from exporter.build.schedule import Scene
from exporter.build.tasks import Recipe
from exporter.build.themes import load_themes
from exporter.build.worker import Place
from exporter.diagnostics import Diagnostic
from exporter.errors import ChangedError, DamagedCacheError
from exporter.ledger.file import save
from exporter.ledger.rows import Ledger
from exporter.model.manifest import Entry
from exporter.model.theme import Theme

if TYPE_CHECKING:
    from exporter.build.ends import Output

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
    """The state of one build. ``found`` is what there is to tell so far."""

    def __init__(self, request: Request, progress: Progress) -> None:
        self._request = request
        self._progress = progress
        self._cache = open_cache(request.cache, request.store)
        self._prospect = Prospect(request, progress, self._cache)
        self._made: set[tuple[str, str, str]] = set()

    @property
    def found(self) -> list[Diagnostic]:
        return self._prospect.found

    @property
    def ledger(self) -> Ledger | None:
        return self._prospect.ledger

    def make(self, output: Output) -> tuple[list[Row], list[Entry]]:
        """Everything up to what is staged in ``output``, its manifest aside."""
        prospect, request = self._prospect, self._request
        bindings = prospect.plan()
        themes = load_themes([binding.publication for binding in with_editions(bindings)], request.root)
        place = Place(prospect.files, prospect.site, lambda: prospect.index)
        workers = Workers(self._recipe(themes), request.jobs, place, address=request.executor)
        maker = Maker(workers, self._cache, prospect.memory, self._progress, fresh=request.fresh)
        try:
            results = maker.make(bindings, self._scene(themes))
            if results:
                self._progress.stage("write", len(results))
            rows, entries = self._write(results, maker, output, done=self._progress.step)
            self._made = {(e.publication, e.issue, str(PurePosixPath(e.name).parent)) for e in entries}
            listed = self._list(maker, self._standing(output, entries))
            lists = self._write(listed, maker, output, done=lambda _: None)
        except BaseException:
            workers.close(now=True)
            raise
        finally:
            workers.close()
            prospect.memory.save({source.id for source in prospect.sources})
        self.found.extend(maker.found)
        return rows + lists[0], entries + lists[1]

    def holds(self) -> tuple[float, float]:
        """As ``Prospect.holds``."""
        return self._prospect.holds()

    def tend(self) -> None:
        """What was remembered goes to where the cache is, and what nobody uses goes away."""
        self._cache.evict()
        self._cache.send()

    def is_stale(self, entry: Entry) -> bool:
        """An artifact is stale when its issue was made now and it was not, or when the issue has no posts any more."""
        return self._is_remade(entry) or self._prospect.is_over(entry)

    def _recipe(self, themes: dict[str, Theme]) -> Recipe:
        return Recipe(
            root=str(self._request.root.resolve()),
            cache=str(self._request.cache.resolve()),
            settings=self._request.config.site,
            shortcodes=self._request.config.shortcodes,
            sources=self._prospect.sources,
            themes=themes,
            fresh=self._request.fresh,
        )

    def _scene(self, themes: dict[str, Theme]) -> Scene:
        return Scene(reading=self._prospect.reading, themes=keys.theme_keys(themes))

    def _standing(self, output: Output, entries: list[Entry]) -> frozenset[tuple[str, str, str]]:
        """Publication, id and folder of each issue that has artifacts after this build: made now, or left as it was."""
        left = (entry for entry in output.standing() if not self._is_remade(entry))
        return issues_of((*entries, *left))

    def _list(self, maker: Maker, standing: frozenset[tuple[str, str, str]]) -> list[Result]:
        catalogues = self._prospect.catalogues(standing)
        maker.perform("list", [catalogue.task for catalogue in catalogues])
        return [
            Result(catalogue.task.key, catalogue.publications[0].name, "latest")
            for catalogue in catalogues
            if maker.is_made(catalogue.task)
        ]

    def _write(
        self, results: list[Result], maker: Maker, output: Output, *, done: Callable[[str], None]
    ) -> tuple[list[Row], list[Entry]]:
        rows: list[Row] = []
        entries: list[Entry] = []
        for result in results:
            written = put_out(
                result, output, self._cache, seconds=maker.seconds, digest_of=self._prospect.digest_of
            )
            self.found.extend(written.found)
            rows += written.rows
            entries += written.entries
            done(result.issue)
        return rows, entries

    def _is_remade(self, entry: Entry) -> bool:
        """True of what its issue, which was made now, had made before or has made again."""
        folders = [str(parent) for parent in PurePosixPath(entry.name).parents][:-1]
        return any((entry.publication, entry.issue, folder) in self._made for folder in folders)


def issues_of(entries: Iterable[Entry]) -> frozenset[tuple[str, str, str]]:
    """Publication, id and folder of each issue that has made one of ``entries``."""
    return frozenset((e.publication, e.issue, str(p)) for e in entries for p in PurePosixPath(e.name).parents)
