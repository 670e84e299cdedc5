"""Entry: all that a feed says of one post; what a part holds."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from exporter.model.post import Author


class Picture(Struct, frozen=True):
    """The cover; sizes in pixels, ``length`` in bytes. Without ``media_type`` nothing but its address is known."""

    url: str
    alt: str = ""
    media_type: str = ""
    length: int = 0
    width: int = 0
    height: int = 0


class Recording(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a post encloses: an episode, a film. ``length`` in bytes, ``duration`` in seconds, both 0 where unknown.

    ``episode`` and ``season`` are numbers from 1 on, 0 none; ``transcript`` and ``chapters`` URIs or "".
    """

    url: str
    media_type: str
    length: int = 0
    duration: int = 0
    episode: int = 0
    season: int = 0
    kind: str = "full"
    explicit: bool = False
    transcript: str = ""
    transcript_type: str = ""
    chapters: str = ""


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``id`` is the post's own, to the letter; ``url`` and the cover's are URIs; texts are plain and on one line.

    ``content`` is an HTML fragment, "" where the feed carries summaries or the post says nothing. ``updated`` is never
    before ``published``; both are aware and in whole seconds. ``source`` is the post's file, for messages.
    """

    id: str
    url: str
    title: str
    source: str
    language: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    content: str = ""
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    cover: Picture | None = None
    recording: Recording | None = None


def enclosure(entry: Entry) -> Picture | Recording | None:
    """The one enclosure an item may have (RSS profile): its recording, else its cover where the file is known."""
    if entry.recording:
        return entry.recording
    return entry.cover if entry.cover and entry.cover.media_type else None


def encode(entry: Entry) -> bytes:
    """As JSON: MessagePack's timestamps forget the zone, and a post of 1 July would be one of 30 June."""
    return msgspec.json.encode(entry)


def decode(content: bytes) -> Entry:
    return msgspec.json.decode(content, type=Entry)
