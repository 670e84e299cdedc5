"""What the book may claim of its accessibility: computed from what is in it (EPUB Accessibility 1.1, 2).

A false claim is worse than none: a reader who cannot see buys a book for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from exporter.backends.epub.chapter import Use
from exporter.backends.epub.volume import Volume

# Words that name a picture but do not describe it; so does its file's name.
_EMPTY: Final = re.compile(
    r"((the |an? )?(image|picture|photo|img|fig|figure|screen ?shot|thumbnail|cover( image)?|logo|icon|banner)"
    r"|画像|写真|図|スクリーンショット|サムネイル|صورة)?[\s_-]*[0-9]*"
    r"|[\w.%-]+\.(jpe?g|png|gif|webp|svg|avif)|[0-9a-f]{8,}",
    re.IGNORECASE,
)
# The same words for this many different pictures describe none of them.
_REPEATED: Final = 3


class Claims(NamedTuple):
    """schema.org metadata: property to its values."""

    access_modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def undescribed(uses: Iterable[Use]) -> list[Use]:
    """The showings of pictures whose alternative text says nothing, judged over the whole volume."""
    uses = list(uses)
    pictures: dict[str, set[str]] = defaultdict(set)
    for use in uses:
        pictures[use.alt.casefold()].add(use.picture)
    return [
        use
        for use in uses
        if not use.captioned and (_EMPTY.fullmatch(use.alt) or len(pictures[use.alt.casefold()]) >= _REPEATED)
    ]


def claim(volume: Volume) -> Claims:
    """What holds for every chapter, and no more."""
    uses = [use for chapter in volume.chapters for use in chapter.uses]
    there = {feature for chapter in volume.chapters for feature in chapter.features}
    described = not undescribed(uses)
    textual = described and "tex" not in there
    features = {
        "tableOfContents": True,
        "readingOrder": True,
        "structuralNavigation": True,
        "displayTransformability": True,
        "unlocked": True,
        "alternativeText": described and bool(uses),
        "MathML": "math" in there and "tex" not in there,
        "rubyAnnotations": "ruby" in there,
    }
    says = volume.says
    return Claims(
        access_modes=("textual", "visual") if uses else ("textual",),
        sufficient=("textual",) if textual else ("textual,visual",),
        features=tuple(name for name, holds in features.items() if holds),
        hazards=_hazards(moving="animated" in there),
        summary=says.accessible if textual else says.undescribed,
    )


def _hazards(*, moving: bool) -> tuple[str, ...]:
    if moving:
        return ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard")
    return ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")
