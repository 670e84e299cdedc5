"""The newest issue of each publication, as a preview builds it again and again."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from exporter.build.ends import open_cache
from exporter.build.periods import ID_OF
from exporter.build.plan import Binding, Order
from exporter.build.prospect import Prospect
from exporter.build.report import Report
from exporter.build.run import run
from exporter.build.select import day_of
from exporter.commands.build import request_of
from exporter.commands.pictures import SitePictures
from exporter.commands.progress import DOING
from exporter.commands.site import read_site_config
from exporter.diagnostics import Diagnostic
from exporter.errors import UsageError
from exporter.formats import as_text, summary
from exporter.model.publication import Publication

# What is seen soonest comes first: a letter is there in a second, the pages of a month in a minute.
_SOONEST: Final = ("feeds", "newsletter", "epub", "pdf")
# A PDF of a longer span is shown by its newest month: to lay out a year takes minutes.
_LONG: Final = frozenset(["quarter", "year", "all"])


class Newest:
    """Builds publication by publication, so that each is seen as soon as it is there, and says so."""

    def __init__(
        self,
        options: argparse.Namespace,
        cache: Path,
        now: datetime,
        say: Callable[[str], None],
        pictures: SitePictures,
    ) -> None:
        self._options = options
        self._cache = cache
        self._now = now
        self._say = say
        self._pictures = pictures

    def __call__(self, tick: Callable[[str], None]) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
        config = read_site_config(self._options.site, self._options.config)
        if config.diagnostics:
            raise UsageError(as_text(config.diagnostics).strip())
        self._pictures.renew(config)
        request = request_of(self._options, config, self._cache, self._now)
        chosen = config.chosen(self._options.publications)
        request = msgspec.structs.replace(
            request,
            jobs=self._options.jobs,
            ledger=None,
            publications=tuple(one.name for one in sorted(chosen, key=_wait)),
            order=Order(every_issue=True),
        )
        cache = open_cache(request.cache, request.store)
        bindings = Prospect(request, _Progress(tick, "plan"), cache).plan()
        for name in request.publications:
            ids = self._options.issue or _newest([b for b in bindings if b.publication.name == name])
            own = msgspec.structs.replace(request, publications=(name,), order=Order(issues=tuple(ids)))
            report = run(own, _Progress(tick, name))
            self._say(_told(name, report))
            yield name, report.diagnostics


def _wait(publication: Publication) -> int:
    return _SOONEST.index(publication.backend)


class _Progress:
    """Says what is being done, and gives up when the answer is StoppedError."""

    def __init__(self, tick: Callable[[str], None], name: str) -> None:
        self._tick = tick
        self._name = name
        self._doing = ""
        self._total = self._done = 0

    def stage(self, name: str, total: int) -> None:
        self._doing, self._total, self._done = f"{self._name}: {DOING[name]}", total, 0
        self._tick(self._doing)

    def step(self, done: str, count: int = 1) -> None:  # noqa: ARG002  the page says how many, not which
        self._done += count
        self._tick(f"{self._doing}, {self._done} of {self._total}")


def _newest(bindings: list[Binding]) -> list[str]:
    """The newest issue of each language and run; of a long PDF its newest month."""
    newest = {binding.issue.folder: binding for binding in bindings}
    return list(dict.fromkeys(_id_of(binding) for binding in newest.values()))


def _id_of(binding: Binding) -> str:
    if binding.publication.backend == "pdf" and binding.publication.every in _LONG:
        return ID_OF["month"](max(day_of(post) for post in binding.issue.posts))
    return binding.issue.id


def _told(name: str, report: Report) -> str:
    found = summary(report.diagnostics)
    files = f"{len(report.artifacts)} files in {report.seconds:.1f} s"
    return f"{name}: {files}{f'; {found}' if found else ''}"
