"""Judges finished PDFs: our own requirements, then the conditions of PDF/UA and PDF/A that a machine can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from exporter.checks.pdf_file import Finding, PdfFile
from exporter.checks.pdf_rules import RULES
from exporter.checks.pdf_validator import validate
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ExportError
from exporter.model.artifact import Origin

# The profiles that are judged, and the property by which a file claims each.
_CLAIMS: Final = {"ua1": "pdfuaid:part", "pdfa-3a": "pdfaid:part"}


def judge_pdfs(paths: Mapping[str, Path], origins: Mapping[str, tuple[Origin, ...]]) -> Iterator[Diagnostic]:
    """The findings on the PDFs at ``paths``, by their names in the output folder, in their order."""
    for name, path in paths.items():
        try:
            file = PdfFile(path)
        except ExportError as error:
            yield diagnose("P790", error.message, name)
            continue
        with closing(file):
            yield from _judge(file, path, name, origins.get(name, ()))


def _judge(file: PdfFile, path: Path, name: str, known: Sequence[Origin]) -> Iterator[Diagnostic]:
    for finding in _breaches(file):
        yield _located("P790", finding, name, known)
    try:
        for profile, claim in _CLAIMS.items():
            if file.facts[claim]:
                for finding in validate(path, profile, file.page_of):
                    yield _located("P791", finding, name, known)
    except ExportError as error:
        yield diagnose("P794", error.message, name, hint=error.hint)


def _breaches(file: PdfFile) -> Iterator[Finding]:
    """Of our own rules."""
    for rule in RULES:
        yield from rule(file)
    if not file.facts["pdfuaid:part"]:
        yield Finding("P2.2", "it does not claim PDF/UA")


def _located(code: str, finding: Finding, name: str, known: Sequence[Origin]) -> Diagnostic:
    """At the post whose pages hold the place, and the line of the first block there; where they are not known, at the
    file. Origins are named by the post's first page.
    """
    place = f"{name}, page {finding.page}" if finding.page else name
    message = f"{place}: {finding.rule} {finding.message}"
    before = [origin for origin in known if int(origin.file) <= finding.page]
    if not before:
        return diagnose(code, message, name)
    return diagnose(code, message, before[-1].source, before[-1].line_of(finding.page))
