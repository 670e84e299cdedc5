"""What earlier binds of an issue left behind. None of it is an input: a bind that uses some of it gives the bytes that
it would give without, so whoever recalls a thing first holds it against what it was made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from exporter.model.spool import Spool


class Earlier(Protocol):
    """Names are lists of bytes, of one backend; a later thing of the same name takes the place of an earlier."""

    def recall(self, name: Sequence[bytes]) -> bytes | None:
        """What was last remembered under ``name``."""

    def remember(self, name: Sequence[bytes], content: bytes) -> None:
        """For later binds."""

    def artifact(self, digest: bytes) -> Spool | None:
        """The bytes of an artifact, by their SHA-256, where they still lie there. To be read only."""


class Nothing:
    """There was no earlier bind."""

    def recall(self, name: Sequence[bytes]) -> bytes | None:  # noqa: ARG002
        return None

    def remember(self, name: Sequence[bytes], content: bytes) -> None:
        pass

    def artifact(self, digest: bytes) -> Spool | None:  # noqa: ARG002
        return None
