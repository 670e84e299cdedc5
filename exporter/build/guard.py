"""No feed is written whose readers would be told of old posts as new, or never of new ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from exporter.build.plan import Binding
from exporter.diagnostics import Diagnostic, diagnose
from exporter.ledger.compare import Comparison, Verdict, accepted
from exporter.ledger.rows import Ledger
from exporter.model.post import Source


class Guarded(Struct, frozen=True):
    """The bindings that may be made; the ledger to write once they are, None where nobody asked for that."""

    bindings: list[Binding]
    diagnostics: tuple[Diagnostic, ...] = ()
    ledger: Ledger | None = None


def guard(
    bindings: Sequence[Binding], ledger: Ledger | None, sources: Iterable[Source], *, accept: bool
) -> Guarded:
    """Without a ledger nothing is known and all may be made. A publication of feeds that would offend is not made at
    all, unless the operator accepts it.
    """
    if ledger is None and not accept:
        return Guarded(list(bindings))
    comparison = Comparison(ledger or Ledger(), {source.source for source in sources})
    kept = [b for b in bindings if b.publication.backend != "feeds"]
    told: list[Diagnostic] = []
    after = ledger or Ledger()
    names = dict.fromkeys(b.publication.name for b in bindings if b.publication.backend == "feeds")
    for name in names:
        own = [b for b in bindings if b.publication.name == name]
        verdict = _judge(comparison, own)
        if verdict.offences and not accept:
            told += verdict.offences
            continue
        if verdict.offences:
            told.append(
                diagnose("F523", f"{name}: {len(verdict.offences)} posts will be met as new or not at all")
            )
        kept += [_named(binding, verdict.ids) for binding in own]
        after = accepted(after, _posts(own), verdict.ids)
    return Guarded(kept, tuple(told), after if accept else None)


def _judge(comparison: Comparison, bindings: Sequence[Binding]) -> Verdict:
    """Readers are told of what stands in an open issue; an archive is read by who looks for it."""
    open_issues = [b for b in bindings if not b.issue.closed]
    limit = bindings[0].publication.options.backdated
    return comparison.judge(_posts(bindings), _posts(open_issues), backdated=limit)


def _posts(bindings: Iterable[Binding]) -> list[Source]:
    return list({post.id: post for b in bindings for post in b.issue.posts}.values())


def _named(binding: Binding, ids: dict[str, str]) -> Binding:
    own = {post.id: ids[post.id] for post in binding.issue.posts if post.id in ids} if ids else {}
    if not own:
        return binding
    return msgspec.structs.replace(binding, issue=msgspec.structs.replace(binding.issue, ids=own))
