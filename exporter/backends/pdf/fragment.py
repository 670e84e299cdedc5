"""Fragment: a laid-out post as PDF objects that want only numbers, and what a binding must know of them."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from exporter.backends.pdf.attachments import Attachment
from exporter.backends.pdf.objects import Block
from exporter.model.pagination import Spot


class Outer(IntEnum):
    """Local numbers that stand, in every block, for objects of the volume.

    ``HEAD`` is the form of the volume's running head. ``ODD`` and ``EVEN`` are the streams that paint the heads of a
    fragment's second, fourth … and third, fifth … pages: which of them is the volume's and which the post's own depends
    on the side the fragment begins on. ``BOOKMARK`` is its line of the outline.
    """

    PAGES = 1
    FONTS = 2
    DOCUMENT = 3
    HEAD = 4
    ODD = 5
    EVEN = 6
    BOOKMARK = 7


class PageUse(Struct, frozen=True, array_like=True, gc=False):
    """What the gate looks for: the BLAKE2b-128 of a page's content as it is stored, and how many annotations it has.

    ``line`` is the line of the post's file that its first block is from, or 0.
    """

    digest: bytes
    annotations: int
    line: int = 0


class Place(Struct, frozen=True, array_like=True, gc=False):
    """A point of the fragment: page from 0, and points from its left and lower edge."""

    page: int
    x: float
    y: float


class Twin(Struct, frozen=True, array_like=True, gc=False):
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


class Face(Struct, frozen=True, array_like=True, gc=False):
    """A face and what was shown in it.

    ``glyphs`` are glyph ids of the font file with the character each stands for, packed unsigned 32-bit integers of
    this machine: the id above, the code of the character in the sixteen bits below. ``others`` are those that stand for
    none, for several, or for one beyond the BMP. ``name`` is that of the font resource, one for a face everywhere;
    ``file_size`` of the font file tells versions apart.
    """

    name: str
    family: str
    style: int
    weight: int
    file_size: int
    flags: int
    pictures: bool
    glyphs: bytes
    others: dict[int, str]


class Font(Struct, frozen=True):
    """A face as PDF objects; ``number`` is its font dictionary."""

    block: Block
    number: int


class Form(Struct, frozen=True, array_like=True, gc=False):
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

    def numbered(self, number: int) -> Form:
        """The same under another number."""
        return replace(self, number=number)


class Line(Struct, frozen=True, array_like=True, gc=False):
    """A post's line of contents by itself, with what it shows of each face, for every file that lists it."""

    block: Block
    form: Form
    faces: tuple[Face, ...]


class Words(Struct, frozen=True):
    """A few words, without spaces, and the page of the fragment that shows them."""

    page: int
    text: str


class Fragment(Struct, frozen=True):
    """A laid-out document. All its numbers are local to ``block``; pages have FIRST and the numbers that follow.

    ``folios`` is the first of as many streams as there are pages, to be made by the binding; ``head`` the stream of its
    own running head, or 0. ``root`` is the structure element of the whole, ``parents`` its leaf of the parent tree,
    ``bookmarks`` the first, the last and the number of the lines of the outline below its own; ``notes`` are elements
    with an ID.

    ``actions`` are numbers without objects, to be made an action that leads to a URL of the site. ``anchors`` maps the
    post's own ids to places; ``height`` is that of its first page. ``forms`` are lines made forms: a post's running
    head, or what a volume is labelled with. ``thumbnail`` is a small JPEG of the post's cover, ``attachments`` are the
    files an archive carries, ``absent`` what is told (code, message) of faces it could not have, ``twins`` the
    addresses in print, ``spots`` where in the post each page begins.
    """

    block: Block
    pages: tuple[PageUse, ...]
    folios: int
    head: int
    root: int
    parents: int
    bookmarks: tuple[int, int, int]
    height: float
    notes: tuple[int, ...]
    actions: tuple[tuple[int, str], ...]
    anchors: dict[str, Place]
    faces: tuple[Face, ...]
    forms: tuple[Form, ...]
    line: Line | None = None
    thumbnail: bytes = b""
    attachments: tuple[Attachment, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    twins: tuple[Twin, ...] = ()
    spots: tuple[Spot, ...] = ()


class Proof(Struct, frozen=True):
    """What a reader must find on a fragment's pages: its headings, and the body's first and last words."""

    headings: tuple[Heading, ...]
    opening: Words
    closing: Words
