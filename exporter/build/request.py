"""What a build is asked for, and whom it tells what goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from msgspec import Struct

from exporter.build.plan import Order
from exporter.build.select import Moment
from exporter.config import Config
from exporter.world.survey import Survey
from exporter.world.url import Url


class Progress(Protocol):
    """Told what goes on; the command line draws it. ``total`` is 0 where it is not known yet: the stage is told of
    again when it is. A step deals with ``count`` things, of which ``done`` is one.
    """

    def stage(self, name: str, total: int) -> None: ...
    def step(self, done: str, count: int = 1) -> None: ...


class Request(Struct, frozen=True, kw_only=True):
    """What to build. No publications named means all of them.

    ``ledger`` is the file of ids that readers know; ``accept`` lets feeds change those and writes them there.
    ``closed`` is the file of closed issues. ``executor`` is the address of a cluster (``dask://HOST:PORT``); empty for
    this machine. ``store`` is where the cache lives if that is no folder; then ``cache`` is the one before it.
    ``survey`` is a walk over the site, if there was one already.
    """

    root: Path
    out: Path | Url
    cache: Path
    config: Config
    moment: Moment
    publications: tuple[str, ...] = ()
    order: Order = Order()
    jobs: int = 1
    executor: str = ""
    store: Url | None = None
    fresh: bool = False
    ledger: Path | None = None
    closed: Path | None = None
    accept: bool = False
    survey: Survey | None = None
