"""``exporter list``: posts, issues, publications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from exporter.build.plan import Order, plan
from exporter.build.select import Moment, choose_live, state_of
from exporter.commands.table import aligned
from exporter.config import Config
from exporter.diagnostics import Diagnostic, printable
from exporter.model.post import Source
from exporter.sites import open_site
from exporter.world.files import DiskFiles

Row = dict[str, Any]


def list_lines(
    what: str, root: Path, config: Config, moment: Moment, *, as_json: bool
) -> tuple[Iterator[str], tuple[Diagnostic, ...]]:
    """The lines of a listing, and the diagnostics of the scan."""
    if what == "publications":
        return _lines(_publications(config), as_json), ()
    site = open_site(DiskFiles(root), config.site, config.shortcodes)
    scan = site.scan()
    if what == "posts":
        if not as_json:
            return (_post_line(source, moment) for source in scan.sources), (
                *site.diagnostics,
                *scan.diagnostics,
            )
        rows: Iterable[Row] = map(_post, scan.sources)
    else:
        live, _ = choose_live(scan.sources, moment)
        plans = (
            plan(p, site.sites, live, order=Order(every_issue=True), now=moment.now)[0]
            for p in config.publications.values()
        )
        rows = (
            {"publication": b.publication.name, "issue": b.issue.id, "language": b.issue.language,
             "posts": len(b.issue.posts), "folder": b.issue.folder, "title": b.issue.title}
            for bindings in plans for b in bindings
        )  # fmt: skip
    return _lines(rows, as_json), (*site.diagnostics, *scan.diagnostics)


def _publications(config: Config) -> Iterator[Row]:
    for publication in config.publications.values():
        yield {
            "publication": publication.name,
            "backend": publication.backend,
            "every": publication.every or "latest",
            "theme": publication.theme,
        }


def _post(source: Source) -> Row:
    """The fields that CLI users script against; more may be added, none taken away."""
    return {
        "source": source.source,
        "url": source.url,
        "title": source.title,
        "published": source.published.isoformat() if source.published else None,
        "updated": source.updated.isoformat() if source.updated else None,
        "draft": source.draft,
        "language": source.language,
        "tags": source.tags,
        "categories": source.categories,
        "page": source.page,
    }


def _post_line(source: Source, moment: Moment) -> str:
    """Not in columns: addresses are of all lengths."""
    published = source.published.isoformat() if source.published else "-"
    cells = (published, source.url, source.source, _mark(source, moment))
    return "  ".join(printable(cell) for cell in cells if cell)


def _mark(source: Source, moment: Moment) -> str:
    """Why it is in no publication; empty where nothing keeps it out. A date that is missing is seen as such."""
    state = state_of(source, moment)
    return f"({state})" if state not in {"", "undated"} else ""


def _lines(rows: Iterable[Row], as_json: bool) -> Iterator[str]:
    if as_json:
        return (msgspec.json.encode(row).decode() for row in rows)
    return aligned([[printable(str(value)) for value in row.values()] for row in rows])
