"""Findings: the diagnostics of one post, one for each kind of thing however often it occurs."""

from __future__ import annotations

from exporter.diagnostics import Diagnostic, diagnose


class Findings:
    """Collects; says "(12 times)" and the first line instead of twelve diagnostics."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._found: dict[tuple[str, str, str], tuple[int, int]] = {}

    def add(self, code: str, message: str, line: int = 0, *, hint: str = "") -> None:
        first, count = self._found.get((code, message, hint), (line, 0))
        self._found[code, message, hint] = (first, count + 1)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(
            diagnose(
                code, f"{message} ({count} times)" if count > 1 else message, self._source, line, hint=hint
            )
            for (code, message, hint), (line, count) in self._found.items()
        )
