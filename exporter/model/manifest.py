"""Manifest: what of the output folder is ours, and from what it was made."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from exporter.model.artifact import Origin

MANIFEST: Final = "manifest.json"


class Entry(Struct, frozen=True, kw_only=True):
    """One artifact. ``inputs`` maps the posts' files to their digests, ``pictures`` those of the site that the posts
    show; digests are BLAKE2b-256 in hex.

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


class Manifest(Struct, frozen=True, kw_only=True):
    """``version`` is that of this format."""

    version: int = 1
    artifacts: tuple[Entry, ...] = ()
