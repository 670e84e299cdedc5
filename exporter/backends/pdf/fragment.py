"""Fragment: a laid-out post as PDF objects that want only numbers, and what a binding must know of them."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct

from exporter.backends.pdf.attachments import Attachment
from exporter.backends.pdf.objects import Body


class Outer(IntEnum):
    """Numbers that stand, in every fragment, for objects of the volume. A fragment's own begin at FIRST."""

    PAGES = 1
    FONTS = 2
    DOCUMENT = 3
    HEAD = 4
    FIRST = 16


class Stream(Struct, frozen=True):
    """A stream: its dictionary without Length, the places of references in it, and its data, encoded as it says.

    ``digest`` tells equal images of different posts; it is empty for what is never shared.
    """

    number: int
    dictionary: bytes
    refs: bytes
    data: bytes
    digest: str = ""


class PageUse(Struct, frozen=True):
    """A page: size in points, the objects of its content, resources and annotations, its row of the parent tree, and
    the line of the post's file that its first block is from, or 0.
    """

    width: float
    height: float
    content: int
    resources: int
    owners: int
    annotations: tuple[int, ...] = ()
    line: int = 0


class Place(Struct, frozen=True):
    """A point of the fragment: page from 0, and points from its left and lower edge."""

    page: int
    x: float
    y: float


class Twin(Struct, frozen=True):
    """A printed address, its page and the height of its last line in points: if it leads to a post of the volume, that
    one's page number is set at the end of the line, on the left where ``rtl``.
    """

    url: str
    page: int
    y: float
    rtl: bool


class Heading(Struct, frozen=True):
    """A heading of the body; ``level`` 2 to 6 as shifted below the title."""

    level: int
    text: str
    place: Place


class Face(Struct, frozen=True):
    """A face and what was shown in it. ``glyphs`` maps glyph ids of the font file to the text each stands for.

    ``name`` is that of the font resource, one for a face everywhere; ``file_size`` of the font file tells
    versions apart.
    """

    name: str
    family: str
    style: int
    weight: int
    file_size: int
    ascent: int
    descent: int
    flags: int
    pictures: bool
    glyphs: dict[int, str]


class Form(Struct, frozen=True):
    """A line or two as a form XObject, its text at the upper edge. Lengths in points.

    ``height`` is the form's own, ``depth`` how far down its text goes; of its last line, ``baseline`` is how far down
    that lies, ``left`` and ``right`` are its ends.
    """

    number: int
    height: float
    depth: float
    baseline: float
    left: float
    right: float


class Words(Struct, frozen=True):
    """A few words, without spaces, and the page of the fragment that shows them."""

    page: int
    text: str


class Fragment(Struct, frozen=True):
    """``size`` is one more than the highest number used; pages have FIRST and the numbers that follow.

    ``root`` is the structure element of the whole; ``links`` owns annotation ``i`` in ``links[i]``; ``actions`` are
    numbers without objects, to be made an action that leads to the URL; ``notes`` are elements with an ID.
    ``anchors`` maps the post's own ids to places; ``opening`` and ``closing`` are the body's first and last words.
    ``thumbnail`` is a small JPEG of the post's cover; ``attachments`` are the files an archive carries.
    """

    body: Body
    streams: tuple[Stream, ...]
    pages: tuple[PageUse, ...]
    size: int
    root: int
    links: tuple[int, ...]
    actions: tuple[tuple[int, str], ...]
    notes: tuple[int, ...]
    anchors: dict[str, Place]
    headings: tuple[Heading, ...]
    faces: tuple[Face, ...]
    forms: tuple[Form, ...]
    opening: Words
    closing: Words
    thumbnail: bytes = b""
    attachments: tuple[Attachment, ...] = ()
    twins: tuple[Twin, ...] = ()
