"""The four channels. None imports another; each is loaded only when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from exporter.backends.contract import Backend
from exporter.errors import ConfigError

NAMES: Final = ("feeds", "epub", "pdf", "newsletter")


def load(name: str) -> Backend:
    """The backend of that name. Raises ConfigError for a name we do not have."""
    if name not in NAMES:
        raise ConfigError(f"no backend is called {name!r}", f"There are {', '.join(NAMES)}.")
    backend: Backend = import_module(f"exporter.backends.{name}").BACKEND
    return backend
