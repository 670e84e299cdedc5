"""What a picture may say of itself: who made it and which way up it is.

Read from Exif, IPTC or XMP; written as an Exif of these fields and nothing else.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

# Longer than a by-line or a notice of rights: something else is in the field.
_LONGEST: Final = 1000
# TIFF 6.0, section 8; Exif 3.0 adds UTF-8 as type 129 to ASCII's 2.
_ORIENTATION: Final = 0x0112
_ARTIST: Final = 0x013B
_COPYRIGHT: Final = 0x8298
_GPS: Final = 0x8825  # where the fields about the place are
_LATITUDE: Final = 2  # of those: some cameras write the others and know no place
_ASCII: Final = 2
_SHORT: Final = 3
_TEXTS: Final = (_ASCII, 129)
# IPTC IIM 4.2: record 2, data sets 80 (by-line) and 116 (copyright notice).
_BYLINE: Final = (2, 80)
_NOTICE: Final = (2, 116)
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_ITEM: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"


class Fields(NamedTuple):
    """``artist`` and ``rights`` as bytes: what programs write there is ASCII, UTF-8 or anything else.

    ``turned`` is the orientation, 1 to 8. ``placed``: it was said where the picture was taken, which is not kept.
    """

    artist: bytes = b""
    rights: bytes = b""
    turned: int = 1
    placed: bool = False

    def otherwise(self, other: Fields) -> Fields:
        """What ``other`` says where these do not."""
        turned = self.turned if self.turned != 1 else other.turned
        placed = self.placed or other.placed
        return Fields(self.artist or other.artist, self.rights or other.rights, turned, placed)

    def exif(self) -> bytes:
        """A TIFF of what is worth telling; empty where nothing is."""
        turned = [(_ORIENTATION, _SHORT, 1, struct.pack(">H", self.turned))] if self.turned != 1 else []
        texts = [(_ARTIST, self.artist), (_COPYRIGHT, self.rights)]
        fields = turned + [(tag, _ASCII, len(text) + 1, text + b"\0") for tag, text in texts if text]
        if not fields:
            return b""
        rows, rest = b"", b""
        first = 8 + 2 + 12 * len(fields) + 4
        for tag, kind, count, value in fields:
            inside = len(value) <= 4
            cell = value.ljust(4, b"\0") if inside else struct.pack(">I", first + len(rest))
            rows += struct.pack(">HHI", tag, kind, count) + cell
            rest += b"" if inside else value + b"\0" * (len(value) % 2)
        return struct.pack(">2sHIH", b"MM", 42, 8, len(fields)) + rows + bytes(4) + rest


def from_exif(tiff: bytes) -> Fields:
    """Of a TIFF, without the ``Exif\\0\\0`` that stands before it in a JPEG."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return Fields()
    texts: dict[int, bytes] = {}
    turned, place = 1, 0
    for tag, kind, count, at in _rows(tiff, order, 4):
        if tag in (_ARTIST, _COPYRIGHT) and kind in _TEXTS:
            start = at if count <= 4 else struct.unpack_from(f"{order}I", tiff, at)[0]
            texts.setdefault(tag, _text(tiff[start : start + count]))
        elif tag == _ORIENTATION and kind == _SHORT:
            (turned,) = struct.unpack_from(f"{order}H", tiff, at)
        elif tag == _GPS:
            place = at
    turned = turned if 1 <= turned <= 8 else 1
    placed = place > 0 and any(tag == _LATITUDE for tag, *_ in _rows(tiff, order, place))
    return Fields(texts.get(_ARTIST, b""), texts.get(_COPYRIGHT, b""), turned, placed)


def _rows(tiff: bytes, order: str, pointer: int) -> Iterator[tuple[int, int, int, int]]:
    """Tag, type and count of each field of the directory whose offset stands at ``pointer``, and where its value is or
    the offset of it.
    """
    (at,) = struct.unpack_from(f"{order}I", tiff, pointer)
    if at + 2 > len(tiff):
        return
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for start in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        yield (*struct.unpack_from(f"{order}HHI", tiff, start), start + 8)


def from_iptc(resources: bytes) -> Fields:
    """Of Photoshop's image resources: what follows ``Photoshop 3.0\\0`` in a JPEG."""
    found: dict[tuple[int, int], bytes] = {}
    for name, data in _resources(resources):
        if name == 0x0404:
            for key, value in _records(data):
                found.setdefault(key, _text(value))
    return Fields(found.get(_BYLINE, b""), found.get(_NOTICE, b""))


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while data[at : at + 4] == b"8BIM" and at + 12 <= len(data):
        name = int.from_bytes(data[at + 4 : at + 6])
        at += 6 + data[at + 6] // 2 * 2 + 2  # a string after its length, padded to an even number of bytes
        size = int.from_bytes(data[at : at + 4])
        yield name, data[at + 4 : at + 4 + size]
        at += 4 + size + size % 2


def _records(data: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        size = int.from_bytes(data[at + 3 : at + 5])
        yield (data[at + 1], data[at + 2]), data[at + 5 : at + 5 + size]
        at += 5 + size


def from_xmp(packet: bytes) -> Fields:
    """Of an XMP packet: the first of Dublin Core's creators and rights."""
    if b"purl.org/dc/" not in packet:
        return Fields()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Fields()
    return Fields(_first(root, f"{_DC}creator"), _first(root, f"{_DC}rights"))


def _first(root: etree._Element, name: str) -> bytes:
    item = next((item for field in root.iter(name) for item in field.iter(_ITEM)), None)
    return _text((item.text or "").encode()) if item is not None else b""


def _text(value: bytes) -> bytes:
    text = value.strip(b"\0 \t\r\n")
    return text if len(text) <= _LONGEST else b""
