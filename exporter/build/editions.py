"""Editions: an issue that speaks of the pages of another publication's issue is bound after it.

The other is bound even where nobody asked for it, and then put out nowhere: what a book says must not depend on what
else the command named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from exporter import backends
from exporter.build.plan import Binding
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.publication import Publication

Issues = Callable[[Publication], list[Binding]]


def place_of(binding: Binding) -> str:
    """Where its artifacts go, which no two bindings share."""
    return f"{binding.issue.folder}/{binding.issue.id}"


def attach_editions(
    bindings: Iterable[Binding], known: Mapping[str, Publication], issues: Issues
) -> tuple[list[Binding], list[Diagnostic]]:
    """``bindings`` with the editions that their options name; where there is none, a diagnostic says why.

    ``issues`` gives all issues that a publication makes of its own.
    """
    found: dict[str, list[Binding]] = {}
    attached, told = [], []
    for binding in bindings:
        name = backends.load(binding.publication.backend).edition(binding.publication.options)
        if not name:
            attached.append(binding)
            continue
        if name not in found:
            found[name] = issues(known[name]) if _paginates(known.get(name)) else []
        edition = next((other for other in found[name] if _is_of_one_issue(binding, other)), None)
        if edition is None:
            told.append(diagnose("E605", _lack(binding, name, known.get(name))))
        attached.append(msgspec.structs.replace(binding, edition=edition))
    return attached, told


def with_editions(bindings: Sequence[Binding]) -> list[Binding]:
    """``bindings``, and after them those of their editions that are not among them."""
    places = {place_of(binding) for binding in bindings}
    others = {place_of(b.edition): b.edition for b in bindings if b.edition}
    return [*bindings, *(other for place, other in others.items() if place not in places)]


def _paginates(publication: Publication | None) -> bool:
    return publication is not None and backends.load(publication.backend).paginates


def _is_of_one_issue(binding: Binding, other: Binding) -> bool:
    return (binding.issue.id, binding.issue.term, binding.site.language) == (
        other.issue.id,
        other.issue.term,
        other.site.language,
    )


def _lack(binding: Binding, name: str, publication: Publication | None) -> str:
    if publication is None:
        return f"{place_of(binding)}: no publication is called {name!r}"
    if not _paginates(publication):
        return f"{place_of(binding)}: {name} has no pages"
    return f"{place_of(binding)}: {name} makes no issue {binding.issue.id}"
