"""Links between the posts of one issue: from the site's URL to the chapter's file."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename
from urllib.parse import unquote, urljoin, urlsplit

from exporter.backends.epub import ocf
from exporter.backends.epub.chapter import Chapter, joined
from exporter.backends.epub.page_breaks import set_breaks, without_numbers
from exporter.backends.epub.volume import Volume


def chapter_entries(volume: Volume) -> dict[str, ocf.Entry]:
    """The chapters as files of the container; only one with a link to another of them, or with pages, is compressed
    again.
    """
    places = places_of(volume)
    entries = {}
    for index, (name, chapter) in enumerate(zip(volume.files, volume.chapters, strict=True)):
        targets = [chapter_of(link, places, volume) for link in chapter.links]
        breaks = volume.breaks[index]
        if breaks:
            entries[name] = ocf.deflate(set_breaks(_filled(chapter, targets), chapter.blocks, breaks))
        elif any(targets):
            entries[name] = ocf.deflate(without_numbers(_filled(chapter, targets), chapter.blocks))
        else:
            entries[name] = ocf.Entry(chapter.deflated, chapter.crc, chapter.size, deflated=True)
    return entries


def _filled(chapter: Chapter, targets: Sequence[str]) -> bytes:
    """The document with its links, each to its target where it has one."""
    hrefs = [target or link for target, link in zip(targets, chapter.links, strict=True)]
    return joined(chapter.pieces, hrefs)


def places_of(volume: Volume) -> dict[str, int]:
    """URL to index of the post; where several posts share one, the first in reading order has it."""
    places: dict[str, int] = {}
    for index, post in enumerate(volume.issue.posts):
        for url in (post.url, *(urljoin(volume.site.url or post.url, alias) for alias in post.aliases)):
            places.setdefault(_key(url), index)
    return places


def _key(url: str) -> str:
    """What two URLs of one page have in common."""
    parts = urlsplit(url)
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    return f"{parts.netloc}{path}?{parts.query}"


def chapter_of(link: str, places: dict[str, int], volume: Volume) -> str:
    """The href inside the book; empty where the link leads out of it. An unknown fragment leads to the top."""
    index = places.get(_key(link))
    if index is None:
        return ""
    anchors = volume.chapters[index].anchors
    fragment = unquote(urlsplit(link).fragment)
    anchor = anchors.get(fragment, "") if fragment else ""
    return basename(volume.files[index]) + (f"#{anchor}" if anchor else "")
