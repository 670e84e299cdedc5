"""WeasyPrint, loaded when the first page is set: it takes a fifth of a second, and Pango."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Final

import tinycss2

from exporter.backends.pdf.compiled import compiled
from exporter.backends.pdf.later import later
from exporter.errors import LackingError

OLDEST: Final = 14802
# What WeasyPrint reads fonts, profiles of colours, HTML and other hosts with, and ours does not: a fifth of the import.
_SELDOM: Final = (
    *("fontTools.subset", "fontTools.ttLib", "fontTools.varLib.instancer"),
    *("PIL.ImageCms", "tinyhtml5", "ssl"),
)


def load_weasyprint() -> None:
    """Raises LackingError where a shared library is missing or too old."""
    try:
        # Of a missing library it prints a page of advice, which has no place in our report.
        with redirect_stdout(StringIO()), _by_soname(), compiled(), later(*_SELDOM), _no_sheets():
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
def _no_sheets() -> Iterator[None]:
    """WeasyPrint reads its own style sheets as it is loaded; ours are in their place (agent.py)."""
    parse = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda _css: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse


def expect(version: int) -> None:
    """``version`` is Pango's, 15012 for 1.50.12. Before 1.48.2 its fonts lie about their size, and hide their files."""
    if version < OLDEST:
        found = f"{version // 10000}.{version // 100 % 100}.{version % 100}"
        raise LackingError(f"PDF needs Pango 1.48.2 or newer; this is {found}")
