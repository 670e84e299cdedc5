"""The recording a post encloses, under the names that headers and podcast themes give it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from exporter.diagnostics import Diagnostic, diagnose
from exporter.sites.fields import Table, dig, first, table, text

_NAMES: Final = ("enclosure", "audio", "podcast", "podcast_file", "podcastfile", "mp3", "video", "media")
_ANY: Final = frozenset([*_NAMES, "params"])
_INSIDE: Final = ("url", "src", "file", "path", "href", "link")
# fmt: off
_FACTS: Final = {
    "enclosure_length": ("length", "bytes", "size", "podcast_bytes", "enclosure_length", "audio_length"),
    "enclosure_type": ("type", "mime_type", "mimetype", "media_type", "enclosure_type", "audio_type"),
    "duration": ("duration", "podcast_duration", "audio_duration", "itunes_duration", "itunes.duration"),
    "episode": ("episode", "episode_number", "itunes_episode", "itunes.episode"),
    "season": ("season", "season_number", "itunes_season", "itunes.season"),
    "episode_type": ("episode_type", "episodetype", "itunes_episode_type", "itunes.episodetype"),
    "explicit": ("explicit", "itunes_explicit", "itunes.explicit"),
    "transcript": ("transcript", "transcript_url"),
    "chapters": ("chapters", "chapters_url"),
}
# fmt: on
_TYPES: Final = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
}
# Of these names a header may mean something else: a kind of post, a length in words.
_SHARED: Final = frozenset(["length", "size", "type", "bytes"])

Find = Callable[[str], tuple[str, str]]
"""The absolute URL and the path in the site ("" without a file) of what a header names."""


def recording_of(
    meta: Table, find: Find, size: Callable[[str], int | None], *, source: str
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The facts of a recording in a header (lower-case keys), empty without one; its bytes are those of its file.

    One that is named and is no file of the site, nor elsewhere, is a diagnostic and no recording.
    """
    # Asked of every post of a blog that has none: one look at the names instead of sixteen.
    if _ANY.isdisjoint(meta):
        return {}, []
    src, own = _named(meta)
    media_type = _fact(meta, own, "enclosure_type") or _TYPES.get(_ending(src), "")
    if not src or not media_type.startswith(("audio/", "video/")):
        return {}, []
    url, path = find(src)
    measured = size(path) if path else None
    length = str(measured) if measured is not None else _fact(meta, own, "enclosure_length")
    if measured is None and not length and not _is_remote(src):
        return {}, [diagnose("S115", f"{src} is no file of the site", source)]
    facts = {name: _fact(meta, own, name) for name in _FACTS}
    for name in ("transcript", "chapters"):
        facts[name] = find(facts[name])[0] if facts[name] else ""
    facts |= {"enclosure": url, "enclosure_type": media_type, "enclosure_length": length}
    return {name: value for name, value in facts.items() if value}, []


def _named(meta: Table) -> tuple[str, Table]:
    """The address in the header, and the table it stands in."""
    for name in _NAMES:
        for value in (meta.get(name), dig(meta, f"params.{name}")):
            own = table(value)
            src = first(own, _INSIDE) if own else (text(value) if isinstance(value, str) else "")
            if src and (own or _ending(src) in _TYPES):
                return src, own
    return "", {}


def _fact(meta: Table, own: Table, name: str) -> str:
    names = _FACTS[name]
    return first(own, names) or first(meta, [n for n in names if n not in _SHARED])


def _is_remote(src: str) -> bool:
    return src.startswith(("http://", "https://", "//"))


def _ending(src: str) -> str:
    try:
        return PurePosixPath(urlsplit(src).path).suffix.lower()
    except ValueError:
        return ""
