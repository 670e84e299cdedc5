"""The data of a PNG goes into the file as it is: PDF reads the same rows, filtered and deflated (ISO 32000-1, 7.4.4.4).

WeasyPrint has Pillow decode each and encode it again: 35 ms for a picture of 1,200 × 630, and a third more bytes where
whoever made it took more trouble.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

from weasyprint.images import RasterImage

_by_weasyprint: Final = RasterImage._get_png_data
# Bit depth and colour type of the modes that are stored as PDF wants them: without palette, alpha or interlacing.
_STORED: Final = {"L": (8, 0), "RGB": (8, 2)}
_FILTERS: Final = 5  # PNG, 9.2: a row begins with 0 to 4


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    RasterImage._get_png_data = staticmethod(_data)


def _data(image: Any) -> bytes:
    """The deflated rows of a picture; ``image`` is Pillow's, of a whole PNG as it was opened, or made from another."""
    if image.format == "PNG" and image.mode in _STORED and getattr(image, "fp", None) is not None:
        rows = _rows(image.fp.getvalue(), image.mode, *image.size)
        if rows:
            return rows
    return _by_weasyprint(image)  # type: ignore[no-any-return]


def _rows(png: bytes, mode: str, width: int, height: int) -> bytes:
    """Those of the file; none where it stores them otherwise, or they are damaged: Pillow shows what is left then."""
    header, *rest = _chunks(png)
    if header[0] != b"IHDR" or (header[1][8], header[1][9], header[1][12]) != (*_STORED[mode], 0):
        return b""
    if any(kind == b"tRNS" for kind, _ in rest):
        return b""
    data = b"".join(content for kind, content in rest if kind == b"IDAT")
    stride = 1 + width * (3 if mode == "RGB" else 1)
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(data, stride * height + 1)
    except zlib.error:
        return b""
    whole = inflater.eof and len(plain) == stride * height and max(plain[::stride]) < _FILTERS
    return data if whole else b""


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each; the last may be cut short."""
    at = 8
    while at + 8 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12
