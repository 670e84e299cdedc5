"""The recording that a post encloses, from the facts of its header."""

from __future__ import annotations

import re
from typing import Final

from exporter.backends.feeds.entry import Recording
from exporter.backends.feeds.text import plain, uri
from exporter.model.post import Post
from exporter.passes.recordings import seconds

_MEDIA_TYPE: Final = re.compile(r"(audio|video|application)/[A-Za-z0-9.+-]+")
_TRANSCRIPTS: Final = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
    "txt": "text/plain",
}


def recording_of(post: Post) -> Recording | None:
    """None where the header names none, or one whose media type nobody can tell."""
    facts = post.extra
    media_type = facts.get("enclosure_type", "")
    address = uri(facts.get("enclosure", ""))
    if not address.startswith(("http://", "https://")) or not _MEDIA_TYPE.fullmatch(media_type):
        return None
    transcript = uri(facts.get("transcript", ""))
    return Recording(
        url=address,
        media_type=media_type,
        length=_number(facts.get("enclosure_length", "")),
        duration=seconds(facts.get("duration", "")),
        episode=_number(facts.get("episode", "")),
        season=_number(facts.get("season", "")),
        kind=facts.get("episode_type", "") if facts.get("episode_type") in {"trailer", "bonus"} else "full",
        explicit=plain(facts.get("explicit", "")).lower() in {"true", "yes", "1"},
        transcript=transcript,
        transcript_type=_TRANSCRIPTS.get(transcript.rpartition(".")[2].lower(), "text/plain")
        if transcript
        else "",
        chapters=uri(facts.get("chapters", "")),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
