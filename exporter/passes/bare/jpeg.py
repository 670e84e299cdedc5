"""JPEG: the segments that a decoder needs (ITU-T T.81, annex B; T.871; ICC.1, annex B.4; Adobe's 5116)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Final

from exporter.passes.bare.fields import Fields, from_exif, from_iptc, from_xmp

# Neither a stuffed 0xFF, a fill byte, nor a restart within a scan.
_MARKER: Final = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])", re.DOTALL)
_ALONE: Final = (0x01, 0xD8)  # without a length; a second start of image is no part of this one
_END: Final = 0xD9
_SCAN: Final = 0xDA
_APP0, _APP1, _APP2, _APP13, _APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_CODED: Final = frozenset([*range(0xC0, 0xD0), *range(0xDA, 0xE0)]) - {0xC8}
# Where it is said who made the picture, the place that counts most first.
_TELLING: Final[tuple[tuple[int, bytes, Callable[[bytes], Fields]], ...]] = (
    (_APP1, b"Exif\0\0", from_exif),
    (_APP13, b"Photoshop 3.0\0", from_iptc),
    (_APP1, b"http://ns.adobe.com/xap/1.0/\0", from_xmp),
)


def bare(content: bytes) -> tuple[bytes, Fields]:
    """It and what it may say. What follows the end of the image (a film, a second picture) is not of it."""
    kept: list[bytes] = []
    said: dict[int, Fields] = {}
    for marker, segment in _segments(content):
        data = segment[4:]
        if marker in _CODED or marker == _END:
            kept.append(segment)
        elif marker == _APP0 and data[:5] == b"JFIF\0" and len(data) >= 14:
            kept.append(_segment(_APP0, data[:12] + b"\0\0"))  # without its thumbnail
        elif marker == _APP2 and data[:12] == b"ICC_PROFILE\0":
            kept.append(segment)
        elif marker == _APP14 and data[:5] == b"Adobe" and len(data) >= 12:
            kept.append(_segment(_APP14, data[:12]))
        else:
            _hear(marker, data, said)
    fields = reduce(Fields.otherwise, (said[rank] for rank in sorted(said)), Fields())
    exif = fields.exif()
    if exif:
        # T.871, 10.1: JFIF's own segment comes first.
        kept.insert(1 if kept and kept[0][1] == _APP0 else 0, _segment(_APP1, b"Exif\0\0" + exif))
    return b"\xff\xd8" + b"".join(kept), fields


def _hear(marker: int, data: bytes, said: dict[int, Fields]) -> None:
    for rank, (place, name, read) in enumerate(_TELLING):
        if marker == place and data.startswith(name):
            said.setdefault(rank, read(data[len(name) :]))


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with its marker, a scan with its data, up to the end of the image; what stands between two is passed over,
    as decoders do.
    """
    at = 2
    while found := _MARKER.search(content, at):
        start, marker = found.start(), found[1][0]
        at = found.end()
        if marker == _END:
            yield marker, found[0]
            return
        if marker in _ALONE:
            continue
        at += max(2, int.from_bytes(content[at : at + 2]))
        if marker == _SCAN:
            after = _MARKER.search(content, at)
            at = after.start() if after else len(content)
        yield marker, content[start:at]


def _segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data
