"""A Hugo site that has been opened."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

import msgspec

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.model.site import Site
from exporter.sites.base import NOWHERE, OpenSite, Reading, Scan, ShortcodeRule, SiteSettings
from exporter.sites.fields import dig, text, texts
from exporter.sites.hugo.configuration import (
    Configuration,
    folder_files,
    main_file,
    read_configuration,
)
from exporter.sites.hugo.content import Content
from exporter.sites.hugo.header import Headers
from exporter.sites.hugo.images import Images
from exporter.sites.hugo.languages import languages
from exporter.sites.hugo.mounts import content_by_folder, mounts
from exporter.sites.hugo.scan import scan
from exporter.sites.hugo.settings import Settings, settings_of
from exporter.sites.index import Index
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
        return any(True for _ in files.walk("content"))

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
        self._files = files
        self._mounts = mounts(found, _themes(config, files), by_folder=by_folder)
        self.settings: dict[str, Settings] = {one.key: settings_of(one, over) for one in found}
        self.content = Content(self._mounts, self.settings, texts(config.get("ignorefiles")))
        self.headers = Headers(files, self.content, self.settings)
        self.images = Images(files, self._mounts, self.content, self.settings)
        self.sites = tuple(_site(one, self.settings, over) for one in self.settings.values())
        self.fingerprint = _fingerprint(configuration, over, shortcodes)
        self.diagnostics = _findings(configuration, addressed=addressed, by_folder=by_folder)

    def scan(self) -> Scan:
        """Every page that Hugo lists."""
        return scan(self._files, self.content, self.settings, headers=self.headers, images=self.images)

    def read(self, source: Source, index: Index) -> Reading:
        """The body of one page."""
        raise NotImplementedError


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


def _fingerprint(
    configuration: Configuration, over: SiteSettings, rules: Mapping[str, ShortcodeRule]
) -> bytes:
    """Of everything that shapes a reading besides the post, the index and the headers of sections."""
    digest = blake2b(digest_size=32)
    for part in (dict(configuration.files), over, dict(sorted(rules.items()))):
        digest.update(msgspec.msgpack.encode(part))
    return digest.digest()


GENERATOR = Hugo()
