"""WeasyPrint, loaded when the first page is set: it takes two thirds of a second, and Pango."""

from __future__ import annotations

from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Final

from exporter.errors import LackingError

OLDEST: Final = 14802


def load_weasyprint() -> None:
    """Raises LackingError where a shared library is missing or too old."""
    try:
        with redirect_stdout(StringIO()):  # of which it prints a page of advice into our report
            import_module("weasyprint")  # first: when this has failed, what is below it cannot be asked for
            version = import_module("weasyprint.text.ffi").pango.pango_version()
    except OSError as error:
        raise LackingError(f"PDF needs Pango: {' '.join(str(error).split())[:120]}") from None
    expect(int(version))


def expect(version: int) -> None:
    """``version`` is Pango's, 15012 for 1.50.12. Before 1.48.2 its fonts lie about their size, and hide their files."""
    if version < OLDEST:
        found = f"{version // 10000}.{version // 100 % 100}.{version % 100}"
        raise LackingError(f"PDF needs Pango 1.48.2 or newer; this is {found}")
