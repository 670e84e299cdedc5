"""``exporter check``: the judges of artifacts, and what only the site and the feeds before can tell of feeds."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from exporter.build.bounds import ceiling
from exporter.build.cache import Cache
from exporter.checks import check_output, read_manifest
from exporter.checks.feed_changes import compare
from exporter.checks.feed_items import read_items
from exporter.checks.feed_links import judge_links
from exporter.checks.feeds import MEDIA_TYPES
from exporter.commands.feed import read_feed
from exporter.commands.places import SitePlaces
from exporter.commands.site import cache_folder, read_site_config
from exporter.config import Config
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import SiteError
from exporter.model.manifest import Entry
from exporter.sites import open_site
from exporter.world.files import DiskFiles, confine


def check(options: argparse.Namespace) -> tuple[tuple[Diagnostic, ...], int]:
    """The findings, and how many artifacts were judged. Raises ExportError."""
    with ceiling():  # what lies there may be anybody's: a book of 400 kB unpacked to eight gigabytes of trees
        return _check(options)


def _check(options: argparse.Namespace) -> tuple[tuple[Diagnostic, ...], int]:
    config = read_site_config(options.site, options.config)
    findings, judged = check_output(options.out, tuple(options.publications))
    feeds = [
        entry
        for entry in read_manifest(options.out).artifacts
        if entry.media_type in MEDIA_TYPES
        and (not options.publications or entry.publication in options.publications)
        and confine(options.out, entry.name).is_file()  # what is gone has been told
    ]
    if not feeds:
        return findings, judged
    return (*findings, *_links(options, config, feeds), *_changes(options, feeds)), judged


def _links(options: argparse.Namespace, config: Config, feeds: list[Entry]) -> Iterator[Diagnostic]:
    places = _places(options.site, options.out, config)
    if places is None:
        return
    told: set[tuple[str, str]] = set()
    for entry in feeds:
        content = confine(options.out, entry.name).read_bytes()
        for item, message in judge_links(read_items(content), places):
            # A post stands in feeds of three formats and of many terms.
            if (item.id, message) not in told:
                told.add((item.id, message))
                yield diagnose("F511", f"{item.title}: {message}", entry.name, item.line)


def _places(root: Path, out: Path, config: Config) -> SitePlaces | None:
    """None where no site lies at ``root``: what is built can be judged anywhere."""
    try:
        site = open_site(DiskFiles(root), config.site, config.shortcodes)
    except SiteError:
        return None
    pages = [source for source in site.scan().sources if not source.draft]
    return SitePlaces(DiskFiles(root), site, pages, (entry.name for entry in read_manifest(out).artifacts))


def _changes(options: argparse.Namespace, feeds: list[Entry]) -> Iterator[Diagnostic]:
    cache = Cache(cache_folder(options.cache))
    for entry in feeds:
        before = _before(options, entry, cache)
        if before:
            after = confine(options.out, entry.name).read_bytes()
            for change in compare(read_items(before), read_items(after)):
                yield diagnose("F512", str(change), entry.name)


def _before(options: argparse.Namespace, entry: Entry, cache: Cache) -> bytes:
    """The feed that readers have; empty where it is not known."""
    against = options.against
    if not against:
        return (cache.get(entry.before) if entry.before else None) or b""
    if Path(against).is_dir():
        path = confine(Path(against), entry.name)
        return path.read_bytes() if path.is_file() else b""
    content = read_feed(against, private=options.allow_private)
    own = confine(options.out, entry.name).read_bytes()
    return content if entry.issue == "latest" and _form(content) == _form(own) else b""


def _form(content: bytes) -> str:
    if content.lstrip()[:1] == b"{":
        return "json"
    return "rss" if b"<rss" in content[:2000] else "atom"
