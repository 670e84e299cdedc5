"""``exporter feed``: the ids that readers know, and the hubs that tell them of news."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exporter.build.select import Moment, choose_live
from exporter.checks import read_manifest
from exporter.checks.feeds import MEDIA_TYPES
from exporter.commands.site import ledger_file, read_site_config
from exporter.diagnostics import printable
from exporter.errors import NetworkError, UsageError
from exporter.ledger.adopt import Adoption, adopt
from exporter.ledger.file import load, save
from exporter.ledger.live import read_live
from exporter.ledger.ping import Ping, pings
from exporter.ledger.rows import Ledger
from exporter.sites import open_site
from exporter.world.files import DiskFiles, confine
from exporter.world.http import fetch, post_form
from exporter.world.policy import Policy

_LARGEST = 64 * 2**20


def adopt_feeds(
    site: Path, config_file: Path | None, moment: Moment, feeds: Sequence[str], *, private: bool
) -> list[str]:
    """Records the ids of the live ``feeds`` in exporter.ids; the lines say what was found."""
    config = read_site_config(site, config_file)
    opened = open_site(DiskFiles(site), config.site, config.shortcodes)
    live, _ = choose_live(opened.scan().sources, moment)
    path = ledger_file(site, config_file)
    ledger = load(path) or Ledger()
    lines = []
    for feed in feeds:
        adoption = adopt(ledger, read_live(read_feed(feed, private=private), feed), live)
        ledger = adoption.ledger
        lines += _said(feed, adoption)
    written = save(path, ledger)
    return [*lines, f"{path}: {len(ledger.rows):,} ids{'; commit it' if written else ', as before'}"]


def _said(feed: str, adoption: Adoption) -> list[str]:
    lines = [f"{printable(feed)}: {adoption.found} items are posts of this site"]
    if adoption.unknown:
        lines.append(f"  {adoption.unknown} are none; their ids are kept from other posts")
    if adoption.foreign:
        lines.append(f"  {adoption.foreign} have ids of their own, which builds will keep")
    if adoption.older:
        lines.append(f"  {adoption.older} older posts got their ids by the same rule")
    return lines


def read_feed(name: str, *, private: bool) -> bytes:
    """The bytes at an address or of a file. Raises UsageError, NetworkError, RefusedError."""
    if name.startswith(("http://", "https://")):
        return fetch(name, Policy(private=private)).content
    try:
        with Path(name).open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise UsageError(
            f"{name} cannot be read: {error.strerror}", "Name a file or an https address."
        ) from None


def ping_hubs(out: Path, publications: tuple[str, ...], *, private: bool) -> tuple[list[str], bool]:
    """Tells the hub of each feed in ``out`` that names one; a line each, and whether a hub did not listen."""
    wanted = pings(_built_feeds(out, publications))
    if not wanted:
        return ["no feed names a hub; set hub under its publication in exporter.toml, and build"], False
    outcomes = [_tell(ping, Policy(private=private)) for ping in wanted]
    return [line for line, _ in outcomes], any(failed for _, failed in outcomes)


def _tell(ping: Ping, policy: Policy) -> tuple[str, bool]:
    try:
        answer = post_form(ping.hub, {"hub.mode": "publish", "hub.url": ping.topic}, policy)
    except NetworkError as error:
        return f"{ping.topic}: {error.message}", True
    # Hubs answer 204, 202 or 200: the Recommendation leaves it to them.
    failed = not 200 <= answer.status < 300
    reason = f": {printable(answer.content[:200].decode('utf-8', 'replace'))}" if failed else ""
    return f"{ping.topic}: {ping.hub} answers {answer.status}{reason}", failed


def _built_feeds(out: Path, publications: tuple[str, ...]) -> list[bytes]:
    return [
        confine(out, entry.name).read_bytes()
        for entry in read_manifest(out).artifacts
        if entry.media_type in MEDIA_TYPES and (not publications or entry.publication in publications)
    ]
