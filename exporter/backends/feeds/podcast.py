"""What podcast directories read: Apple's tags and those of Podcasting 2.0, in RSS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID, uuid5

from lxml import etree

from exporter.backends.feeds.channel import Channel
from exporter.backends.feeds.entry import Entry, Recording
from exporter.backends.feeds.generators import ITUNES, PODCAST
from exporter.backends.feeds.options import Podcast
from exporter.backends.feeds.text import email, plain

# Podcasting 2.0, <podcast:guid>: the namespace of its version 5 UUIDs.
_NAMESPACE: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def add_show(anchor: etree._Element, channel: Channel, show: Podcast) -> None:
    """The show's tags after ``anchor``, an element of the channel before its items."""
    for element in reversed([*_identity(channel, show), *_catalogue_entry(channel, show)]):
        anchor.addnext(element)


def _identity(channel: Channel, show: Podcast) -> Iterator[etree._Element]:
    guid = plain(show.guid) or str(uuid5(_NAMESPACE, _place(channel.current("rss"))))
    yield _element(f"{{{PODCAST}}}guid", guid)
    yield _element(f"{{{PODCAST}}}medium", "podcast")
    owner = email(show.email)
    if owner:
        yield _element(f"{{{PODCAST}}}locked", "yes" if show.locked else "no", {"owner": owner})


def _catalogue_entry(channel: Channel, show: Podcast) -> Iterator[etree._Element]:
    author, owner = channel.author or channel.title, email(show.email)
    yield _element(f"{{{ITUNES}}}author", author)
    yield _element(f"{{{ITUNES}}}type", show.order)
    yield _element(f"{{{ITUNES}}}explicit", _truth(show.explicit))
    if channel.icon or channel.logo:
        yield _element(f"{{{ITUNES}}}image", "", {"href": channel.icon or channel.logo})
    category, _, below = (part.strip() for part in plain(show.category).partition("/"))
    if category:
        outer = _element(f"{{{ITUNES}}}category", "", {"text": category})
        if below:
            outer.append(_element(f"{{{ITUNES}}}category", "", {"text": below}))
        yield outer
    if owner:
        person = _element(f"{{{ITUNES}}}owner", "")
        person.append(_element(f"{{{ITUNES}}}name", plain(show.owner) or author))
        person.append(_element(f"{{{ITUNES}}}email", owner))
        yield person


def _element(name: str, text: str, attributes: Mapping[str, str] | None = None) -> etree._Element:
    element = etree.Element(name, dict(attributes or {}))
    element.text = text or None
    return element


def add_episode(item: etree._Element, entry: Entry, recording: Recording) -> None:
    """The episode's tags at the end of ``item``."""
    facts = {
        "title": entry.title,
        "duration": str(recording.duration or ""),
        "season": str(recording.season or ""),
        "episode": str(recording.episode or ""),
        "episodeType": recording.kind,
        "explicit": _truth(recording.explicit),
    }
    for name, text in facts.items():
        if text:
            etree.SubElement(item, f"{{{ITUNES}}}{name}").text = text
    if entry.cover:
        etree.SubElement(item, f"{{{ITUNES}}}image", {"href": entry.cover.url})
    if recording.transcript:
        facts = {"url": recording.transcript, "type": recording.transcript_type}
        etree.SubElement(item, f"{{{PODCAST}}}transcript", facts)
    if recording.chapters:
        facts = {"url": recording.chapters, "type": "application/json+chapters"}
        etree.SubElement(item, f"{{{PODCAST}}}chapters", facts)
    for author in entry.authors:
        facts = {"href": author.url} if author.url else {}
        etree.SubElement(item, f"{{{PODCAST}}}person", facts).text = author.name


def _truth(value: bool) -> str:
    """Apple takes true and false only; feedgen's own extension knows yes and no."""
    return "true" if value else "false"


def _place(address: str) -> str:
    """The address without its scheme and the slashes at its end, as the guid is made of it."""
    return address.partition("://")[2].rstrip("/")
