"""WebP: the chunks that a decoder needs (RFC 9649, 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from exporter.passes.bare.fields import Fields, from_exif, from_xmp

_PICTURE: Final = (b"VP8 ", b"VP8L", b"ALPH")
_KEPT: Final = frozenset([*_PICTURE, b"VP8X", b"ANIM", b"ICCP"])
_FRAME: Final = b"ANMF"
_FRAME_HEAD: Final = 16
_HAS_EXIF: Final = 0x08  # flags of VP8X
_HAS_XMP: Final = 0x04


def bare(content: bytes) -> tuple[bytes, Fields]:
    """It and what it may say."""
    kept: list[bytes] = []
    by_exif, by_xmp = Fields(), Fields()
    stated = 8 + int.from_bytes(content[4:8], "little")
    for kind, chunk in _chunks(content[12:stated]):
        if kind in _KEPT:
            kept.append(chunk)
        elif kind == _FRAME:
            kept.append(_frame(chunk))
        elif kind == b"EXIF":
            by_exif = from_exif(chunk[8:].removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            by_xmp = from_xmp(chunk[8:].rstrip(b"\0"))
    fields = by_exif.otherwise(by_xmp)
    extended = bool(kept) and kept[0][:4] == b"VP8X" and len(kept[0]) > 8
    exif = fields.exif() if extended else b""
    if extended:
        kept[0] = _flagged(kept[0], exif=bool(exif))
    if exif:
        kept.append(_chunk(b"EXIF", exif))
    body = b"WEBP" + b"".join(kept)
    # What a file cut short lacks, it lacks still.
    missing = max(0, stated - len(content))
    return b"RIFF" + min(len(body) + missing, 2**32 - 1).to_bytes(4, "little") + body, fields


def _flagged(chunk: bytes, *, exif: bool) -> bytes:
    flags = chunk[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if exif else 0)
    return chunk[:8] + bytes((flags,)) + chunk[9:]


def _frame(chunk: bytes) -> bytes:
    """A frame without what is not of its picture; one that is cut short stays so."""
    size = int.from_bytes(chunk[4:8], "little")
    head, inner = chunk[8 : 8 + _FRAME_HEAD], chunk[8 + _FRAME_HEAD : 8 + size]
    if len(chunk) < 8 + size:
        return chunk
    return _chunk(_FRAME, head + b"".join(part for kind, part in _chunks(inner) if kind in _PICTURE))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each with its type, whole and padded to an even number of bytes; the last may be cut short."""
    at = 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        after = at + 8 + size + size % 2
        yield content[at : at + 4], content[at:after]
        at = after


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)
