"""Any folder of Markdown files with headers: the path is the address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote, unquote

import msgspec
from msgspec.structs import asdict

from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ExportError
from exporter.model.post import Author, Cover, ImageRef, Post, Source
from exporter.model.site import Site
from exporter.reading.body import read_body
from exporter.reading.dialect import Dialect
from exporter.reading.frontmatter import FrontMatter, split
from exporter.reading.located import Text
from exporter.reading.markdown import render
from exporter.reading.urls import canonical
from exporter.sites.base import NOWHERE, OpenSite, Reading, Scan, ShortcodeRule, SiteSettings, Tell, silent
from exporter.sites.covers import cover_of
from exporter.sites.dates import Moment, understand, zone
from exporter.sites.fields import flag, lowered, table, text, texts
from exporter.sites.identity import identify, stem
from exporter.sites.index import Index
from exporter.sites.notes import GONE, Note, Notes, holds, settled
from exporter.sites.people import authors
from exporter.sites.readings import with_readings
from exporter.sites.recordings import recording_of
from exporter.sites.relative import Relative, public
from exporter.sites.watched import Saw, Watched
from exporter.world.files import Files, Stat

_BATCH: Final = 256  # headers between two words on how many there are
_ENDINGS: Final = frozenset([".md", ".markdown"])
# Folders into which programs of others are installed; what they hold is not the blogger's.
_FOREIGN: Final = frozenset(["node_modules", "venv", "__pycache__"])
_DATES: Final = ("date", "published", "publishdate", "pubdate", "created")
_UPDATES: Final = ("updated", "lastmod", "modified")
# Obsidian's own mark on a folder.
_VAULT: Final = ".obsidian/app.json"
_FIRST_H1: Final = re.compile(r"(?:[ \t]*\n)*(#[ \t](.*\S.*))$", re.MULTILINE)
_H1: Final = re.compile(r"^#[ \t](?P<title>.*\S.*)$", re.MULTILINE)
# 2026-07-01-name, 20260701 name, and with the time that some note-takers put behind it.
_FILE_DATE: Final = re.compile(
    r"(?P<y>\d{4})(?P<dash>-?)(?P<m>0[1-9]|1[0-2])(?P=dash)(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?:\d{4}|\d{6})?(?!\d)[-_ ]*(?P<rest>.*)"
)
# Files about a repository, not of a blog.
_ABOUT: Final = frozenset(
    ["readme", "license", "changelog", "contributing", "security", "code_of_conduct", "authors"]
)


class Plain:
    """The generator that is none."""

    name = "plain"

    def detect(self, files: Files) -> bool:
        return any(_is_content(name) for name in files.walk())

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        return PlainSite(files, settings)


class PlainSite:
    """A folder; everything about the site itself comes from exporter.toml."""

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self.files = Watched(files)
        self.base = settings.base_url.rstrip("/") + "/" if settings.base_url else NOWHERE
        self.zone = zone(settings.timezone)
        self.site = Site(
            title=settings.title,
            url=self.base,
            root_url=self.base,
            language=settings.language or "en",
            timezone=settings.timezone if self.zone else "",
            description=settings.description,
            rights=settings.rights,
            authors=(Author(settings.author),) if settings.author else (),
            languages=(settings.language or "en",),
            generator="plain",
        )
        self.sites: tuple[Site, ...] = (self.site,)
        self._vault = files.stat(_VAULT) is not None
        self.fingerprint = blake2b(msgspec.msgpack.encode((settings, self._vault)), digest_size=32).digest()
        unnamed = diagnose("S111", f"{NOWHERE} stands for it")
        self.diagnostics: tuple[Diagnostic, ...] = () if settings.base_url else (unnamed,)

    def scan(self, known: Notes | None = None, tell: Tell = silent) -> Scan:
        """Every Markdown file below the root; of one without a title the body is searched for a heading."""
        surroundings = self.fingerprint.hex()
        pages = known.pages if known is not None and known.surroundings == surroundings else {}
        kept: dict[str, Note] = {}
        fresh: dict[str, Note] = {}
        paths = list(filter(_is_content, self.files.walk()))
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
        return Scan(named, (*findings, *shared), Notes(surroundings, notes))

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
        resolve = Relative(source, self.files, root=self.base, index=index)
        picture = cover_of(lowered(front.meta))
        line = front.line("cover") or front.line("image")
        cover = (
            [ImageRef(source.cover.url, resolve.image(picture.src, line)[1], line)]
            if source.cover and picture
            else []
        )
        rendered = render(_without_title(front.body, source.title), self._dialect(source), source.source)
        body = read_body(rendered.html, source.source, resolve)
        before, marked, _ = rendered.html.partition("<!--more-->")
        quiet = Relative(source, self.files, root=self.base, index=index)
        summary = read_body(before, source.source, quiet).markup if marked else None
        images = {image.url: image for image in (*cover, *body.images)}
        post = Post(**asdict(source), body=body.markup, summary=summary, images=tuple(images.values()))
        return Reading(
            post, (*front.diagnostics, *rendered.diagnostics, *body.diagnostics, *resolve.diagnostics)
        )

    def _dialect(self, source: Source) -> Dialect:
        """What writers of plain Markdown use beside CommonMark, on GitHub, in Obsidian and in their editors."""
        return Dialect(
            language=source.language,
            math_inline=(("$", "$"),),
            math_block=(("$$", "$$"),),
            mark=True,
            wiki_links=True,
            comments=self._vault,
        )

    def front(self, path: str) -> FrontMatter:
        """A file's header and body; never raises."""
        try:
            return split(self.files.read(path).decode(), path)
        except UnicodeDecodeError as error:
            finding = diagnose("S102", f"{error.reason} at byte {error.start}", path)
        except (OSError, ExportError) as error:
            finding = diagnose("S101", str(error), path)
        return FrontMatter({}, split("").body, ok=False, diagnostics=(finding,))

    def _source(self, path: str, front: FrontMatter) -> tuple[Source, list[Diagnostic]]:
        meta: dict[str, Any] = lowered(front.meta)
        findings: list[Diagnostic] = []
        title = " ".join(text(meta.get("title")).split()) or _heading(front)
        published = self._first(path, front, (*_dates(meta, _DATES, "created"), *_file_date(path)), findings)
        extra, silent = recording_of(meta, lambda src: self._place(path, src), self._size, source=path)
        findings.extend(silent)
        about = PurePosixPath(path).stem.lower() in _ABOUT
        if not (title or about or _is_spoken(path)):
            findings.append(diagnose("S104", f"“{_spoken(path)}” is made of its file name", path))
        if published is None and not about:
            findings.append(diagnose("S105", "no date", path))
        source = Source(
            id=self._url(path),
            source=path,
            url=self._url(path),
            title=title or _spoken(path),
            published=published,
            updated=self._first(path, front, _dates(meta, _UPDATES, "updated"), findings),
            language=text(meta.get("lang")) or text(meta.get("language")) or self.site.language,
            description=text(meta.get("description")) or text(meta.get("summary")),
            authors=authors(meta.get("author") or meta.get("authors")) or self.site.authors,
            tags=texts(meta.get("tags")),
            categories=texts(meta.get("categories")) or texts(meta.get("category")),
            series=texts(meta.get("series")),
            cover=_cover(self.base, path, meta),
            draft=flag(meta.get("draft")),
            page=about,
            slug=text(meta.get("slug")),
            aliases=texts(meta.get("aliases")),
            section=path.partition("/")[0] if "/" in path else "",
            extra=extra,
        )
        return with_readings(source, meta), findings

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

    def _place(self, path: str, src: str) -> tuple[str, str]:
        url = canonical(public(src, path, self.base))
        below = unquote(url.removeprefix(self.base)) if url.startswith(self.base) else ""
        return url, below if below and self.files.stat(below) else ""

    def _size(self, path: str) -> int | None:
        stat = self.files.stat(path)
        return stat.size if stat else None

    def _zoned(self, moment: Moment) -> datetime:
        return moment.time.astimezone(self.zone) if self.zone else moment.time

    def _url(self, path: str) -> str:
        place = str(PurePosixPath(path).with_suffix(""))
        place = place.removesuffix("index") if PurePosixPath(place).name == "index" else f"{place}/"
        return self.base + quote(place)


def _cover(base: str, path: str, meta: dict[str, Any]) -> Cover | None:
    picture = cover_of(meta)
    address = canonical(public(picture.src, path, base)) if picture else ""
    return Cover(address, picture.alt, picture.caption) if picture and address else None


def _is_content(path: str) -> bool:
    place = PurePosixPath(path)
    return place.suffix.lower() in _ENDINGS and _FOREIGN.isdisjoint(place.parts)


def _dates(meta: dict[str, Any], keys: tuple[str, ...], part: str) -> tuple[tuple[str, object], ...]:
    found: Iterator[tuple[str, object]] = (
        (key, table(meta.get(key)).get(part) or meta.get(key)) for key in keys
    )
    return tuple((key, value) for key, value in found if value and not isinstance(value, dict))


def _file_date(path: str) -> tuple[tuple[str, object], ...]:
    match = _FILE_DATE.match(stem(path))
    return (("file name", f"{match['y']}-{match['m']}-{match['d']}"),) if match else ()


def _heading(front: FrontMatter) -> str:
    match = _H1.search(front.body.text)
    return _heading_text(match["title"]) if match else ""


def _heading_text(title: str) -> str:
    return title.rstrip().rstrip("#").strip()


def _spoken(path: str) -> str:
    name = stem(path)
    match = _FILE_DATE.match(name)
    if match and not match["rest"]:
        return f"{match['y']}-{match['m']}-{match['d']}"  # a diary's page is called by its day
    words = (match["rest"] if match else name).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _is_spoken(path: str) -> bool:
    """Whether the file's name was written as a title: words with blanks, or not in ASCII, or a day alone."""
    match = _FILE_DATE.match(stem(path))
    words = match["rest"] if match else stem(path)
    return not words or " " in words or not words.isascii()


def _without_title(body: Text, title: str) -> Text:
    """The body without a first heading that says the title: every channel sets that above the post by itself."""
    match = _FIRST_H1.match(body.text)
    return body.replaced(*match.span(1), "") if match and _heading_text(match[2]) == title else body


GENERATOR = Plain()
