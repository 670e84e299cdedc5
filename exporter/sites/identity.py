"""Ids: the permalink, and where several posts share one, the oldest keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

from msgspec.structs import replace

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source

_LATEST: Final = datetime.max.replace(tzinfo=UTC)


def identify(sources: Iterable[Source]) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """``sources`` in the order of their paths with unique ids; one S107 for each URL that several share."""
    claimants: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        claimants[source.url or source.source].append(source)
    taken = set(claimants)
    named: list[Source] = []
    findings: list[Diagnostic] = []
    for url in sorted(claimants):
        group = sorted(claimants[url], key=_age)
        # Of a hundred thousand posts the copies are 20 MB.
        named.append(group[0] if group[0].id == url else replace(group[0], id=url))
        named.extend(
            replace(source, id=_fresh(f"{url}#{stem(source.source)}", taken)) for source in group[1:]
        )
        if len(group) > 1:
            findings.append(_shared(url, group))
    return tuple(sorted(named, key=lambda s: (s.source, s.language, s.url))), tuple(findings)


def stem(path: str) -> str:
    """The name of a content file without its endings; of a bundle, the name of its folder."""
    parts = PurePosixPath(path)
    name = parts.name.split(".")[0] or parts.name
    return parts.parent.name if name in {"index", "_index"} and parts.parent.name else name


def _age(source: Source) -> tuple[datetime, str, str]:
    return source.published or _LATEST, source.source, source.language


def _fresh(wanted: str, taken: set[str]) -> str:
    name, n = wanted, 1
    while name in taken:
        n += 1
        name = f"{wanted}-{n}"
    taken.add(name)
    return name


def _shared(url: str, group: list[Source]) -> Diagnostic:
    names = ", ".join(sorted(source.source for source in group))
    return diagnose("S107", f"{len(group)} files share {url}: {names}", group[0].source)
