"""A folder of Markdown with headers, read in the way that most generators share; habits.py has what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ExportError
from exporter.model.post import Author, Cover, ImageRef, Post, Source
from exporter.model.site import Site
from exporter.reading.body import read_body
from exporter.reading.frontmatter import FrontMatter, split
from exporter.reading.located import Text
from exporter.reading.markdown import Rendered, render
from exporter.reading.urls import canonical
from exporter.sites.base import NOWHERE, Reading, Scan, ShortcodeRule, SiteSettings, Tell, silent
from exporter.sites.covers import cover_of
from exporter.sites.dates import Moment, understand, zone
from exporter.sites.fields import first, lowered, merged, table, text, texts
from exporter.sites.habits import Habits, Header
from exporter.sites.identity import identify
from exporter.sites.index import Index
from exporter.sites.notes import GONE, Note, Notes, holds, settled
from exporter.sites.people import authors
from exporter.sites.permalinks import checked, filled
from exporter.sites.places import Places, below
from exporter.sites.readings import with_readings
from exporter.sites.recordings import recording_of
from exporter.sites.relative import Relative
from exporter.sites.titles import heading, is_spoken, spoken
from exporter.sites.unread import unread
from exporter.sites.watched import Saw, Watched
from exporter.world.files import Files, Stat

_BATCH: Final = 256  # headers between two words on how many there are
_UPDATES: Final = (
    "updated",
    "lastmod",
    "modified",
    "last_modified_at",
    "updatedat",
    "updated_at",
    "date-modified",
)
_MORE: Final = "<!--more-->"


class Facts(Struct, frozen=True, kw_only=True):
    """What the generator's own configuration says of the site; what exporter.toml says goes over it. ``languages`` are
    named where there are several.
    """

    url: str = ""
    title: str = ""
    language: str = ""
    timezone: str = ""
    author: str = ""
    description: str = ""
    languages: tuple[str, ...] = ()


class FolderSite(Habits):
    """A site whose addresses follow from paths and headers."""

    def __init__(
        self,
        files: Files,
        settings: SiteSettings,
        facts: Facts | None = None,
        rules: Mapping[str, ShortcodeRule] | None = None,
    ) -> None:
        said = facts or Facts()
        url = settings.base_url or said.url
        timezone = settings.timezone or said.timezone
        language = settings.language or said.language or "en"
        author = settings.author or said.author
        self.files = Watched(files)
        self.base = url.rstrip("/") + "/" if url else NOWHERE
        self.zone = zone(timezone)
        self.site = Site(
            title=settings.title or said.title or (urlsplit(url).hostname or ""),
            url=self.base,
            root_url=self.base,
            language=language,
            timezone=timezone if self.zone else "",
            description=settings.description or said.description,
            rights=settings.rights,
            authors=authors(author) if author else (),
            languages=(language,),
            generator=self.generator,
        )
        self.sites: tuple[Site, ...] = tuple(_translated(self.site, said.languages))
        self.site = self.sites[0]
        self.places = Places(self.files, self.base, self.roots)
        self._settings = settings
        checked(settings.permalink)
        self._rules = dict(rules or {})
        unnamed = diagnose("S111", f"{NOWHERE} stands for it")
        self.diagnostics: tuple[Diagnostic, ...] = () if url else (unnamed,)

    @cached_property
    def fingerprint(self) -> bytes:
        """Of everything that shapes a reading besides the post and the index."""
        digest = sha256(msgspec.msgpack.encode((self._settings, self._rules)))
        for path in sorted(set(self.shaping())):
            try:
                digest.update(msgspec.msgpack.encode((path, self.files.files.read(path))))
            except (OSError, ExportError):
                digest.update(msgspec.msgpack.encode((path, None)))
        return digest.digest()

    def scan(self, known: Notes | None = None, tell: Tell = silent) -> Scan:
        """Every Markdown file below the root; of one without a title the body is searched for a heading."""
        surroundings = self.fingerprint.hex()
        pages = known.pages if known is not None and known.surroundings == surroundings else {}
        kept: dict[str, Note] = {}
        fresh: dict[str, Note] = {}
        names = list(self.files.walk())
        paths = list(filter(self.content, names))
        for count, path in enumerate(paths, 1):
            note, stat = pages.get(path), self.files.files.stat(path)
            if note is not None and holds(note, stat, self.files.files):
                kept[path] = note
            else:
                fresh[path] = self._note(path, stat or GONE)
            if count % _BATCH == 0 or count == len(paths):
                tell(count, len(paths))
        notes = dict(sorted((kept | settled(fresh)).items()))
        named, shared = identify(note.source for note in notes.values() if note.source)
        findings = [found for note in notes.values() for found in note.found]
        others = unread(names, self.endings, lambda path: self.content(path) and not self.is_page(path))
        return Scan(named, (*findings, *shared, *others), Notes(surroundings, notes))

    def _note(self, path: str, stat: Stat) -> Note:
        front = self.front(path)
        saw: Saw = {}
        self.files.saw = saw
        try:
            source, missing = self._source(path, front) if front.ok else (None, [])
        finally:
            self.files.saw = None
        return Note(stat, source, (*front.diagnostics, *missing), saw)

    def read(self, source: Source, index: Index) -> Reading:
        """The body of one file."""
        front = self.front(source.source)
        if not front.ok:
            return Reading(None, front.diagnostics)
        meta = self._meta(source.source, front)
        text, told = self.prepare(front.body, source, meta, index)
        subpath = self.subpath(meta)
        resolve = self._resolver(source, index, subpath)
        picture = cover_of(meta)
        line = front.line("cover") or front.line("image")
        shown = source.cover is not None and picture is not None
        cover = [ImageRef(source.cover.url, resolve.image(picture.src, line)[1], line)] if shown else []  # type: ignore[union-attr]
        rendered = self.rendered(text, source, meta)
        body = read_body(rendered.html, source.source, resolve)
        before, marked, _ = rendered.html.partition(_MORE)
        quiet = self._resolver(source, index, subpath)
        summary = read_body(before, source.source, quiet).markup if marked else None
        images = {image.url: image for image in (*cover, *body.images)}
        post = Post(**asdict(source), body=body.markup, summary=summary, images=tuple(images.values()))
        found = (*front.diagnostics, *told, *rendered.diagnostics, *body.diagnostics, *resolve.diagnostics)
        return Reading(post, found)

    def rendered(self, body: Text, source: Source, meta: dict[str, Any]) -> Rendered:
        """The body's HTML, from the language that its file is written in."""
        return render(body, self.written_in(source.language, meta), source.source)

    def origins(self, place: str) -> Iterator[str]:
        """By the static folders of the generator."""
        return self.places.origins(place)

    def _resolver(self, source: Source, index: Index, subpath: str) -> Relative:
        return Relative(source, self.files, self.places, root=self.base, index=index, subpath=subpath)

    def front(self, path: str) -> FrontMatter:
        """A file's header and body; never raises."""
        try:
            return self.split(self.files.read(path).decode(), path)
        except UnicodeDecodeError as error:
            finding = diagnose("S102", f"{error.reason} at byte {error.start}", path)
        except (OSError, ExportError) as error:
            # Without the path on this machine: the report is the same wherever the site lies.
            finding = diagnose("S101", getattr(error, "strerror", None) or str(error), path)
        return FrontMatter({}, split("").body, ok=False, diagnostics=(finding,))

    def _meta(self, path: str, front: FrontMatter) -> dict[str, Any]:
        below = self.defaults(path)
        meta: dict[str, Any] = lowered(front.meta)
        return merged(below, meta) if below else meta

    def _source(self, path: str, front: FrontMatter) -> tuple[Source, list[Diagnostic]]:
        meta = self._meta(path, front)
        findings: list[Diagnostic] = []
        page = self.is_page(path)
        title = " ".join(text(meta.get("title")).split()) or heading(front.body)
        day = self.written_day(path, meta)
        written = (*_dates(meta, self.dates, "created"), *([("file name", day)] if day else []))
        published = self._first(path, front, written, findings)
        if not (title or page or self.speaking or published is None or is_spoken(path)):
            findings.append(diagnose("S104", f"“{spoken(path)}” is made of its file name", path))
        draft = self.is_draft(path, meta)
        if published is None and not (page or draft):
            told = self.undated(path)
            page = not told
            findings.extend([diagnose(told, "no date", path)] if told else ())
        header = Header(path=path, meta=meta, title=title or spoken(path), published=published)
        said = self._settings.permalink if published and not page else ""
        url = self.base + quote(filled(said, header) if said else self.address(header), safe=self.safe)
        extra, silent = recording_of(meta, lambda src: self._place(path, src, url), self._size, source=path)
        findings.extend(silent)
        source = Source(
            id=url,
            source=path,
            url=url,
            title=header.title,
            published=published,
            updated=self._first(path, front, _updates(meta), findings),
            language=self.language(path, meta),
            description=first(meta, ("description", "summary", "excerpt")),
            authors=self._authors(meta),
            tags=texts(meta.get("tags")),
            categories=texts(meta.get("categories")) or texts(meta.get("category")),
            series=texts(meta.get("series")),
            cover=self._cover(path, meta, url),
            draft=draft,
            page=page,
            slug=text(meta.get("slug")),
            aliases=texts(meta.get("aliases")),
            section=path.partition("/")[0] if "/" in path else "",
            extra=extra,
        )
        return with_readings(source, meta), findings

    def _authors(self, meta: dict[str, Any]) -> tuple[Author, ...]:
        named = meta.get("author") or meta.get("authors")
        return authors(named, self.known_author) or self.site.authors

    def _first(
        self,
        path: str,
        front: FrontMatter,
        values: tuple[tuple[str, object], ...],
        findings: list[Diagnostic],
    ) -> datetime | None:
        for key, value in values:
            moment = understand(value, self.zone or UTC)
            if moment is None or not moment.exact:
                findings.append(diagnose("S106", f"{key}: {value!r}", path, front.line(key)))
            if moment:
                return self._zoned(moment)
        return None

    def _cover(self, path: str, meta: dict[str, Any], url: str) -> Cover | None:
        picture = cover_of(meta)
        address = self._place(path, below(picture.src, self.subpath(meta)), url)[0] if picture else ""
        return Cover(address, picture.alt, picture.caption) if picture and address else None

    def _place(self, path: str, src: str, url: str) -> tuple[str, str]:
        file = self.places.file(src, path, url)
        return canonical(self.places.url(src, path, url, file)), file

    def _size(self, path: str) -> int | None:
        stat = self.files.stat(path)
        return stat.size if stat else None

    def _zoned(self, moment: Moment) -> datetime:
        return moment.time.astimezone(self.zone) if self.zone else moment.time


def _translated(site: Site, languages: tuple[str, ...]) -> Iterator[Site]:
    """The site in each of its languages, its own first."""
    tags = tuple(dict.fromkeys((site.language, *languages))) if len(languages) > 1 else (site.language,)
    yield from (msgspec.structs.replace(site, language=tag, key=tag, languages=tags) for tag in tags)


def _updates(meta: dict[str, Any]) -> tuple[tuple[str, object], ...]:
    inside = table(meta.get("date")).get("updated")
    return (("date", inside),) if inside else _dates(meta, _UPDATES, "updated")


def _dates(meta: dict[str, Any], keys: tuple[str, ...], part: str) -> tuple[tuple[str, object], ...]:
    found: Iterator[tuple[str, object]] = (
        (key, table(meta.get(key)).get(part) or meta.get(key)) for key in keys
    )
    # ``published: true`` is no date.
    return tuple((key, value) for key, value in found if value and not isinstance(value, dict | bool))
