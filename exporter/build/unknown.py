"""Issue ids that mean nothing: a slip of the hand is told at once, not as an issue without posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from exporter.build.periods import span_of
from exporter.build.plan import Order, plan
from exporter.errors import UsageError
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.model.site import Site

_SHOWN: Final = 3


def expect_known(
    ids: Sequence[str],
    publications: Sequence[Publication],
    sites: Sequence[Site],
    live: Sequence[Source],
    *,
    now: datetime,
) -> None:
    """Raises UsageError for the first of ``ids``, which have no posts, that is no span and so can never have any."""
    strange = next((i for i in ids if i != "latest" and not span_of(i)), None)
    if strange is None:
        return
    order = Order(every_issue=True)
    bindings = (b for p in publications for b in plan(p, sites, live, order=order, now=now)[0])
    there = sorted({binding.issue.id for binding in bindings})
    near = sorted(get_close_matches(strange, there, _SHOWN)) or there[-_SHOWN:]
    named = f"There are {', '.join(near)}; " if near else ""
    raise UsageError(f"no issue is called {strange!r}", f"{named}`exporter list issues` names all.")
