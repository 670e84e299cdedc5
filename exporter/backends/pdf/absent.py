"""The faces that a style sheet names and a volume cannot have: this machine lacks them, or they may not be embedded."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from exporter.diagnostics import Diagnostic, diagnose

_DECLARED: Final = re.compile(r"font-family:([^;}]+)")
_NAMED: Final = re.compile(r'"([^"]+)"')


def absent_faces(sheet: str) -> tuple[Diagnostic, ...]:
    """For each family in quotation marks, a P705 where Pango would put another in its place, a P707 where its licence
    bars it.
    """
    from exporter.backends.pdf.installed import is_installed  # noqa: PLC0415

    absent = [family for family in _families(sheet) if not is_installed(family)]
    return (
        *(diagnose("P705", f"{family} is not installed") for family in absent),
        *(diagnose("P707", f"{family} may not be embedded") for family in _barred(sheet)),
    )


@lru_cache(maxsize=8)
def without_barred(sheet: str) -> str:
    """``sheet`` without the families that may not be embedded: those behind them are taken."""
    barred = {f'"{family}"' for family in _barred(sheet)}

    def spare(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[1].split(",")]
        return "font-family:" + (", ".join(n for n in names if n not in barred) or "inherit")

    return _DECLARED.sub(spare, sheet) if barred else sheet


def _barred(sheet: str) -> list[str]:
    from exporter.backends.pdf.installed import is_installed, may_be_embedded  # noqa: PLC0415

    return [f for f in _families(sheet) if is_installed(f) and not may_be_embedded(f)]


def _families(sheet: str) -> list[str]:
    named = _NAMED.findall(" ".join(_DECLARED.findall(sheet)))
    return list(dict.fromkeys(named))
