"""Parts on a cluster of dask.distributed (``--executor dask://HOST:PORT``; extra ``dask``).

A part's inputs travel with its task and the part with the answer: the cluster needs neither the site nor the cache,
only exporter in the same version. Readings and binds stay here, where the files are. What a lost worker had is done
again by the scheduler.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, as_completed
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from exporter.build.cache import Cache
from exporter.build.part import Inputs, make_part
from exporter.build.tasks import Failure, PartTask, Recipe, name_of
from exporter.errors import ConfigError, ExportError, NetworkError, UsageError, install
from exporter.passes import images
from exporter.world.files import LARGEST, DiskFiles

SCHEME: Final = "dask://"
# Seconds that a scheduler may take to answer.
_PATIENCE: Final = 10
# Tasks under way at once: their images are held in the scheduler's memory.
_AHEAD: Final = 64


class Cluster:
    """Raises UsageError for what is no address, ConfigError where dask is not installed or no scheduler answers,
    NetworkError where it is lost on the way.
    """

    def __init__(self, address: str, recipe: Recipe) -> None:
        self._address = address
        self._client = _connect(_scheduler(address))
        self._executor = self._client.get_executor(pure=False, retries=3)
        self._themes = self._client.scatter(recipe.themes, broadcast=True, hash=False)
        self._cache = Cache(Path(recipe.cache))
        self._files = DiskFiles(Path(recipe.root))

    def run(self, tasks: Sequence[PartTask]) -> Iterator[tuple[PartTask, str | Failure]]:
        """Each task with its outcome, as they finish."""
        for start in range(0, len(tasks), _AHEAD):
            pending = {
                self._executor.submit(make_part, task, self._themes, self._inputs(task)): task
                for task in tasks[start : start + _AHEAD]
            }
            for future in as_completed(pending):
                task = pending.pop(future)
                yield task, self._outcome(task, future)

    def _inputs(self, task: PartTask) -> Inputs:
        files: dict[str, bytes] = {}
        wanted = [(image.path, images.BYTES) for image in task.images if image.path]
        for path, limit in [*wanted, *([(task.name, LARGEST)] if task.original else [])]:
            try:
                files[path] = self._files.read(path, limit)
            except (OSError, ExportError):
                continue  # the worker says so
        return Inputs(self._cache.fetch(task.post), files)

    def _outcome(self, task: PartTask, future: Any) -> str | Failure:
        try:
            made = future.result()
        except CancelledError:
            raise NetworkError(
                f"the scheduler at {self._address} does not answer any more",
                "What was finished is kept; build again when it runs.",
            ) from None
        except Exception as error:
            return Failure(name_of(task), f"{type(error).__name__}: {error}", "")
        if isinstance(made, bytes):
            self._cache.put(task.key, made)
            return task.key
        failure: Failure = made
        return failure

    def close(self) -> None:
        self._client.close()


def _scheduler(address: str) -> str:
    """As dask writes it. One that cannot be is refused here: a client that was given it leaves its loop running."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if f"{parts.scheme}://" == SCHEME and parts.hostname and parts.port:
            return f"tcp://{parts.netloc}"
    raise UsageError(f"no executor is called {address!r}", f"A cluster's address is {SCHEME}HOST:PORT.")


def _connect(address: str) -> Any:
    try:
        import distributed  # noqa: PLC0415  an extra, loaded when it is asked for
    except ImportError:
        raise ConfigError("the cluster's library is not installed", install("distributed")) from None
    for name in ("client", "utils"):  # what they say with traces of a lost scheduler, we say in a line
        logging.getLogger(f"distributed.{name}").setLevel(logging.CRITICAL + 1)
    client: Any = distributed.Client  # it has no types
    try:
        return client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"no scheduler answers at {address}: {error}",
            "Start one with `dask scheduler`, and name it as dask://HOST:PORT.",
        ) from None
