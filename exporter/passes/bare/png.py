"""PNG and APNG: the chunks that a decoder needs (PNG, third edition, 11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from zlib import crc32

from exporter.passes.bare.fields import Fields, from_exif, from_xmp

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEADER: Final = b"IHDR"
_END: Final = b"IEND"
_COLOURS: Final = frozenset(b"PLTE tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs".split())
_KEPT: Final = _COLOURS | frozenset(b"IHDR IDAT IEND acTL fcTL fdAT".split())
# 11.3.3.1: keywords of text that says who made it. Longer than a notice, it is something else.
_CREDITS: Final = (b"Author\0", b"Copyright\0")
_LONGEST: Final = 1000
_XMP: Final = b"XML:com.adobe.xmp\0\0\0\0\0"  # neither compressed, nor of any language


def bare(content: bytes) -> tuple[bytes, Fields]:
    """It and what it may say, by Exif and XMP; a chunk of text that says who made it stays as it is."""
    kept: list[bytes] = []
    by_exif, by_xmp = Fields(), Fields()
    for kind, chunk in _chunks(content):
        if kind in _KEPT or (kind in (b"tEXt", b"iTXt") and _tells_who(chunk)):
            kept.append(chunk)
        elif kind == b"eXIf":
            by_exif = from_exif(chunk[8:-4])
        elif kind == b"iTXt" and chunk.startswith(_XMP, 8):
            by_xmp = from_xmp(chunk[8 + len(_XMP) : -4])
    fields = by_exif.otherwise(by_xmp)
    exif = fields.exif()
    if exif and kept and kept[0][4:8] == _HEADER:
        kept.insert(1, _chunk(b"eXIf", exif))
    return _SIGNATURE + b"".join(kept), fields


def _tells_who(chunk: bytes) -> bool:
    return chunk.startswith(_CREDITS, 8) and len(chunk) <= _LONGEST


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each with its type, whole; the last may be cut short. What follows the end is not of the picture."""
    at = len(_SIGNATURE)
    while at + 8 <= len(content):
        kind = content[at + 4 : at + 8]
        after = at + 12 + int.from_bytes(content[at : at + 4])
        yield kind, content[at:after]
        if kind == _END:
            return
        at = after


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + crc32(kind + data).to_bytes(4)
