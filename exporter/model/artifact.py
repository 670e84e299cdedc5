"""Part and Artifact: what a backend makes of one post, and of one issue."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from exporter.diagnostics import Diagnostic
from exporter.model.pagination import Pagination
from exporter.model.spool import Spool


class Part(Struct, frozen=True):
    """One post in one backend: ``content`` is the backend's own encoding of what its bind needs, ``title`` aside."""

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


class Origin(Struct, frozen=True, array_like=True):
    """Where a file inside an artifact is from, for those who judge it: the post's file, and its lines.

    ``lines`` are pairs in ascending order, "12:5 14:9": from line 12 of ``file`` on it is line 5 of ``source``.
    """

    file: str
    source: str
    lines: str = ""

    def line_of(self, line: int) -> int:
        """The line of ``source`` that ``line`` of ``file`` is from; 0 where it is not known."""
        found = 0
        for pair in self.lines.split():
            here, _, there = pair.partition(":")
            if int(here) > line:
                break
            found = int(there)
        return found


class Artifact(Struct, frozen=True):
    """One file of the output. ``name`` is relative to the output folder, POSIX. Its bytes are ``content``, or lie in
    ``spool`` where they are too many to be held. ``count`` counts ``unit`` (pages, chapters, items); ``origins`` tell
    what its inner files are from, where it has any.
    """

    name: str
    media_type: str
    content: bytes = b""
    count: int = 0
    unit: str = ""
    origins: tuple[Origin, ...] = ()
    spool: Spool | None = None

    def read(self) -> bytes:
        """All its bytes."""
        return bytes(self.spool) if self.spool else self.content


class Rendered(Struct, frozen=True):
    """What a bind returns; ``pagination`` where its artifact has pages that other editions may refer to. ``told`` are
    the diagnostics of those parts that it did not read, by their index: it knows them from an earlier bind.
    """

    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    pagination: Pagination | None = None
    told: Mapping[int, tuple[Diagnostic, ...]] = {}
