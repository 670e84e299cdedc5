"""Sites of a few lines, opened, scanned and read."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from exporter.diagnostics import Diagnostic
from exporter.model.post import Post, Source
from exporter.sites import open_site
from exporter.sites.base import OpenSite, Reading, ShortcodeRule, SiteSettings
from exporter.sites.index import Index
from exporter.world.memory import MemoryFiles

HUGO_TOML = 'baseURL = "https://example.org/"\ntitle = "Notes"\n[markup.goldmark.renderer]\nunsafe = true\n'


def site(
    files: Mapping[str, str | bytes],
    settings: SiteSettings | None = None,
    rules: Mapping[str, ShortcodeRule] | None = None,
) -> OpenSite:
    """A site of these files; indented texts are dedented."""
    plain = {name: dedent(text) if isinstance(text, str) else text for name, text in files.items()}
    return open_site(MemoryFiles(plain), settings or SiteSettings(), rules or {})


def hugo(files: Mapping[str, str | bytes], config: str = HUGO_TOML, **settings: str) -> OpenSite:
    """A Hugo site whose configuration is ``config``."""
    return site({"hugo.toml": config, **files}, SiteSettings(**settings))


def sources(opened: OpenSite) -> dict[str, Source]:
    """What a scan finds, by path."""
    return {source.source: source for source in opened.scan().sources}


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics]


def read(opened: OpenSite, path: str, language: str = "") -> Reading:
    """The post made from a file."""
    found = opened.scan().sources
    source = next(s for s in found if s.source == path and language in {"", s.language})
    return opened.read(source, Index(found))


def post(opened: OpenSite, path: str, language: str = "") -> Post:
    reading = read(opened, path, language)
    assert reading.post is not None
    return reading.post
