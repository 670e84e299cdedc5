"""Alternative texts that describe nothing: phrases that a site puts under many different covers.

One post cannot tell: "AI generated thumbnail" may well be what its picture shows. The whole site can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from exporter.model.post import Source
from exporter.model.site import Site
from exporter.passes.alternatives import REPEATED, folded


def with_placeholders(sites: Sequence[Site], sources: Iterable[Source]) -> list[Site]:
    """``sites`` with the phrases that stand for so many different covers."""
    pictures: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        if source.cover and source.cover.alt.strip():
            pictures[folded(source.cover.alt)].add(source.cover.url)
    phrases = tuple(sorted(phrase for phrase, urls in pictures.items() if len(urls) >= REPEATED))
    return [msgspec.structs.replace(site, placeholders=phrases) for site in sites]
