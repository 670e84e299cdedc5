"""Diagnostics as text for people, JSON lines for programs, SARIF 2.1.0 for code hosts, and GitHub's annotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

import msgspec

from exporter import __version__
from exporter.codes import CODES, SEVERITIES
from exporter.diagnostics import Diagnostic, printable

# Places shown of each code, and characters of each message; report.json has them all.
_SHOWN: Final = 4
_LONGEST: Final = 160
_encode: Final = msgspec.json.Encoder().encode


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Grouped by code, the gravest first; the first places of each, and how many more there are."""
    ordered = sorted(diagnostics, key=lambda d: (SEVERITIES.index(d.severity), d.code))
    return "".join(_group(code, list(group)) for code, group in groupby(ordered, lambda d: d.code))


def _group(code: str, found: list[Diagnostic]) -> str:
    severity, title, _ = CODES[code]
    lines = [f"\n{code} {severity}: {title}" + (f" ({len(found)})" if len(found) > 1 else "")]
    lines += [f"  {f'{d.span}  ' if d.span.source else ''}{_cut(d.message)}" for d in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"  … and {len(found) - _SHOWN} more; --format json lists them all")
    if hints := sorted({d.hint.strip() for d in found[:_SHOWN]} - {""}):
        lines += [f"  → {printable(line)}" for line in hints[0].splitlines()]
    return "\n".join(lines) + "\n"


def _cut(message: str) -> str:
    # By characters: Japanese, and a long address, have no blank to cut at.
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 2]} …"


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """One object a line."""
    # Thousands, of which each is an object: the event is put before its fields.
    lines = [b'{"event":"diagnostic",' + _encode(d)[1:] for d in diagnostics]
    return b"\n".join([*lines, b""]).decode()


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands of GitHub Actions; their data and properties escaped as its toolkit does."""
    names = {"error": "error", "warning": "warning", "info": "notice"}
    return "".join(
        f"::{names[d.severity]} {_place(d)}title={d.code}::{_escaped(d.message)}\n" for d in diagnostics
    )


def _place(found: Diagnostic) -> str:
    name = _escaped(found.span.source, property=True)
    return f"file={name},line={max(found.span.line, 1)}," if name else ""


def _escaped(text: str, *, property: bool = False) -> str:  # noqa: A002  GitHub's word
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *((":", "%3A"), (",", "%2C")) * property]
    for raw, escape in pairs:
        text = text.replace(raw, escape)
    return text


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0 (OASIS), one run."""
    rules = sorted({d.code for d in diagnostics})
    run = {
        "tool": {
            "driver": {"name": "exporter", "version": __version__, "rules": [_rule(code) for code in rules]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(d) for d in diagnostics],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=1).decode() + "\n"


_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}


def _rule(code: str) -> dict[str, Any]:
    severity, title, hint = CODES[code]
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": title},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }
    return {**rule, "help": {"text": hint}} if hint else rule


def _result(found: Diagnostic) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
    }
    if found.span.source:
        # 3.4.3: a URI reference (RFC 3986), so blanks, # and all but ASCII are percent-encoded.
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(found.span.source)}}
        if found.span.line:
            physical["region"] = {"startLine": found.span.line}
        result["locations"] = [{"physicalLocation": physical}]
    return result


FORMATS: Final[dict[str, Callable[[Sequence[Diagnostic]], str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """``2 errors, 1 warning, 40 notes``; empty for none."""
    counts = {s: sum(d.severity == s for d in diagnostics) for s in SEVERITIES}
    nouns = {"error": "error", "warning": "warning", "info": "note"}
    return ", ".join(f"{n} {nouns[s]}{'s' * (n != 1)}" for s, n in counts.items() if n)
