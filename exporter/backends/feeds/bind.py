"""bind(): entries as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from exporter.backends.contract import BindJob
from exporter.backends.feeds.atom import write_atom
from exporter.backends.feeds.channel import MEDIA_TYPES, NAMES, Channel, describe, folder
from exporter.backends.feeds.entry import Entry, decode
from exporter.backends.feeds.json import write_json
from exporter.backends.feeds.options import Format
from exporter.backends.feeds.rss import write_rss
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Artifact, Rendered

_WRITERS: Final[Mapping[Format, Callable[[Channel, Sequence[Entry]], bytes]]] = {
    "rss": write_rss,
    "atom": write_atom,
    "json": write_json,
}


def bind(job: BindJob) -> Rendered:
    """rss.xml, atom.xml and feed.json of an issue, their items in the issue's order.

    A site without an address gets none of them, and a diagnostic: nothing in a feed may be relative.
    """
    if not job.site.url.startswith(("http://", "https://")):
        return Rendered(
            (), (diagnose("F502", f"{job.issue.publication}: a feed needs the site's public address"),)
        )
    channel = describe(job)
    entries, diagnostics = _unique(decode(part.content) for part in job.parts)
    below = folder(job.issue)
    artifacts = (
        Artifact(
            name=f"{below}/{NAMES[form]}",
            media_type=MEDIA_TYPES[form],
            content=_WRITERS[form](channel, entries),
            count=len(entries),
            unit="items",
        )
        for form in dict.fromkeys(job.options.formats)
    )
    return Rendered(tuple(artifacts), diagnostics)


def _unique(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The first entry of each id: a reader shows one of two and no one can say which."""
    kept: dict[str, Entry] = {}
    diagnostics = []
    for entry in entries:
        first = kept.setdefault(entry.id, entry)
        if first is not entry:
            message = f"has the id of {first.source} and is left out: {entry.id}"
            diagnostics.append(diagnose("F503", message, entry.source))
    return tuple(kept.values()), tuple(diagnostics)
