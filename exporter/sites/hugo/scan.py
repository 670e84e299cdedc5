"""Lists every page of a Hugo site by its header, as `hugo list all` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from msgspec.structs import replace

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.sites.base import Scan, Tell
from exporter.sites.hugo.bylines import Bylines
from exporter.sites.hugo.content import FOREIGN, Page
from exporter.sites.hugo.header import Header, Headers
from exporter.sites.hugo.images import Images
from exporter.sites.hugo.links import Links
from exporter.sites.hugo.settings import Settings
from exporter.sites.hugo.source import source_of
from exporter.sites.identity import identify
from exporter.sites.notes import GONE, Note, Notes, holds, settled
from exporter.sites.watched import Saw, Watched
from exporter.world.files import Files, Stat

# So many headers are read before the first is looked into: the code and the data of one step fit the processor's
# cache, those of all steps do not, which makes a scan a fifth slower.
_BATCH: Final = 256


class Entry(NamedTuple):
    """A page of a language, given by its key."""

    language: str
    source: Source


class Reader:
    """Turns headers into sources; asks ``files`` for all it needs to know besides."""

    def __init__(
        self, files: Watched, settings: Mapping[str, Settings], *, headers: Headers, images: Images
    ) -> None:
        self._files = files
        self._settings = settings
        self._headers = headers
        self._images = images
        self._links = Links(headers, settings)
        self._bylines = {key: Bylines(files, headers, key) for key in settings}

    def notes(self, pages: Sequence[Page], stats: Sequence[Stat]) -> list[Note]:
        """What the headers of pages say, and what was looked at to know it."""
        headers = [self._headers.header(page) for page in pages]
        return [self._note(*known) for known in zip(pages, headers, stats, strict=True)]

    def _note(self, page: Page, header: Header, stat: Stat) -> Note:
        saw: Saw = {}
        self._files.saw = saw
        try:
            source, found = source_of(
                page,
                header,
                self._settings[page.language],
                links=self._links,
                images=self._images,
                known=self._bylines[page.language],
            )
        finally:
            self._files.saw = None
        # What was read besides are sections and data, which belong to the surroundings.
        return Note(stat, source, found, {q: a for q, a in saw.items() if not q.startswith("read ")})


def note_pages(pages: Iterable[Page], reader: Reader, files: Files, known: Notes, tell: Tell) -> Notes:
    """A note of each page, those of ``known`` that hold among them; of the others the header is read."""
    kept: dict[str, Note] = {}
    missing: dict[str, tuple[Page, Stat]] = {}
    for page in pages:
        if page.ending in FOREIGN:
            continue
        key, stat = f"{page.path} {page.language}", files.stat(page.path)
        note = known.pages.get(key)
        if note is not None and holds(note, stat, files):
            kept[key] = note
        else:
            missing[key] = (page, stat or GONE)
    count = len(kept) + len(missing)
    if kept:
        tell(len(kept), count)
    for batch in _batches(list(missing)):
        pages, stats = zip(*(missing[key] for key in batch), strict=True)
        kept |= settled(dict(zip(batch, reader.notes(pages, stats), strict=True)))
        tell(len(kept), count)
    return Notes(known.surroundings, kept)


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def scan(pages: Sequence[Page], notes: Notes, settings: Mapping[str, Settings]) -> Scan:
    """Every page that is listed, by its note; bodies are not looked at."""
    entries: list[Entry] = []
    findings: list[Diagnostic] = []
    for page in pages:
        note = notes.pages.get(f"{page.path} {page.language}")
        if note is not None:
            findings += note.found
            entries += [Entry(page.language, note.source)] if note.source else []
    main = {key: _main(key, entries, one) for key, one in settings.items()}
    sources, shared = identify(_sorted_out(entry, main) for entry in entries)
    undated = [diagnose("S105", "no date", s.source) for s in sources if s.published is None and not s.page]
    aside = _left_aside(entries, main, settings)
    foreign = _foreign(page.path for page in pages if page.ending in FOREIGN)
    return Scan(sources, (*findings, *undated, *shared, *aside, *foreign))


def _sorted_out(entry: Entry, main: Mapping[str, frozenset[str]]) -> Source:
    """The source of an entry, a page unless it lies in a main section."""
    source = entry.source
    page = source.page or source.section not in main[entry.language]
    return source if page == source.page else replace(source, page=page)


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
