"""Lists every page of a Hugo site by its header, as `hugo list all` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.sites.base import Scan
from exporter.sites.hugo.bylines import Bylines
from exporter.sites.hugo.content import FOREIGN, Content
from exporter.sites.hugo.header import Headers
from exporter.sites.hugo.images import Images
from exporter.sites.hugo.links import Links
from exporter.sites.hugo.settings import Settings
from exporter.sites.hugo.source import source_of
from exporter.sites.identity import identify
from exporter.world.files import Files


class Entry(NamedTuple):
    """A page of a language, given by its key."""

    language: str
    source: Source


def scan(
    files: Files, content: Content, settings: Mapping[str, Settings], *, headers: Headers, images: Images
) -> Scan:
    """Reads the header of every content file; bodies are not looked at."""
    pages = content.pages(files)
    links = Links(headers, settings)
    bylines = {key: Bylines(files, headers, key) for key in settings}
    entries: list[Entry] = []
    findings: list[Diagnostic] = []
    for page in pages:
        if page.ending not in FOREIGN:
            header, one = headers.header(page), settings[page.language]
            source, found = source_of(
                page, header, one, links=links, images=images, known=bylines[page.language]
            )
            findings += found
            entries += [Entry(page.language, source)] if source else []
    main = {key: _main(key, entries, one) for key, one in settings.items()}
    sources, shared = identify(_sorted_out(entry, main) for entry in entries)
    undated = [diagnose("S105", "no date", s.source) for s in sources if s.published is None and not s.page]
    aside = _left_aside(entries, main, settings)
    foreign = _foreign(page.path for page in pages if page.ending in FOREIGN)
    return Scan(sources, (*findings, *undated, *shared, *aside, *foreign))


def _sorted_out(entry: Entry, main: Mapping[str, frozenset[str]]) -> Source:
    """The source of an entry, a page unless it lies in a main section."""
    source = entry.source
    return replace(source, page=source.page or source.section not in main[entry.language])


def _main(language: str, entries: Iterable[Entry], settings: Settings) -> frozenset[str]:
    """``mainSections``, by default the section with the most pages (of equals the first by name, as in Hugo)."""
    if settings.main_sections:
        return frozenset(settings.spelling.named(name.strip("/")) for name in settings.main_sections)
    sizes = Counter(e.source.section for e in entries if e.language == language and _counts(e.source))
    return frozenset([min(sizes, key=lambda name: (-sizes[name], name))] if sizes else [])


def _left_aside(
    entries: Iterable[Entry], main: Mapping[str, frozenset[str]], settings: Mapping[str, Settings]
) -> list[Diagnostic]:
    """S114: dated pages that are no posts because nobody said which sections hold posts."""
    sizes = Counter(
        (e.language, e.source.section)
        for e in entries
        if not settings[e.language].main_sections
        and e.source.published
        and _counts(e.source)
        and e.source.section not in main[e.language]
    )
    named = ", ".join(f"{section or 'the root'} ({size})" for (_, section), size in sorted(sizes.items()))
    return [diagnose("S114", f"dated pages in {named}")] if named else []


def _counts(source: Source) -> bool:
    """A dated page at the root counts too: some blogs have no sections at all."""
    return not source.page and (bool(source.section) or source.published is not None)


def _foreign(paths: Iterable[str]) -> list[Diagnostic]:
    kinds: dict[str, list[str]] = {}
    for path in paths:
        kinds.setdefault(PurePosixPath(path).suffix.lower(), []).append(path)
    return [
        diagnose("S112", f"{len(found)} {ending} files, the first of them {found[0]}", found[0])
        for ending, found in sorted(kinds.items())
    ]
