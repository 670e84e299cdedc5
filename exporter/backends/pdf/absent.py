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
    absent, barred = _unfit(sheet)
    return (
        *(diagnose("P705", f"{family} is not installed") for family in absent),
        *(diagnose("P707", f"{family} may not be embedded") for family in barred),
    )


@lru_cache(maxsize=8)
def without_barred(sheet: str) -> str:
    """``sheet`` without the families that may not be embedded: those behind them are taken."""
    barred = {f'"{family}"' for family in _unfit(sheet)[1]}

    def spare(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[1].split(",")]
        return "font-family:" + (", ".join(n for n in names if n not in barred) or "inherit")

    return _DECLARED.sub(spare, sheet) if barred else sheet


def _unfit(sheet: str) -> tuple[list[str], list[str]]:
    """The families that are absent, and those that are barred."""
    from exporter.backends.pdf.installed import Standing, standing  # noqa: PLC0415

    known = {family: standing(family) for family in _families(sheet)}
    absent = [family for family, found in known.items() if found is Standing.ABSENT]
    return absent, [family for family, found in known.items() if found is Standing.BARRED]


def _families(sheet: str) -> list[str]:
    named = _NAMED.findall(" ".join(_DECLARED.findall(sheet)))
    return list(dict.fromkeys(named))
