"""WeasyPrint, loaded when the first page is set: it takes two thirds of a second, and Pango."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from types import ModuleType
from typing import Any, Final

from exporter.errors import LackingError

OLDEST: Final = 14802
# What WeasyPrint reads fonts and profiles of colours with, and ours does not: a fifth of the import.
_SELDOM: Final = ("fontTools.subset", "fontTools.ttLib", "fontTools.varLib.instancer", "PIL.ImageCms")


def load_weasyprint() -> None:
    """Raises LackingError where a shared library is missing or too old."""
    try:
        # Of a missing library it prints a page of advice, which has no place in our report.
        with redirect_stdout(StringIO()), _by_soname(), _later(*_SELDOM):
            import_module("weasyprint")  # first: when this has failed, what is below it cannot be asked for
            version = import_module("weasyprint.text.ffi").pango.pango_version()
    except OSError as error:
        raise LackingError(f"PDF needs Pango: {' '.join(str(error).split())[:120]}") from None
    expect(int(version))


@contextmanager
def _by_soname() -> Iterator[None]:
    """Libraries are loaded by the names that the loader of Linux knows, which are among those that WeasyPrint tries.

    Of each other name ctypes asks ldconfig, gcc and ld: 54 processes, as dear as all the rest of the import.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _no_program
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _no_program(name: str) -> str | None:  # noqa: ARG001
    return None


@contextmanager
def _later(*names: str) -> Iterator[None]:
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


def expect(version: int) -> None:
    """``version`` is Pango's, 15012 for 1.50.12. Before 1.48.2 its fonts lie about their size, and hide their files."""
    if version < OLDEST:
        found = f"{version // 10000}.{version // 100 % 100}.{version % 100}"
        raise LackingError(f"PDF needs Pango 1.48.2 or newer; this is {found}")
