"""WeasyPrint, loaded when the first page is set: it takes two thirds of a second, and Pango."""

from __future__ import annotations

from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO

from exporter.errors import LackingError


def load_weasyprint() -> None:
    """Raises LackingError where a shared library is missing."""
    try:
        with redirect_stdout(StringIO()):  # of which it prints a page of advice into our report
            import_module("weasyprint")
    except OSError as error:
        raise LackingError(f"PDF needs Pango: {' '.join(str(error).split())[:120]}") from None
