"""Lists every page of a Hugo site by its header, as `hugo list all` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

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
from exporter.sites.hugo.source import Entry, entry_of
from exporter.sites.identity import identify
from exporter.world.files import Files


def scan(
    files: Files, content: Content, settings: Mapping[str, Settings], *, headers: Headers, images: Images
) -> Scan:
    """Reads the header of every content file; bodies are not looked at."""
    pages = content.pages(files)
    links = Links(headers, settings)
    bylines = {key: Bylines(files, headers, key) for key in settings}
    entries = [
        entry_of(
            page,
            headers.header(page),
            settings[page.language],
            links=links,
            images=images,
            known=bylines[page.language],
        )
        for page in pages
        if page.ending not in FOREIGN
    ]
    sources, shared = identify(_sorted_out(entries, settings))
    undated = [diagnose("S105", "no date", s.source) for s in sources if s.published is None and not s.page]
    foreign = _foreign(page.path for page in pages if page.ending in FOREIGN)
    return Scan(sources, (*(d for e in entries for d in e.diagnostics), *undated, *shared, *foreign))


def _sorted_out(entries: list[Entry], settings: Mapping[str, Settings]) -> list[Source]:
    """The sources, those outside the main sections marked as pages."""
    main = {key: _main(key, entries, one) for key, one in settings.items()}
    return [
        replace(entry.source, page=entry.source.page or entry.source.section not in main[entry.page.language])
        for entry in entries
        if entry.source
    ]


def _main(language: str, entries: list[Entry], settings: Settings) -> frozenset[str]:
    """``mainSections``, by default the section with the most pages (of equals the first by name, as in Hugo)."""
    if settings.main_sections:
        return frozenset(settings.spelling.named(name.strip("/")) for name in settings.main_sections)
    sizes = Counter(
        entry.source.section
        for entry in entries
        if entry.source and entry.page.language == language and _counts(entry.source)
    )
    return frozenset([min(sizes, key=lambda name: (-sizes[name], name))] if sizes else [])


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
