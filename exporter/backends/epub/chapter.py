"""Chapter: what part() hands to bind() of one post."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from html import escape
from typing import Final

import msgspec
from msgspec import Struct

from exporter.backends.epub.document import plain
from exporter.model.post import Source


class Picture(Struct, frozen=True, array_like=True):
    """An image file of the book; equal bytes have equal names, so ten posts that show it share one."""

    name: str
    media_type: str
    content: bytes
    width: int
    height: int


class Use(Struct, frozen=True, array_like=True):
    """One showing of a picture: the alternative text it has, and whether that or a caption describes it."""

    picture: str
    alt: str
    described: bool
    cover: bool


class Heading(Struct, frozen=True, array_like=True):
    """A heading of the body; ``level`` is 2 to 6, for the title is 1."""

    level: int
    id: str
    text: str


class Chapter(Struct, frozen=True, array_like=True):
    """A post as XHTML, its pictures, and all that a table of contents or an accessibility claim asks of it.

    ``deflated`` is the document with every link absolute: a raw deflate stream of ``size`` bytes with CRC-32 ``crc``.
    Where links lead to this very site, ``pieces`` is the same document cut at them and ``links`` what stands between,
    so that bind can point them at chapters without parsing. ``anchors`` maps ids as the site has them to the
    chapter's; ``lines`` are as in Origin. Where the book is to follow printed pages, ``pieces`` is never empty, and its
    blocks have their numbers in an attribute of the name ``blocks``.
    """

    deflated: bytes
    crc: int
    size: int
    pieces: tuple[str, ...]
    links: tuple[str, ...]
    anchors: dict[str, str]
    pictures: tuple[Picture, ...]
    uses: tuple[Use, ...]
    headings: tuple[Heading, ...]
    properties: tuple[str, ...]
    features: tuple[str, ...]
    lines: str
    blocks: str = ""


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Chapter)
_UNSAFE: Final = re.compile(r"[^a-z0-9]+")


def pack(chapter: Chapter) -> bytes:
    """The bytes of a Part's content."""
    return _ENCODER.encode(chapter)


def unpack(content: bytes) -> Chapter:
    """The chapter in a Part's content."""
    return _DECODER.decode(content)


def joined(pieces: Sequence[str], hrefs: Sequence[str]) -> bytes:
    """The document that was cut in ``pieces`` at its links, with ``hrefs`` in their places."""
    filled = [piece + escape(href) for piece, href in zip(pieces, hrefs, strict=False)]
    return "".join([*filled, pieces[-1]]).encode()


def file_name(source: Source) -> str:
    """The chapter's file, the same in every issue: readers keep bookmarks by it. Two posts never share one."""
    slug = _UNSAFE.sub("-", (source.slug or source.title).lower()).strip("-")[:40].strip("-")
    digest = blake2b(source.id.encode(), digest_size=5).hexdigest()
    return f"text/{slug}-{digest}.xhtml" if slug else f"text/{digest}.xhtml"


def title_of(post: Source) -> str:
    """The post's title; no heading and no entry of a contents list may be empty."""
    return plain(post.title) or plain(post.slug) or post.url or post.id
