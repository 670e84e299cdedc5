"""Judges finished PDFs: our own requirements, then the conditions of PDF/UA and PDF/A that a machine can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from exporter.checks.pdf_file import Finding, PdfFile
from exporter.checks.pdf_rules import RULES
from exporter.checks.pdf_validator import validate
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ExportError
from exporter.model.artifact import Origin


def judge_pdfs(paths: Mapping[str, Path], origins: Mapping[str, tuple[Origin, ...]]) -> Iterator[Diagnostic]:
    """The findings on the PDFs at ``paths``, by their names in the output folder, in their order."""
    for name, path in paths.items():
        known = origins.get(name, ())
        try:
            profiles: list[str] = []
            for finding in _judge(path, profiles):
                yield _located("P790", finding, name, known)
        except ExportError as error:
            yield diagnose("P790", error.message, name)
            continue
        try:
            for profile in profiles:
                for finding in validate(path, profile):
                    yield _located("P791", finding, name, known)
        except ExportError as error:
            yield diagnose("P794", error.message, name, hint=error.hint)


def _judge(path: Path, profiles: list[str]) -> Iterator[Finding]:
    """The breaches of our own rules; ``profiles`` gets those that the file claims."""
    file = PdfFile(path)
    try:
        for rule in RULES:
            yield from rule(file)
        if not file.facts["pdfuaid:part"]:
            yield Finding("P2.2", "it does not claim PDF/UA")
        profiles += [
            p for p, claim in (("ua1", "pdfuaid:part"), ("pdfa-3a", "pdfaid:part")) if file.facts[claim]
        ]
    finally:
        file.close()


def _located(code: str, finding: Finding, name: str, known: tuple[Origin, ...]) -> Diagnostic:
    """At the post whose pages hold the place, where it is known: origins are named by the post's first page."""
    place = f"{name}, page {finding.page}" if finding.page else name
    before = [origin for origin in known if int(origin.file) <= finding.page]
    source = before[-1].source if before else name
    return diagnose(code, f"{place}: {finding.rule} {finding.message}", source)
