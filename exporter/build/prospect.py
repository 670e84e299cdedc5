"""The site as it is now, and what a build would bind of it. Headers are read, no body; nothing is made or written."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from exporter import backends
from exporter.build import keys
from exporter.build.cache import Cache
from exporter.build.closed import hold
from exporter.build.editions import attach_editions
from exporter.build.guard import guard
from exporter.build.memory import Memory
from exporter.build.missed import missed
from exporter.build.placeholders import with_placeholders
from exporter.build.plan import Binding, Order, plan
from exporter.build.request import Progress, Request
from exporter.build.schedule import catalogue_task
from exporter.build.select import choose_live, span_of_moment
from exporter.build.tasks import CatalogueTask
from exporter.build.tongues import misnamed
from exporter.build.unknown import expect_known
from exporter.diagnostics import Diagnostic, diagnose
from exporter.ledger.closed import load_closed
from exporter.ledger.file import load
from exporter.ledger.rows import Ledger
from exporter.model.manifest import Entry
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.sites import open_site
from exporter.sites.base import OpenSite
from exporter.sites.index import Index
from exporter.sites.watched import Watched
from exporter.world.survey import survey
from exporter.world.surveyed import SurveyedFiles


class Catalogue(NamedTuple):
    """What makes the list of all issues of a backend, and the publications whose issues they are."""

    publications: tuple[Publication, ...]
    task: CatalogueTask


class Prospect:
    """``found`` is what was found on the way, ``ledger`` the ids of feeds where readers will know others."""

    def __init__(self, request: Request, progress: Progress, cache: Cache) -> None:
        tell = _Headers(progress)
        surveyed = SurveyedFiles(request.survey or survey(request.root))
        self._request = request
        self.files = Watched(surveyed)
        self.memory = Memory(surveyed, cache, lambda: self.index, fresh=request.fresh)
        self.site: OpenSite = open_site(self.files, request.config.site, request.config.shortcodes)
        scan = self.site.scan(self.memory.notes, tell)
        self.memory.keep_notes(scan.notes)
        self.sources = scan.sources
        self._sites = with_placeholders(self.site.sites, scan.sources)
        self._live, left_out = choose_live(scan.sources, request.moment)
        self.ledger: Ledger | None = None
        told = (*self.site.diagnostics, *missed(surveyed), *scan.diagnostics)
        self.found: list[Diagnostic] = [*told, *left_out, *misnamed(self._live)]

    @cached_property
    def index(self) -> Index:
        """Of all pages, for links by name."""
        return Index(self.sources)

    def digest_of(self, name: str) -> str:
        """Of a file of the site; empty where there is none."""
        return self.memory.digests.of(name)

    @property
    def reading(self) -> bytes:
        """What shapes all readings but their post (keys.scene_key)."""
        return keys.scene_key(program=self.memory.program, fingerprint=self.site.fingerprint)

    def is_moved(self, source: Source) -> bool:
        """True of a post that would be read otherwise though its file is the same: what it looked up is another."""
        key = keys.read_key(source, self.digest_of(source.source), scene=self.reading)
        return self.memory.is_moved(source.id, key)

    def holds(self) -> tuple[float, float]:
        """From when to when the same posts are live and the same spans are over."""
        zones = [ZoneInfo(site.timezone) for site in self._sites if site.timezone]
        return span_of_moment(self.sources, self._request.moment, zones)

    def plan(self, order: Order | None = None) -> list[Binding]:
        """What would be bound by what was asked for, or by another ``order``."""
        if not self._live:
            self.found.append(diagnose("B903", "no post to export"))
            return []
        now, order = self._request.moment.now, order or self._request.order
        bindings: list[Binding] = []
        for publication in self.publications:
            more, empty = plan(publication, self._sites, self._live, order=order, now=now)
            bindings += more
            self.found += empty
        ids = {binding.issue.id for binding in bindings}
        strange = [i for i in order.issues if i not in ids]
        expect_known(strange, self.publications, self._sites, self._live, now=now)
        return self._paged(self._guarded(self._held(bindings)))

    @cached_property
    def publications(self) -> list[Publication]:
        """Those that are asked for. Raises UsageError for one that is not known."""
        return self._request.config.chosen(self._request.publications)

    def catalogues(self, standing: Container[tuple[str, str, str]]) -> list[Catalogue]:
        """Of those backends that have one and make something now: of the issues (publication, id, folder) that are
        ``standing`` in the output.
        """
        known, now = self._request.config.publications.values(), self._request.moment.now
        wanted = {p.backend for p in self.publications if self._live and backends.load(p.backend).lists}
        of_backend = [tuple(p for p in known if p.backend == backend) for backend in sorted(wanted)]
        return [
            Catalogue(each, catalogue_task(each, self._sites, self._live, standing=standing, now=now))
            for each in of_backend
        ]

    def is_over(self, entry: Entry) -> bool:
        """True of an artifact whose issue has no posts any more."""
        publication = next((p for p in self.publications if p.name == entry.publication), None)
        if publication is None:
            return entry.publication not in self._request.config.publications
        order, now = Order(issues=(entry.issue,)), self._request.moment.now
        bindings, _ = plan(publication, self._sites, self._live, order=order, now=now)
        return not any(entry.name.startswith(f"{binding.issue.folder}/") for binding in bindings)

    def _held(self, bindings: list[Binding]) -> list[Binding]:
        """Closed issues as they were closed."""
        closed = load_closed(self._request.closed) if self._request.closed else {}
        held, told = hold(bindings, closed, self._live, self.memory.digests.of)
        self.found += told
        return held

    def _guarded(self, bindings: list[Binding]) -> list[Binding]:
        """Without the feeds that would do to readers what nobody accepted."""
        known = load(self._request.ledger) if self._request.ledger else None
        guarded = guard(bindings, known, self.sources, accept=self._request.accept)
        self.found += guarded.diagnostics
        self.ledger = guarded.ledger
        return guarded.bindings

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
        return hold(bindings, closed, self._live, self.memory.digests.of)[0]


class _Headers:
    """Tells of the headers of one scan."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0
        progress.stage("scan", 0)

    def __call__(self, done: int, total: int) -> None:
        if not self._done:
            self._progress.stage("scan", total)
        self._progress.step("", done - self._done)
        self._done = done
