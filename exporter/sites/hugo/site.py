"""A Hugo site that has been opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ConfigError, ExportError
from exporter.model.post import Source
from exporter.model.site import Site
from exporter.sites.base import NOWHERE, OpenSite, Reading, Scan, ShortcodeRule, SiteSettings, Tell, silent
from exporter.sites.fields import dig, text, texts
from exporter.sites.hugo.configuration import (
    Configuration,
    folder_files,
    main_file,
    read_configuration,
)
from exporter.sites.hugo.content import Content, Page
from exporter.sites.hugo.dialect import dialect_of
from exporter.sites.hugo.header import Headers
from exporter.sites.hugo.images import Images
from exporter.sites.hugo.languages import languages
from exporter.sites.hugo.mounts import content_by_folder, mounts
from exporter.sites.hugo.resolver import Resolver
from exporter.sites.hugo.scan import Reader, note_pages, scan
from exporter.sites.hugo.settings import Settings, settings_of
from exporter.sites.index import Index
from exporter.sites.notes import Notes
from exporter.sites.shortcodes.outcome import Shortcode
from exporter.sites.watched import Watched
from exporter.world.files import Files


class Hugo:
    """The generator."""

    name = "hugo"

    def detect(self, files: Files) -> bool:
        """A hugo.* file; a config.* only with content beside it, for other programs have such a file too."""
        main = main_file(files)
        if main.startswith("hugo."):
            return True
        if not main and not folder_files(files):
            return False
        return not _of_zola(files, main) and any(True for _ in files.walk("content"))

    def open(self, files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> OpenSite:
        """Raises ConfigError where Hugo's own configuration cannot be read."""
        return HugoSite(files, settings, shortcodes)


class HugoSite:
    """A site and all that must be known to read its pages. Opening it reads the configuration and no content."""

    def __init__(self, files: Files, over: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> None:
        configuration = read_configuration(files)
        config = configuration.table
        found = languages(config, over.base_url)
        addressed = any(language.base_url for language in found)
        if not addressed:
            found = languages(config, NOWHERE)
        by_folder = content_by_folder(found, files)
        self._files = Watched(files)
        self._themes = _themes(config, files)
        self._mounts = mounts(found, self._themes, by_folder=by_folder)
        self.settings: dict[str, Settings] = {
            one.key: settings_of(one, over, translated=len(found) > 1) for one in found
        }
        self.content = Content(self._mounts, self.settings, texts(config.get("ignorefiles")))
        self.headers = Headers(self._files, self.content, self.settings)
        self.images = Images(self._files, self._mounts, self.content, self.settings)
        self.sites = tuple(_site(one, self.settings, over) for one in self.settings.values())
        self._dialects = {key: dialect_of(one.language) for key, one in self.settings.items()}
        self._rules = _rules(shortcodes)
        self._inputs = (dict(configuration.files), over, dict(shortcodes))
        self.diagnostics = _findings(configuration, addressed=addressed, by_folder=by_folder)

    @cached_property
    def fingerprint(self) -> bytes:
        """Of everything that shapes a reading besides the post and the index: sections hand parameters down."""
        digest = sha256(msgspec.msgpack.encode((self._inputs, self._mounts), order="sorted"))
        shared = {
            path
            for mount in self.content.mounts
            for path, _ in mount.files(self._files)
            if "_index." in path and path.rpartition("/")[2].startswith("_index.")
        }
        for path in sorted(shared.union(self._files.walk("data"))):
            digest.update(msgspec.msgpack.encode((path, _content(self._files, path))))
        return digest.digest()

    def scan(self, known: Notes | None = None, tell: Tell = silent) -> Scan:
        """Every page that Hugo lists."""
        surroundings = self.fingerprint.hex()
        if known is None or known.surroundings != surroundings:
            known = Notes(surroundings)
        pages = self.content.pages(self._files)
        reader = Reader(self._files, self.settings, headers=self.headers, images=self.images)
        notes = note_pages(pages, reader, self._files.files, known, tell)
        return replace(scan(pages, notes, self.settings), notes=notes)

    def read(self, source: Source, index: Index) -> Reading:
        """The body of one page."""
        # Parsers of Markdown and HTML: 45 ms that a build from the cache does without.
        from exporter.sites.hugo.read import Maker, read_post  # noqa: PLC0415

        page = self._page(source)
        if page is None:
            return Reading(None, (diagnose("S101", "it is no longer in the site", source.source),))
        header = self.headers.whole(page)
        if not header.ok:
            return Reading(None, header.diagnostics)
        url = source.url or self.settings[page.language].language.home
        resolve = Resolver(page, url, self.settings, content=self.content, images=self.images, index=index)
        bundle = self.images.bundle(page) if page.kind == "leaf" else ()
        maker = Maker(self.settings[page.language], self._dialects[page.language], self._rules, self._own)
        return read_post(page, source, header, maker=maker, resolve=resolve, bundle=bundle)

    def origins(self, place: str) -> Iterator[str]:
        """By the mounts of its folders. A translation shows at its own address what bundles of others hold."""
        yield from filter(None, (mount.origin(place) for mount in self._mounts))
        key, _, below = place.partition("/")
        if any(key == one.language.prefix for one in self.settings.values()):
            yield from self.content.origins(below)

    def _own(self, name: str) -> Shortcode | None:
        """By the template in the site's layouts or its themes'; what a file is asked for is noted by who watches."""
        from exporter.sites.hugo.shortcodes.template import shortcode_of  # noqa: PLC0415  as above

        for folder in ("", *(f"{theme}/" for theme in self._themes)):
            for place in ("layouts/_shortcodes", "layouts/shortcodes"):
                wanted = f"{folder}{place}/{name}.html".lower()
                for path in self._files.walk(f"{folder}{place}"):
                    if path.lower() == wanted:
                        return shortcode_of(_content(self._files, path).decode("utf-8-sig", "replace"))
        return None

    def _page(self, source: Source) -> Page | None:
        pages = self.content.at(source.source)
        tags = {page.language: self.settings[page.language].language.tag for page in pages}
        return next(
            (page for page in pages if tags[page.language] == source.language), next(iter(pages), None)
        )


def _content(files: Files, path: str) -> bytes:
    try:
        return files.read(path)
    except (OSError, ExportError):
        return b""  # what cannot be read is told of where it is needed


def _of_zola(files: Files, main: str) -> bool:
    """Zola's sites have config.toml and content/ too; but its key is ``base_url``, where Hugo's is ``baseURL``."""
    try:
        return main == "config.toml" and "base_url" in read_configuration(files).table
    except ConfigError:
        return False


def _themes(config: Mapping[str, object], files: Files) -> tuple[str, ...]:
    folder = text(config.get("themesdir")) or "themes"
    names = (f"{folder}/{name.strip('/')}" for name in texts(config.get("theme")))
    return tuple(
        name
        for name in names
        if not name.startswith(("/", "..")) and "/../" not in name and _there(files, name)
    )


def _there(files: Files, folder: str) -> bool:
    return any(True for _ in files.walk(folder))


def _site(one: Settings, every: Mapping[str, Settings], over: SiteSettings) -> Site:
    config = one.language.table
    default = next(iter(every.values()))
    return Site(
        title=one.title,
        url=one.language.home,
        root_url=one.language.base_url,
        language=over.language if over.language and one is default else one.language.tag,
        key=one.language.key,
        timezone=one.timezone,
        description=over.description or text(dig(config, "params.description")),
        rights=over.rights or text(config.get("copyright")) or text(dig(config, "params.copyright")),
        authors=one.authors,
        languages=tuple(other.language.tag for other in every.values()),
        generator="hugo",
        direction=one.language.direction,
    )


def _findings(configuration: Configuration, *, addressed: bool, by_folder: bool) -> tuple[Diagnostic, ...]:
    where = next(iter(configuration.files), "")
    findings = []
    if not addressed:
        findings.append(diagnose("S111", f"baseURL is missing; {NOWHERE} stands for it", where))
    if by_folder:
        findings.append(
            diagnose("S113", "each folder of content was taken for the language of its name", where)
        )
    return tuple(findings)


def _rules(shortcodes: Mapping[str, ShortcodeRule]) -> dict[str, Shortcode]:
    if not shortcodes:
        return {}
    from exporter.sites.shortcodes.rules import by_rule  # noqa: PLC0415  the Markdown parser, as above

    return {name.lower(): by_rule(rule) for name, rule in shortcodes.items()}


GENERATOR = Hugo()
