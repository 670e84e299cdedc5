"""The four channels. None imports another; each is loaded only when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from exporter.backends.contract import Backend
from exporter.errors import ConfigError

_MODULES: Final = {
    "feeds": "exporter.backends.feeds",
    "epub": "exporter.backends.epub",
    "pdf": "exporter.backends.pdf",
    "newsletter": "exporter.backends.newsletter",
}
NAMES: Final = tuple(_MODULES)


def load(name: str) -> Backend:
    """The backend of that name. Raises ConfigError for a name we do not have."""
    if name not in _MODULES:
        raise ConfigError(f"no backend is called {name!r}", f"There are {', '.join(_MODULES)}.")
    backend: Backend = import_module(_MODULES[name]).BACKEND
    return backend
