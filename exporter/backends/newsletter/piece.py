"""What a part holds: one post in three sizes, each as mail-safe HTML and as text."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from exporter.backends.newsletter.attached import Picture
from exporter.backends.newsletter.standins import disarm_bytes
from exporter.model.artifact import Part


class View(Struct, frozen=True, array_like=True):
    """One size of one post: ``html`` with its styles inlined, ``text`` its twin."""

    html: str
    text: str

    @property
    def weight(self) -> int:
        """The bytes it adds to the HTML part."""
        return len(self.html.encode())


class Piece(Struct, frozen=True, array_like=True):
    """``full`` is None where the options ask for less, or where it alone would fill the mail."""

    full: View | None
    excerpt: View
    line: View
    summary: str
    pictures: tuple[Picture, ...] = ()


def encode(piece: Piece) -> bytes:
    """For the cache."""
    return msgspec.msgpack.encode(piece)


def decode(part: Part) -> Piece:
    """The piece a part holds."""
    return msgspec.msgpack.decode(disarm_bytes(part.content), type=Piece)
