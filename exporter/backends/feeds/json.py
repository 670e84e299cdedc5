"""JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from exporter.backends.feeds.channel import Channel
from exporter.backends.feeds.entry import Entry
from exporter.backends.feeds.text import rfc3339

VERSION: Final = "https://jsonfeed.org/version/1.1"


def write_json(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """feed.json: UTF-8, ``version`` first."""
    feed = _without_blanks(
        version=VERSION,
        title=channel.title,
        home_page_url=channel.home,
        feed_url=channel.address("json"),
        description=channel.description,
        next_url=channel.previous("json"),
        icon=channel.icon,
        language=channel.language,
        hubs=[{"type": "WebSub", "url": channel.hub}] if channel.hub else [],
    )
    feed["items"] = [_item(entry, channel) for entry in entries]
    return msgspec.json.format(msgspec.json.encode(feed), indent=1) + b"\n"


def _item(entry: Entry, channel: Channel) -> dict[str, Any]:
    item = _without_blanks(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        content_html=entry.content,
        image=entry.cover.url if entry.cover else "",
        date_published=rfc3339(entry.published) if entry.published else "",
        date_modified=rfc3339(entry.updated) if entry.updated != entry.published else "",
        authors=[_without_blanks(name=author.name, url=author.url) for author in entry.authors],
        attachments=_attachments(entry),
        tags=list(dict.fromkeys((*entry.categories, *entry.tags))),
        language=entry.language if entry.language != channel.language else "",
    )
    # An item must have one of the two contents.
    if not entry.content:
        item["content_text"] = entry.summary or entry.title
    return item


def _attachments(entry: Entry) -> list[dict[str, Any]]:
    recording = entry.recording
    if recording is None:
        return []
    return [
        _without_blanks(
            url=recording.url,
            mime_type=recording.media_type,
            size_in_bytes=recording.length,
            duration_in_seconds=recording.duration,
        )
    ]


def _without_blanks(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
