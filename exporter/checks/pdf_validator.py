"""PDF/UA-1 and PDF/A-3a by page-validation, which needs no Java (extra ``check``). The only file that sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from exporter.checks.pdf_file import Finding
from exporter.errors import ExportError, install

PROFILES: Final = {"ua1": "PDF/UA-1", "pdfa-3a": "PDF/A-3a"}


def validate(path: Path, profile: str, page_of: Callable[[int], int]) -> Iterator[Finding]:
    """One finding for each rule of ``profile`` and page where it does not hold, with the number of places.

    ``page_of`` tells the page, from 1, that the object of that number is on, or 0.

    Raises ExportError where the library is not installed or cannot judge the file.
    """
    try:
        import page  # noqa: PLC0415  an extra, loaded when it is asked for
    except ImportError:
        raise ExportError("page-validation is not installed", install("page-validation")) from None
    try:
        report = page.validate_pdf(path, profile=profile, limits=page.SafetyLimits.unlimited())
    except page.PageError as error:
        raise ExportError(f"page-validation cannot judge {path.name}: {error}") from None
    count = Counter(
        (
            failure.rule_id,
            failure.message,
            page_of(failure.object_id.object_number) if failure.object_id else 0,
        )
        for failure in report.failures
    )
    for (rule, message, number), places in sorted(count.items()):
        times = f" ({places} places)" if places > 1 else ""
        yield Finding(rule, f"{PROFILES[profile]}: {message}{times}", number)
