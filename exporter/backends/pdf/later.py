"""Modules that a library imports at once and uses seldom are loaded when they are used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def later(*names: str) -> Iterator[None]:
    """Who imports these modules gets stand-ins, which load them when something of theirs is called or looked into."""
    standing = {name: _Module(name) for name in names if name not in sys.modules}
    sys.modules.update(standing)
    try:
        yield
    finally:
        for name in standing:
            del sys.modules[name]


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Thing(self.__name__, name)


class _Thing:
    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._real()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def _real(self) -> Any:
        """What it stands for; a name of a package may be a module of it."""
        try:
            return getattr(import_module(self._module), self._name)
        except AttributeError:
            return import_module(f"{self._module}.{self._name}")
