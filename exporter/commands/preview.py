"""``exporter preview``: builds the newest issue of each publication, shows it, and again when the site changes."""

from __future__ import annotations

import argparse
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from exporter.commands.home import cache_for_a_while
from exporter.commands.newest import Newest
from exporter.commands.pictures import SitePictures
from exporter.commands.site import read_site_config
from exporter.errors import ConfigError, UsageError, install
from exporter.formats import as_text

_PORT: Final = 4000


def preview(options: argparse.Namespace, now: datetime, say: Callable[[str], None]) -> None:
    """Serves until it is interrupted. Raises ExportError."""
    try:
        import uvicorn

        from exporter.preview.app import Preview
        from exporter.preview.live import Keeper, Live
        from exporter.preview.shelf import Shelf
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"preview needs {error.name}, which is not installed",
            install("starlette", "uvicorn", "watchfiles", "pypdfium2"),
        ) from None
    config = read_site_config(options.site, options.config)
    if config.diagnostics:
        raise UsageError(as_text(config.diagnostics).strip())
    with (
        tempfile.TemporaryDirectory(prefix="exporter-preview-") as name,
        cache_for_a_while(options.cache) as (cache, warning),
        closing(_socket(options.port)) as listening,
    ):
        if warning:
            say(f"exporter: {warning}")
        options.out = Path(name)
        live = Live()
        pictures = SitePictures(options.site, options.out)
        keeper = Keeper(Newest(options, cache, now, say, pictures), _watched(options), live)
        app = Preview(partial(Shelf, options.out), live, pictures).app()
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=1
            )
        )
        say(f"http://127.0.0.1:{listening.getsockname()[1]}/  (Ctrl-C ends it)")
        # Both end it alike, and the folder goes; uvicorn raises again what ended it.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        keeper.start()
        try:
            with suppress(KeyboardInterrupt):
                server.run(sockets=[listening])
        finally:
            keeper.stop()


def _socket(port: int) -> socket.socket:
    """Listens on this machine alone; 0 means the usual port, or a free one where that is taken."""
    try:
        return _listening(port or _PORT)
    except OSError as error:
        if port:
            reason = error.strerror
            raise ConfigError(
                f"port {port} cannot be used: {reason}", "Choose another with --port."
            ) from None
        return _listening(0)


def _listening(port: int) -> socket.socket:
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()  # before anyone is told the address
    except OSError:
        listening.close()
        raise
    return listening


def _watched(options: argparse.Namespace) -> list[Path]:
    return [options.site, *([options.config] if options.config else [])]
