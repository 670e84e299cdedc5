"""What a worker does with a task. It reads the site and the cache, leaves its result in the cache, and never raises."""

from __future__ import annotations

import traceback
from base64 import b64decode
from pathlib import Path
from typing import Final

import msgspec

from exporter import backends
from exporter.backends.contract import BindJob, CatalogueJob, PartJob
from exporter.build.cache import Cache, digest
from exporter.build.tasks import (
    BindTask,
    Bound,
    CatalogueTask,
    Failure,
    Gathered,
    Image,
    Made,
    PartTask,
    ReadTask,
    Recipe,
    Task,
    name_of,
)
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import DamagedCacheError, ExportError
from exporter.model.artifact import Part, Rendered
from exporter.model.asset import Asset
from exporter.model.post import Post
from exporter.passes import images
from exporter.sites import open_site
from exporter.sites.index import Index
from exporter.world.files import DiskFiles

_encode: Final = msgspec.msgpack.Encoder(order="deterministic").encode
_LAST_LINES: Final = 30


class Worker:
    """Holds what all tasks share: the open site, the index of its pages, the themes, the cache."""

    def __init__(self, recipe: Recipe) -> None:
        self._files = DiskFiles(Path(recipe.root))
        self._site = open_site(self._files, recipe.settings, recipe.shortcodes)
        self._index = Index(recipe.sources)
        self._themes = recipe.themes
        self._cache = Cache(Path(recipe.cache))

    def run(self, task: Task) -> str | Failure:
        """The key of the result, or what went wrong on our side."""
        name = name_of(task)
        try:
            match task:
                case ReadTask():
                    self._cache.put(task.key, _encode(self._read(task)))
                case PartTask():
                    self._cache.put(task.key, _encode(self._part(task)))
                case BindTask():
                    self._cache.put(task.key, _encode(self._bind(task)))
                case CatalogueTask():
                    listed = backends.load(task.backend).catalogue(CatalogueJob(listed=task.listed))
                    self._cache.put(task.key, _encode(self._store(listed)))
        except DamagedCacheError as error:
            return Failure(name, str(error), "", again=True)
        except Exception as error:
            return _failure(name, error)
        except BaseException as error:
            # WeasyPrint's FatalURLFetchingError is a BaseException; only the operator may stop us.
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            return _failure(name, error)
        return task.key

    def _read(self, task: ReadTask) -> Gathered:
        reading = self._site.read(task.source, self._index)
        if reading.post is None:
            return Gathered(b"", (), reading.diagnostics)
        # JSON: MessagePack's timestamps forget the zone, and a post of midnight in Tokyo would be of the day before.
        post = msgspec.json.encode(reading.post, order="deterministic")
        return Gathered(post, reading.post.images, reading.diagnostics)

    def _part(self, task: PartTask) -> Part:
        gathered = msgspec.msgpack.decode(self._cache.fetch(task.post), type=Gathered)
        post = msgspec.json.decode(gathered.post, type=Post)
        found: list[Diagnostic] = []
        lines = {image.url: image.line for image in post.images}
        assets = {}
        for image in task.images:
            asset = self._asset(image, post.source, lines.get(image.url, 0), found)
            if asset is not None:
                assets[image.url] = asset
        backend = backends.load(task.backend)
        job = PartJob(
            post=post, site=task.site, theme=self._themes[task.theme], options=task.options, assets=assets
        )
        part = backend.part(job)
        return Part(part.content, (*found, *part.diagnostics))

    def _asset(self, image: Image, source: str, line: int, found: list[Diagnostic]) -> Asset | None:
        """The picture's bytes, when they are what they seem; else a diagnostic says what is wrong with them."""
        place = image.path or f"{image.url[:40]}…"
        try:
            content = (
                self._files.read(image.path, images.BYTES)
                if image.path
                else b64decode(image.url.partition(",")[2])
            )
        except (OSError, ValueError, ExportError) as error:
            found.append(diagnose("A403", f"{place} cannot be read ({error})", source, line))
            return None
        seen = images.inspect(image.url, image.path, content)
        if isinstance(seen, images.Refusal):
            found.append(diagnose(seen.code, f"{place}: {seen.reason}", source, line))
            return None
        if image.path and images.misnamed(seen):
            found.append(diagnose("A406", f"{place} is {seen.media_type}", source, line))
        return seen

    def _bind(self, task: BindTask) -> Bound:
        parts = tuple(msgspec.msgpack.decode(self._cache.fetch(key), type=Part) for key in task.parts)
        job = BindJob(
            issue=task.issue,
            site=task.site,
            theme=self._themes[task.theme],
            options=task.options,
            parts=parts,
        )
        rendered = backends.load(task.backend).bind(job)
        return self._store(rendered, *(d for part in parts for d in part.diagnostics))

    def _store(self, rendered: Rendered, *before: Diagnostic) -> Bound:
        made = []
        for artifact in rendered.artifacts:
            key = digest(artifact.content)
            self._cache.put(key, artifact.content)
            made.append(
                Made(
                    name=artifact.name,
                    media_type=artifact.media_type,
                    digest=key,
                    size=len(artifact.content),
                    count=artifact.count,
                    unit=artifact.unit,
                    origins=artifact.origins,
                )
            )
        return Bound(tuple(made), (*before, *rendered.diagnostics))


def _failure(name: str, error: BaseException) -> Failure:
    trace = traceback.format_exception(error)
    return Failure(name, f"{type(error).__name__}: {error}", "".join(trace[-_LAST_LINES:]))


_WORKER: list[Worker] = []


def start(recipe: Recipe) -> None:
    """The initializer of a worker process."""
    _WORKER[:] = [Worker(recipe)]


def run(task: Task) -> str | Failure:
    """One task in this process; ``start`` came first."""
    return _WORKER[0].run(task)
