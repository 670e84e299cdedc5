"""AVIF: what is said beside the picture is blanked where it stands, for places in the file are counted from its start
(ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, annex A). Which way up the picture is is not said in Exif.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from exporter.passes.bare.fields import Fields, from_exif, from_xmp

_EXIF: Final = b"Exif"
_XMP: Final = b"mime"
# A TIFF of no fields: some decoders refuse a picture whose Exif is none.
_NOTHING: Final = b"MM\0*\0\0\0\x08" + bytes(6)


def bare(content: bytes) -> tuple[bytes, Fields]:
    """It and what it may say."""
    said = Fields()
    made = bytearray(content)
    for kind, spans in _items(content):
        data = b"".join(content[span] for span in spans)
        told = _heard(kind, data)
        said = said.otherwise(told)
        rest = _instead(kind, told, len(data))
        for span in spans:
            size = len(content[span])
            made[span], rest = rest[:size], rest[size:]
    return bytes(made), said


def _heard(kind: bytes, data: bytes) -> Fields:
    if kind == _XMP:
        return from_xmp(data)
    return from_exif(data[4 + int.from_bytes(data[:4]) :])._replace(turned=1)


def _instead(kind: bytes, told: Fields, size: int) -> bytes:
    if kind == _XMP:
        return b" " * size
    exif = bytes(4) + (told.exif() or _NOTHING)
    return (exif if len(exif) <= size else bytes(4) + _NOTHING).ljust(size, b"\0")[:size]


def _items(content: bytes) -> Iterator[tuple[bytes, list[slice]]]:
    """Of each item that is no picture, its type and where its bytes are; no more bytes in all than there are."""
    left = len(content)
    for meta in _boxes(content, 0, len(content)):
        if meta.kind == b"meta":
            inner = {box.kind: box for box in _boxes(content, meta.start + 4, meta.end)}
            if b"iinf" in inner and b"iloc" in inner:
                kinds = dict(_kinds(content, inner[b"iinf"]))
                idat = inner.get(b"idat")
                for name, spans in _places(_Reader(content, inner[b"iloc"]), idat.start if idat else 0):
                    if kinds.get(name) in (_EXIF, _XMP):
                        left -= sum(len(content[span]) for span in spans)
                        if left < 0:
                            return
                        yield kinds[name], spans


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        size, head = int.from_bytes(content[at : at + 4]), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        after = min(end, at + size) if size else end
        if after < at + head:
            return
        yield _Box(content[at + 4 : at + 8], at + head, after)
        at = after


def _kinds(content: bytes, iinf: _Box) -> Iterator[tuple[int, bytes]]:
    """The number of each item and its type."""
    first = iinf.start + (6 if content[iinf.start : iinf.start + 1] == b"\0" else 8)
    for box in _boxes(content, first, iinf.end):
        wide = 2 if content[box.start : box.start + 1] == b"\2" else 4
        name = int.from_bytes(content[box.start + 4 : box.start + 4 + wide])
        yield name, content[box.start + 6 + wide : box.start + 10 + wide]


class _Reader:
    """Numbers of a box, one after another; 0 where it ends."""

    def __init__(self, content: bytes, box: _Box) -> None:
        self._content = content[box.start : box.end]
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._content)

    def next(self, size: int) -> int:
        self._at += size
        return int.from_bytes(self._content[self._at - size : self._at])


def _places(iloc: _Reader, idat: int) -> Iterator[tuple[int, list[slice]]]:
    """The number of each item and where its bytes are (8.11.3); of those that lie in another file, nothing."""
    version = iloc.next(4) >> 24
    sizes = iloc.next(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 2 if version < 2 else 4
    for _ in range(iloc.next(wide)):
        if not iloc or not offset + length:
            return
        name = iloc.next(wide)
        method = iloc.next(2) & 15 if version else 0
        outside, start = iloc.next(2), iloc.next(base)
        start += idat if method == 1 else 0
        spans = []
        for _ in range(iloc.next(2)):
            if not iloc:
                return
            iloc.next(index if version else 0)
            at = start + iloc.next(offset)
            spans.append(slice(at, at + iloc.next(length)))
        if not outside and method < 2:
            yield name, spans
