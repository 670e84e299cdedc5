"""Part and Artifact: what a backend makes of one post, and of one issue."""

from __future__ import annotations

from msgspec import Struct

from exporter.diagnostics import Diagnostic


class Part(Struct, frozen=True):
    """One post in one backend: ``content`` is the backend's own encoding of what its bind needs, ``title`` aside."""

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


class Artifact(Struct, frozen=True):
    """One file of the output. ``name`` is relative to the output folder, POSIX. ``count`` counts ``unit``
    (pages, chapters, items).
    """

    name: str
    media_type: str
    content: bytes
    count: int = 0
    unit: str = ""


class Rendered(Struct, frozen=True):
    """What a bind returns."""

    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
