"""Judges finished books: our own requirements first, which need no Java, then EPUBCheck; places are the posts' own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from exporter.checks.epub_access import barriers, claims
from exporter.checks.epub_book import Book, Finding
from exporter.checks.epub_pages import pages
from exporter.checks.epub_profiles import keeps_profile
from exporter.checks.epub_rules import RULES
from exporter.checks.epubcheck import check_epubs
from exporter.diagnostics import Diagnostic, Span, diagnose
from exporter.errors import ExportError
from exporter.model.artifact import Origin


def judge_books(paths: Mapping[str, Path], origins: Mapping[str, tuple[Origin, ...]]) -> Iterator[Diagnostic]:
    """The findings on the books at ``paths``, by their names in the output folder, in their order."""
    known = {name: {origin.file: origin for origin in origins.get(name, ())} for name in paths}
    for name, path in paths.items():
        for code, finding in judge(path):
            yield _located(
                code, f"{finding.rule} {finding.message}", f"{name}/{finding.file}", finding.line, known
            )
    try:
        for found in check_epubs(paths):
            yield _mapped(found, known)
    except ExportError as error:
        if paths:
            yield diagnose("E694", error.message, hint=error.hint)


def judge(path: Path) -> Iterator[tuple[str, Finding]]:
    """(code, finding): E690 breaks a requirement, E610 keeps the book from its claim of accessibility."""
    try:
        book = Book(path)
        for rule in (*RULES, claims, pages, keeps_profile):
            for finding in rule(book):
                yield "E690", finding
        for finding in barriers(book):
            yield "E610", finding
    except ExportError as error:
        yield "E690", Finding("E1.4", error.message)
    except MemoryError:
        yield "E690", Finding("E1.4", f"{path.name} is too large to look at")


def _mapped(found: Diagnostic, known: Mapping[str, Mapping[str, Origin]]) -> Diagnostic:
    span = _origin(found.span.source, found.span.line, known)
    return msgspec.structs.replace(found, span=span) if span else found


def _located(
    code: str, message: str, place: str, line: int, known: Mapping[str, Mapping[str, Origin]]
) -> Diagnostic:
    return _mapped(diagnose(code, message, place.rstrip("/"), line), known)


def _origin(place: str, line: int, known: Mapping[str, Mapping[str, Origin]]) -> Span | None:
    """Where in the site ``line`` of ``place``, a file in a book, is from; None where that is no post."""
    for name, files in known.items():
        origin = files.get(place.removeprefix(f"{name}/")) if place.startswith(f"{name}/") else None
        if origin:
            return Span(origin.source, origin.line_of(line))
    return None
