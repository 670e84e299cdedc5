"""bind(): entries as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.feeds.atom import write_atom
from exporter.backends.feeds.budget import FEWEST, Fitted, fit
from exporter.backends.feeds.channel import (
    MEDIA_TYPES,
    NAMES,
    STYLESHEET,
    Channel,
    describe,
    folder,
    is_public,
)
from exporter.backends.feeds.entry import Entry, decode
from exporter.backends.feeds.json import write_json
from exporter.backends.feeds.options import Format, Options
from exporter.backends.feeds.rss import write_rss
from exporter.backends.feeds.siblings import siblings
from exporter.backends.feeds.text import identifier
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Artifact, Part, Rendered
from exporter.model.post import Source

_WRITERS: Final[Mapping[Format, Callable[[Channel, Sequence[Entry]], bytes]]] = {
    "rss": write_rss,
    "atom": write_atom,
    "json": write_json,
}


def bind(job: BindJob) -> Rendered:
    """rss.xml, atom.xml and feed.json of an issue, their items in the issue's order.

    A site without an address gets none of them, and a diagnostic: nothing in a feed may be relative.
    """
    if not is_public(job.site.url):
        return Rendered((), (diagnose("F502", f"{job.issue.publication} was not made"),))
    channel = describe(job)
    entries, diagnostics = _unique(map(partial(_known_as, job.issue.ids), job.issue.posts, job.parts))
    if channel.podcast:
        entries, silent = _with_recording(entries)
        diagnostics += silent
    artifacts = []
    for form in dict.fromkeys(job.options.formats):
        fitted = _fit(entries, form, channel, job.options)
        name = f"{folder(job.issue)}/{NAMES[form]}"
        artifact = Artifact(name, MEDIA_TYPES[form], fitted.content, fitted.items, "items")
        artifacts += [artifact, *siblings(artifact, job.options.compress)]
        if fitted.summaries or fitted.items < len(entries):
            diagnostics.append(_say_what_was_cut(name, fitted, len(entries)))
    if channel.styled and artifacts:
        css = job.theme.stylesheet(STYLESHEET).encode("utf-8")
        artifacts.append(Artifact(f"{folder(job.issue)}/{STYLESHEET}", "text/css", css))
    return Rendered(tuple(artifacts), tuple(diagnostics))


def _known_as(ids: Mapping[str, str], post: Source, part: Part) -> Entry:
    """The entry of a part, with the id that its readers know it by."""
    entry = decode(part.content)
    known = identifier(ids.get(post.id, ""))
    return replace(entry, id=known) if known else entry


def _with_recording(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """A podcast's episodes: directories list nothing else, and some refuse a feed with an item that plays nothing."""
    kept = tuple(entry for entry in entries if entry.recording)
    unheard = [
        diagnose("F505", "it is no episode and is left out of the podcast", entry.source)
        for entry in entries
        if not entry.recording
    ]
    return kept, unheard


def _fit(entries: tuple[Entry, ...], form: Format, channel: Channel, options: Options) -> Fitted:
    """A document of the archive is fetched once and may weigh what it must; a feed that leads to one loses no item."""
    write = partial(_WRITERS[form], channel)
    if channel.closed:
        return fit(entries, 0, write)
    return fit(entries, _budget(form, options), write, fewest=len(entries) if channel.before else FEWEST)


def _budget(form: Format, options: Options) -> int:
    """Bytes. JSON Feed advises a quarter of a megabyte, half of what readers of XML take without complaint."""
    return options.budget * (500 if form == "json" else 1000)


def _say_what_was_cut(name: str, fitted: Fitted, posts: int) -> Diagnostic:
    left_out = f"; {posts - fitted.items} of {posts} posts are left out" if fitted.items < posts else ""
    return diagnose("F504", f"{fitted.summaries} posts stand as summaries{left_out}", name)


def _unique(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """The first entry of each id: a reader shows one of two and no one can say which."""
    kept: dict[str, Entry] = {}
    diagnostics = []
    for entry in entries:
        first = kept.setdefault(entry.id, entry)
        if first is not entry:
            message = f"has the id of {first.source} and is left out: {entry.id}"
            diagnostics.append(diagnose("F503", message, entry.source))
    return tuple(kept.values()), diagnostics
