"""``exporter why``: what an artifact was made of, and what would make it anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from exporter.build.conditions import WORDS, conditions
from exporter.build.keys import theme_key
from exporter.build.plan import Binding
from exporter.build.request import Request
from exporter.build.run import Build
from exporter.build.standing import counted
from exporter.build.themes import load_theme
from exporter.checks import read_manifest
from exporter.diagnostics import printable
from exporter.errors import OutputError, UsageError
from exporter.model.manifest import Entry

# Why a feed is kept as readers know it.
_REFUSALS: Final = frozenset(["F520", "F521", "F522"])
# What an issue's name ends with, by backend: how one that was never built is known.
_ENDS: Final = {
    "epub": (".epub",),
    "pdf": (".pdf",),
    "newsletter": (".html", ".txt", ".eml"),
    "feeds": ("/rss.xml", "/atom.xml", "/feed.json"),
}


class _Silent:
    def stage(self, name: str, total: int) -> None:
        pass

    def step(self, done: str) -> None:
        pass


def explain(name: str, request: Request, out: Path, *, every: bool = False) -> list[str]:
    """Lines about the artifact ``name`` in ``out``, or that a build would make there; of its posts some, or
    ``every`` one. Raises ExportError.
    """
    build = Build(request, _Silent())
    bindings = list(build.plan())
    planned = {made: binding for binding in bindings for made in _names(binding)}
    entry = _find(name, out, planned)
    if entry is None:
        return [printable(line) for line in _unbuilt(name, planned[name], every=every)]
    binding = next((b for b in bindings if _is_of(b, entry)), None)
    changes = list(_changes(entry, binding, build, request))
    lines = [
        f"{entry.name}: issue {entry.issue} of {entry.publication}, {counted(len(entry.inputs), 'posts')}",
        "",
    ]
    lines += _posts(list(entry.inputs), every=every)
    lines += ["", *(changes or ["It is as it would be made now."])]
    return [printable(line) for line in lines]


def _names(binding: Binding) -> Iterator[str]:
    issue, backend = binding.issue, binding.publication.backend
    latest = backend == "feeds" and issue.id == "latest"
    stem = issue.folder if latest else f"{issue.folder}/{issue.id}"
    yield from (stem + end for end in _ENDS.get(backend, ()))


def _unbuilt(name: str, binding: Binding, *, every: bool) -> Iterator[str]:
    sources = [post.source for post in binding.issue.posts]
    issue = binding.issue
    yield f"{name}: issue {issue.id} of {issue.publication}, {counted(len(sources), 'posts')}"
    yield ""
    yield from _posts(sources, every=every)
    yield ""
    yield "It was not built yet: a build would make it."


def _find(name: str, out: Path, planned: Mapping[str, Binding]) -> Entry | None:
    """By its name in the output folder, or by its path; None where it is only ``planned``."""
    try:
        entries = {entry.name: entry for entry in read_manifest(out).artifacts}
    except OutputError:  # nothing was built at all
        if name in planned:
            return None
        raise
    path = Path(name)
    inside = (
        path.resolve().relative_to(out.resolve()).as_posix()
        if path.resolve().is_relative_to(out.resolve())
        else ""
    )
    found = entries.get(name) or entries.get(inside)
    if found is None and name not in planned:
        near = get_close_matches(name, {**planned, **entries}, 1)
        hint = f"Did you mean {near[0]}?" if near else "Its names are in manifest.json."
        raise UsageError(
            f"{out} has no artifact {name}, and no publication makes an issue of that name", hint
        )
    return found


def _is_of(binding: Binding, entry: Entry) -> bool:
    issue = binding.issue
    return (issue.publication, issue.id) == (entry.publication, entry.issue) and entry.name.startswith(
        f"{issue.folder}/"
    )


def _posts(sources: list[str], *, every: bool) -> Iterator[str]:
    shown = sources if every else sources[:5]
    yield from (f"  {source}" for source in shown)
    if len(shown) < len(sources):
        yield f"  … and {len(sources) - len(shown):,} more (--all lists them)"


def _changes(entry: Entry, binding: Binding | None, build: Build, request: Request) -> Iterator[str]:
    """What would make it anew, if it was built now."""
    if not entry.inputs:
        return  # a list of issues has no posts of its own
    if binding is None:
        yield _unplanned(entry, build, request)
        return
    now = {post.source for post in binding.issue.posts}
    for source, digest in entry.inputs.items():
        if source not in now:
            yield f"A build would make it anew: {source} is no longer in it."
        elif build.digest_of(source) != digest:
            yield f"A build would make it anew: {source} was edited."
    for source in sorted(now - entry.inputs.keys()):
        yield f"A build would make it anew: {source} is new in it."
    made = conditions(binding, lambda name: theme_key(load_theme(name, request.root)))
    for what, value in made.items():
        if entry.made_with.get(what, value) != value:
            yield f"A build would make it anew: {WORDS[what]} changed."


def _unplanned(entry: Entry, build: Build, request: Request) -> str:
    publication = request.config.publications.get(entry.publication)
    refused = next((d for d in build.found if d.code in _REFUSALS), None)
    if refused and publication and publication.backend == "feeds":
        return f"A build would leave it as it is ({refused.code}): {refused.span.source} {refused.message}."
    return "No post belongs to this issue any more: a build removes it."
