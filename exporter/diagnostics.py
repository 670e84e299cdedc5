"""What went wrong in the *input*: located values, many at once. (What went wrong in the machine is raised:
errors.py.)
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from exporter.codes import CODES, SEVERITIES, Severity


class Span(Struct, frozen=True, order=True):
    """Where: a path inside the site (POSIX), a line and a column, both from 1; 0 means unknown."""

    source: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.source or "-", *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Diagnostic(Struct, frozen=True):
    """One finding. ``code`` is a key of CODES; ``hint`` says what to do."""

    code: str
    severity: Severity
    message: str
    span: Span = Span()
    hint: str = ""


def diagnose(code: str, message: str, source: str = "", line: int = 0, *, hint: str = "") -> Diagnostic:
    """A Diagnostic of a known code, its severity taken from the table.

    Control characters in ``message`` are escaped: it may quote a hostile post and is printed on terminals.
    """
    severity, _, usual_hint = CODES[code]
    return Diagnostic(code, severity, printable(message), Span(printable(source), line), hint or usual_hint)


def printable(text: str) -> str:
    """``text`` on one line without control, bidi-override or surrogate characters, so that a terminal or log
    shows what is there.
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode() for c in text
    )


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """The gravest severity among ``diagnostics``; None when there are none."""
    present = {d.severity for d in diagnostics}
    return next((severity for severity in SEVERITIES if severity in present), None)
