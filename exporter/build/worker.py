"""What a worker does with a task. It reads the site and the cache, leaves its result in the cache, and never raises."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from exporter import backends
from exporter.backends.contract import BindJob, CatalogueJob
from exporter.build.cache import Cache, Spooled, Stored, content_digest
from exporter.build.part import failure_of, read_asset, set_post
from exporter.build.parts import StoredParts
from exporter.build.past import Past
from exporter.build.tasks import (
    BindTask,
    Bound,
    CatalogueTask,
    Failure,
    Gathered,
    Made,
    PartTask,
    ReadTask,
    Recipe,
    Task,
    name_of,
)
from exporter.config import FILE
from exporter.diagnostics import Diagnostic
from exporter.errors import CacheError, ChangedError, DamagedCacheError, ExportError, ThemeError
from exporter.model.artifact import Artifact, Rendered
from exporter.model.pagination import Pagination
from exporter.sites import open_site
from exporter.sites.base import OpenSite
from exporter.sites.index import Index
from exporter.sites.watched import Saw, Watched, WatchedIndex
from exporter.world.files import DiskFiles

_encode: Final = msgspec.msgpack.Encoder(order="deterministic").encode
_decode_bound: Final = msgspec.msgpack.Decoder(Bound).decode


class Place(NamedTuple):
    """The site as a worker sees it: its files, the open site upon them, the index of its pages when needed."""

    files: Watched
    site: OpenSite
    pages: Callable[[], Index]


def _place(recipe: Recipe) -> Place:
    files = Watched(DiskFiles(Path(recipe.root)))
    return Place(files, open_site(files, recipe.settings, recipe.shortcodes), lambda: Index(recipe.sources))


class Worker:
    """Holds what all tasks share: the site, the themes, the cache."""

    def __init__(self, recipe: Recipe, place: Place | None = None) -> None:
        self._files, self._site, self._make_index = place or _place(recipe)
        self._themes = recipe.themes
        self._cache = Cache(Path(recipe.cache))
        self._fresh = recipe.fresh

    @cached_property
    def _index(self) -> Index:
        return self._make_index()

    def run(self, task: Task) -> str | Failure:
        """The key of the result, or what went wrong on our side."""
        name = name_of(task)
        try:
            self._cache.put(task.key, self._do(task))
        except DamagedCacheError as error:
            return Failure(name, str(error), "", again="damaged")
        except ChangedError as error:
            return Failure(name, error.message, "", again="changed")
        except CacheError as error:
            return Failure(name, str(error), "", fatal="cache")
        except ThemeError as error:
            return Failure(name, error.message, error.hint, fatal="theme")
        except Exception as error:
            return failure_of(name, error)
        except BaseException as error:
            # WeasyPrint's FatalURLFetchingError is a BaseException; only the operator may stop us.
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            return failure_of(name, error)
        return task.key

    def _do(self, task: Task) -> bytes:
        match task:
            case ReadTask():
                return _encode(self._read(task))
            case PartTask():
                return set_post(task, self._themes[task.theme], self._cache.fetch(task.post), self._files)
            case BindTask():
                return _encode(self._bind(task))
            case CatalogueTask():
                listed = backends.load(task.backend).catalogue(CatalogueJob(listed=task.listed))
                return _encode(self._store(listed))

    def _read(self, task: ReadTask) -> Gathered:
        saw: Saw = {}
        self._files.saw = saw
        try:
            reading = self._site.read(task.source, WatchedIndex(self._index, saw))
        finally:
            self._files.saw = None
        self._expect(task.source.source, task.content)
        if reading.post is None:
            return Gathered("", (), reading.diagnostics, saw)
        # JSON: MessagePack's timestamps forget the zone, and a post of midnight in Tokyo would be of the day before.
        post = msgspec.json.encode(reading.post, order="deterministic")
        key = content_digest(post)
        self._cache.put(key, post)
        return Gathered(key, reading.post.images, reading.diagnostics, saw)

    def _expect(self, name: str, wanted: str) -> None:
        """What was just read is what the build was planned with, or its result would be kept under a wrong key."""
        try:
            found = content_digest(self._files.read(name))
        except (OSError, ExportError):
            found = ""
        if found != wanted:
            raise ChangedError(f"{name} changed while it was read", "Build again.")

    def _bind(self, task: BindTask) -> Bound:
        parts = StoredParts(self._cache, task.parts)
        spools: list[Spooled] = []

        def spool() -> Spooled:
            spools.append(self._cache.spool())
            return spools[-1]

        backend = backends.load(task.backend)
        past = Past(self._cache, backend, fresh=self._fresh)
        found: list[Diagnostic] = []
        cover = read_asset(task.cover, FILE, 0, found, files=self._files) if task.cover else None
        job = BindJob(
            issue=task.issue,
            site=task.site,
            theme=self._themes[task.theme],
            options=task.options,
            fonts=self._fonts(task),
            parts=parts,
            keys=task.parts,
            kept=past.kept,
            earlier=past,
            spool=spool,
            pagination=self._pagination(task.edition),
            cover=cover,
        )
        try:
            rendered = backend.bind(job)
            return self._store(rendered, *found, *parts.diagnostics(rendered.told))
        finally:
            past.close()
            for opened in spools:
                self._cache.drop_spool(opened)

    def _pagination(self, edition: str) -> Pagination | None:
        return _decode_bound(self._cache.fetch(edition)).pagination if edition else None

    def _fonts(self, task: BindTask) -> dict[str, bytes]:
        if not getattr(task.options, "embed", False):
            return {}
        paths = dict.fromkeys(face.path for face in self._themes[task.theme].faces)
        return {path: Path(path).read_bytes() for path in paths}

    def _store(self, rendered: Rendered, *before: Diagnostic) -> Bound:
        made = []
        for artifact in rendered.artifacts:
            key, size = self._store_content(artifact)
            made.append(
                Made(
                    name=artifact.name,
                    media_type=artifact.media_type,
                    digest=key,
                    size=size,
                    count=artifact.count,
                    unit=artifact.unit,
                    origins=artifact.origins,
                )
            )
        return Bound(tuple(made), (*before, *rendered.diagnostics), rendered.pagination)

    def _store_content(self, artifact: Artifact) -> tuple[str, int]:
        """The key of an artifact's bytes, once they are in the cache, and how many there are."""
        spool = artifact.spool
        if isinstance(spool, Stored):
            return spool.digest().hex(), spool.size
        if isinstance(spool, Spooled):
            return self._cache.keep(spool), spool.size
        content = artifact.read()
        key = content_digest(content)
        self._cache.put(key, content)
        return key, len(content)


_WORKER: list[Worker] = []


def start(recipe: Recipe, place: Place | None = None) -> None:
    """What comes before the first task of a process; the parent has a ``place`` already."""
    _WORKER[:] = [Worker(recipe, place)]


def run(task: Task) -> str | Failure:
    """One task in this process; ``start`` came first."""
    return _WORKER[0].run(task)
