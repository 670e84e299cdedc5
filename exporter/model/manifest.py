"""Manifest: what of the output folder is ours, and from what it was made."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from exporter.model.artifact import Origin

MANIFEST: Final = "manifest.json"


class Entry(Struct, frozen=True, kw_only=True):
    """One artifact. ``inputs`` maps files of its issue's posts to their digests, ``pictures`` those of the site that
    the posts show; digests are SHA-256 in hex.

    ``before`` is the digest of what it last replaced, empty where that is not known; ``origins`` are those of its
    inner files; ``made_with`` has a digest for each thing besides the posts that shaped it.
    """

    name: str
    publication: str
    issue: str
    media_type: str
    digest: str
    size: int
    inputs: dict[str, str] = {}
    pictures: dict[str, str] = {}
    before: str = ""
    origins: tuple[Origin, ...] = ()
    made_with: dict[str, str] = {}

    @property
    def held(self) -> tuple[str, ...]:
        """The files of the posts in it: of one volume of several its own, where ``inputs`` has the issue's."""
        return tuple(dict.fromkeys(origin.source for origin in self.origins)) or tuple(self.inputs)


class Manifest(Struct, frozen=True, kw_only=True):
    """``version`` is that of this format."""

    version: int = 1
    artifacts: tuple[Entry, ...] = ()
