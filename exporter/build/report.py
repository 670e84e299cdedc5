"""What a build made and found."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from exporter.diagnostics import Diagnostic


class Row(Struct, frozen=True, kw_only=True):
    """One artifact: its issue took ``seconds`` of this build, 0 when it came from the cache."""

    publication: str
    issue: str
    name: str
    media_type: str
    digest: str
    size: int
    count: int
    unit: str
    seconds: float = 0.0
    state: str = "new"  # new, changed or same


class Report(Struct, frozen=True, kw_only=True):
    """``removed`` names artifacts of earlier builds whose posts are gone."""

    artifacts: tuple[Row, ...] = ()
    removed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    posts: int = 0
    seconds: float = 0.0

    def exit_code(self, *, strict: bool = False) -> int:
        """0 fine; 1 where something could not be exported, or ``strict`` and a warning."""
        grave = {"error", "warning"} if strict else {"error"}
        return int(any(d.severity in grave for d in self.diagnostics))


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by place and code."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.span.source, d.span.line, d.code, d.message)))
