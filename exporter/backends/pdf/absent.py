"""The faces that a style sheet names and this machine lacks."""

from __future__ import annotations

import re

from exporter.diagnostics import Diagnostic, diagnose


def absent_faces(sheet: str) -> tuple[Diagnostic, ...]:
    """A P705 for each family in quotation marks that Pango would put another in the place of."""
    from exporter.backends.pdf.engine import is_installed  # noqa: PLC0415

    named = re.findall(r'"([^"]+)"', " ".join(re.findall(r"font-family:([^;}]+)", sheet)))
    absent = [family for family in dict.fromkeys(named) if not is_installed(family)]
    return tuple(diagnose("P705", f"{family} is not installed") for family in absent)
