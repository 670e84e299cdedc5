"""Judges of finished artifacts: each takes what lies in the output folder and returns diagnostics."""

from __future__ import annotations

from pathlib import Path

import msgspec

from exporter.checks.epubs import judge_books
from exporter.checks.feed_sets import LISTS, judge_chains, judge_lists
from exporter.checks.feeds import MEDIA_TYPES as FEEDS
from exporter.checks.feeds import check_feeds
from exporter.checks.letters import judge_letters
from exporter.checks.pdfs import judge_pdfs
from exporter.checks.presence import judge_presence
from exporter.diagnostics import Diagnostic
from exporter.errors import OutputError
from exporter.model.letter import EML
from exporter.model.manifest import MANIFEST, Manifest
from exporter.world.files import confine

EPUB = "application/epub+zip"
PDF = "application/pdf"


def check_output(root: Path, publications: tuple[str, ...]) -> tuple[tuple[Diagnostic, ...], int]:
    """The findings on the artifacts of ``publications`` (none named: of all), and how many were judged.
    Raises OutputError.
    """
    every = read_manifest(root).artifacts
    listed = [e for e in every if not publications or e.publication in publications]
    missed = tuple(judge_presence(root, listed))
    gone = {finding.span.source for finding in missed if finding.code == "B909"}
    entries = [entry for entry in listed if entry.name not in gone]
    books = {e.name: confine(root, e.name) for e in entries if e.media_type == EPUB}
    pdfs = {e.name: confine(root, e.name) for e in entries if e.media_type == PDF}
    feeds = {e.name: confine(root, e.name) for e in entries if e.media_type in FEEDS}
    lists = {e.name: confine(root, e.name) for e in entries if e.name in LISTS}
    letters = {e.name: confine(root, e.name) for e in entries if e.media_type == EML}
    there = [path for e in every if e.media_type in FEEDS and (path := confine(root, e.name)).is_file()]
    origins = {e.name: e.origins for e in entries}
    found = (
        *missed,
        *judge_books(books, origins),
        *judge_pdfs(pdfs, origins),
        *check_feeds(feeds),
        *judge_chains(feeds),
        *judge_lists(lists, there),
        *judge_letters(letters, origins),
    )
    return found, len(books) + len(pdfs) + len(feeds) + len(lists) + len(letters)


def read_manifest(root: Path) -> Manifest:
    """What lies in the output folder ``root``. Raises OutputError where no build does."""
    try:
        return msgspec.json.decode((root / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, ValueError, RecursionError):
        raise OutputError(
            f"there is no build in {root}", "Run `exporter build` first, or name its --out."
        ) from None
