"""What the book may claim of its accessibility: computed from what is in it (EPUB Accessibility 1.1, 2).

A false claim is worse than none: a reader who cannot see buys a book for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from exporter.backends.epub.chapter import Use
from exporter.backends.epub.document import plain
from exporter.backends.epub.volume import Volume
from exporter.model.theme import Theme
from exporter.passes.alternatives import folded, repeated
from exporter.passes.contrast import contrast


class Claims(NamedTuple):
    """schema.org metadata: property to its values. ``certifier`` claims conformance; empty: nobody."""

    access_modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str
    certifier: str


def undescribed(uses: Iterable[Use]) -> list[Use]:
    """The showings of pictures that nothing describes, judged over the whole volume."""
    uses = list(uses)
    phrases = repeated((use.alt, use.picture) for use in uses)
    return [use for use in uses if not use.described or folded(use.alt) in phrases]


CONFORMS: Final = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
# What a chapter must not have for that; `exporter check` names the places.
_BARRIERS: Final = frozenset({"tex", "animated", "nameless", "headless"})
# Text and its ground, in light and dark (WCAG 2.2, 1.4.3).
_PAIRS: Final = (("ink", "paper"), ("ink", "wash"), ("accent", "paper"), ("ink", "accent-wash"))
_ENOUGH: Final = 4.5


def claim(volume: Volume, theme: Theme) -> Claims:
    """What holds for every chapter, and no more. Raises ThemeError."""
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
        "pageBreakMarkers": any(volume.breaks),
        "pageNavigation": any(volume.breaks),
        "verticalWriting": volume.is_vertical,
        "rubyAnnotations": "ruby" in there,
    }
    says = volume.says
    return Claims(
        access_modes=("textual", "visual") if uses else ("textual",),
        sufficient=("textual",) if textual else ("textual,visual",),
        features=tuple(name for name, holds in features.items() if holds),
        hazards=_hazards(moving="animated" in there),
        summary=says.accessible if textual else says.undescribed,
        certifier=_certifier(volume) if described and not there & _BARRIERS and _is_legible(theme) else "",
    )


def _certifier(volume: Volume) -> str:
    return plain(volume.site.title) or next((plain(author.name) for author in volume.authors), "")


def _is_legible(theme: Theme) -> bool:
    return all(
        contrast(theme.token(dark + text), theme.token(dark + ground)) >= _ENOUGH
        for dark in ("", "dark-")
        for text, ground in _PAIRS
    )


def _hazards(*, moving: bool) -> tuple[str, ...]:
    if moving:
        return ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard")
    return ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")
