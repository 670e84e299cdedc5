"""Which command makes an artifact of a given name, told without making it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from exporter import backends
from exporter.backends.contract import CatalogueJob
from exporter.build.cache import content_digest
from exporter.build.plan import Binding, Order
from exporter.build.prospect import Prospect
from exporter.build.run import issues_of
from exporter.errors import UsageError
from exporter.model.manifest import Entry


class Foreseen(NamedTuple):
    """The issue of an artifact, and the command that makes it, as the subject of a sentence. Not ``sure``: only where
    the issue turns out to need so many files.
    """

    binding: Binding
    by: str
    sure: bool = True


class ForeseenList(NamedTuple):
    """A list of issues: the publications they are of, and its digest if it was made now."""

    publications: tuple[str, ...]
    digest: str


class Foresight:
    """What builds of a site would make, beside ``entries``, which lie in its output."""

    def __init__(self, prospect: Prospect, entries: tuple[Entry, ...]) -> None:
        self._prospect = prospect
        self._entries = entries

    @cached_property
    def next(self) -> list[Binding]:
        """What a build makes that is told nothing more."""
        return self._prospect.plan(Order())

    def of_name(self, name: str) -> Foreseen | None:
        """Who would make an artifact that may not be there yet."""
        unsure: Foreseen | None = None
        for binding, by in self._bindings(_ids(name)):
            publication = binding.publication
            names = backends.load(publication.backend).names(binding.issue, binding.site, publication.options)
            if name in names:
                return Foreseen(binding, by)
            if unsure is None and any(fnmatchcase(name, pattern) for pattern in names):
                unsure = Foreseen(binding, by, sure=False)
        return unsure

    def of_entry(self, entry: Entry) -> Foreseen | None:
        """Who would make one that lies there again; None where nobody would."""
        planned = self._bindings([entry.issue])
        return next((Foreseen(binding, by) for binding, by in planned if is_of(binding, entry)), None)

    @cached_property
    def lists(self) -> dict[str, ForeseenList]:
        """The catalogues after a build, by name."""
        planned = {(b.issue.publication, b.issue.id, b.issue.folder) for b in self.next}
        left = issues_of(entry for entry in self._entries if not self._prospect.is_over(entry))
        found = {}
        for each in self._prospect.catalogues(left | planned):
            names = tuple(publication.name for publication in each.publications)
            rendered = backends.load(each.task.backend).catalogue(CatalogueJob(listed=each.task.listed))
            for artifact in rendered.artifacts:
                found[artifact.name] = ForeseenList(names, content_digest(artifact.read()))
        return found

    @cached_property
    def names(self) -> list[str]:
        """Of all that a build makes for certain."""
        return [
            name
            for b in self.next
            for name in backends.load(b.publication.backend).names(b.issue, b.site, b.publication.options)
            if "*" not in name
        ]

    def _bindings(self, ids: list[str]) -> Iterator[tuple[Binding, str]]:
        """With the command: the shortest first. ``ids`` are those that the issue may have."""
        yield from ((binding, "A build") for binding in self.next)
        for binding in self._prospect.plan(Order(every_issue=True)):
            yield binding, f"`exporter build {binding.publication.name} --all`"
        for issue in ids:
            with suppress(UsageError):  # no issue is called so
                for binding in self._prospect.plan(Order(issues=(issue,))):
                    yield binding, f"`exporter build {binding.publication.name} --issue {issue}`"


def is_of(binding: Binding, entry: Entry) -> bool:
    """Whether the issue made the artifact."""
    issue = binding.issue
    same = (issue.publication, issue.id) == (entry.publication, entry.issue)
    return same and entry.name.startswith(f"{issue.folder}/")


def _ids(name: str) -> list[str]:
    """The issues that an artifact may be of by its name: FOLDER/ID.epub, FOLDER/ID-2.pdf, FOLDER/ID/rss.xml."""
    path = PurePosixPath(name)
    stem = path.name.partition(".")[0]
    return list(dict.fromkeys([stem, stem.rpartition("-")[0] or stem, path.parent.name]))
