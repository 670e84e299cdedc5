"""``exporter why``: what an artifact was made of, and what would make it anew; alone, all that a build would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from exporter.build.ends import open_cache
from exporter.build.prospect import Prospect
from exporter.build.request import Request
from exporter.build.standing import counted
from exporter.checks import read_manifest
from exporter.commands.foreseen import Foreseen, Foresight, is_of
from exporter.commands.reasons import Reasons
from exporter.diagnostics import printable
from exporter.errors import OutputError, UsageError
from exporter.model.manifest import Entry

# Why a feed is kept as readers know it.
_REFUSALS: Final = frozenset(["F520", "F521", "F522"])
_AS_IT_IS: Final = "It is as it would be made now."
_GOES: Final = "No post belongs to this issue any more: a build removes it."


class _Silent:
    def stage(self, name: str, total: int) -> None:
        pass

    def step(self, done: str, count: int = 1) -> None:
        pass


class Why:
    """Answers about the folder ``out``. Every line it gives may be printed. Raises ExportError."""

    def __init__(self, request: Request, out: Path) -> None:
        self._request = request
        self._out = out
        self._prospect = Prospect(request, _Silent(), open_cache(request.cache, request.store))
        self._entries = _entries(out)
        self._foresight = Foresight(self._prospect, tuple(self._entries.values()))
        self._reasons = Reasons(self._prospect, request.root, out)

    def explain(self, name: str, *, every: bool = False) -> list[str]:
        """About one artifact, by its name in the output folder or by its path; of its posts some, or ``every`` one."""
        name = name if name in self._entries else _inside(name, self._out) or name
        entry = self._entries.get(name)
        if entry is None:
            lines = self._unbuilt(name, every=every)
        elif entry.inputs:
            lines = self._built(entry, every=every)
        else:
            lines = self._listed(name, entry)
        return [printable(line) for line in lines]

    def survey(self) -> list[str]:
        """What a build would do now: a line for each issue it would make, make anew or remove, with one reason."""
        lines = list(self._ahead())
        same = len(self._foresight.next) + len(self._foresight.lists) - len(lines)
        if not lines:
            return ["A build would change nothing."]
        rest = [f"{counted(same, 'other issues and lists')} would stay as they are."] if same > 0 else []
        return [printable(line) for line in [*lines, *rest]]

    def _ahead(self) -> Iterator[str]:
        for binding in self._foresight.next:
            there = [entry for entry in self._entries.values() if is_of(binding, entry)]
            reasons = [reason for entry in there for reason in self._reasons.of(entry, binding)]
            if not there or reasons:
                yield f"{binding.issue.folder}/{binding.issue.id}: {_first(reasons) or 'not built yet'}"
        for name, listed in self._foresight.lists.items():
            entry = self._entries.get(name)
            if entry is None or entry.digest != listed.digest:
                yield f"{name}: {'what it lists changed' if entry else 'not built yet'}"
        for entry in self._entries.values():
            if entry.inputs and self._prospect.is_over(entry):
                yield f"{entry.name}: no post belongs to its issue any more, it is removed"

    def _unbuilt(self, name: str, *, every: bool) -> Iterator[str]:
        foreseen = self._foresight.of_name(name)
        if foreseen is not None:
            issue = foreseen.binding.issue
            sources = [post.source for post in issue.posts]
            yield from _head(
                name, f"issue {issue.id} of {issue.publication}", sources, len(sources), every=every
            )
            condition = "" if foreseen.sure else ", if the issue needs so many files"
            yield f"It was not built yet: {_lower(foreseen.by)} would make it{condition}."
        elif listed := self._foresight.lists.get(name):
            yield f"{name}: the list of what {' and '.join(listed.publications)} made"
            yield "It was not built yet: a build would make it."
        else:
            raise self._unknown(name)

    def _built(self, entry: Entry, *, every: bool) -> Iterator[str]:
        issue = f"issue {entry.issue} of {entry.publication}"
        yield from _head(entry.name, issue, entry.held, len(entry.inputs), every=every)
        foreseen = self._foresight.of_entry(entry)
        if foreseen is None:
            yield self._unplanned(entry)
            return
        reasons = list(self._reasons.of(entry, foreseen.binding))
        yield from [_anew(foreseen, reason) for reason in reasons] or [_AS_IT_IS]

    def _listed(self, name: str, entry: Entry) -> Iterator[str]:
        listed = self._foresight.lists.get(name)
        made = listed.publications if listed else (entry.publication,)
        yield f"{name}: the list of what {' and '.join(made)} made"
        reasons = list(self._reasons.of_file(entry))
        if listed and listed.digest != entry.digest:
            reasons.append("the issues it lists, or what is said of them, changed")
        yield from [f"A build would make it anew: {reason}." for reason in reasons] or [
            _AS_IT_IS if listed else _GOES
        ]

    def _unplanned(self, entry: Entry) -> str:
        publication = self._request.config.publications.get(entry.publication)
        refused = next((d for d in self._prospect.found if d.code in _REFUSALS), None)
        if refused and publication and publication.backend == "feeds":
            return (
                f"A build would leave it as it is ({refused.code}): {refused.span.source} {refused.message}."
            )
        return _GOES

    def _unknown(self, name: str) -> UsageError:
        near = get_close_matches(name, [*self._entries, *self._foresight.names, *self._foresight.lists], 1)
        hint = f"Did you mean {near[0]}?" if near else "`exporter why` alone says what a build would make."
        return UsageError(
            f"{self._out} has no artifact {name}, and no publication makes an issue of that name", hint
        )


def _entries(out: Path) -> dict[str, Entry]:
    """By name; none where nothing was built."""
    try:
        return {entry.name: entry for entry in read_manifest(out).artifacts}
    except OutputError:
        return {}


def _inside(name: str, out: Path) -> str:
    path = Path(name).resolve()
    return path.relative_to(out.resolve()).as_posix() if path.is_relative_to(out.resolve()) else ""


def _head(name: str, issue: str, sources: Sequence[str], total: int, *, every: bool) -> Iterator[str]:
    """The posts in an artifact, which may be one volume of the ``total`` posts of its issue."""
    part = f"{len(sources):,} of its " if len(sources) < total else ""
    yield f"{name}: {issue}, {part}{counted(total, 'posts')}"
    yield ""
    shown = sources if every else sources[:5]
    yield from (f"  {source}" for source in shown)
    if len(shown) < len(sources):
        yield f"  … and {len(sources) - len(shown):,} more (--all lists them)"
    yield ""


def _anew(foreseen: Foreseen, reason: str) -> str:
    return f"{foreseen.by} would make it anew: {reason}."


def _first(reasons: Sequence[str]) -> str:
    more = len(set(reasons)) - 1
    return f"{reasons[0]}{f', and {more:,} more' if more > 0 else ''}" if reasons else ""


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
