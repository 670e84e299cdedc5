from __future__ import annotations

import struct
import zlib
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exporter.backends.pdf.predictor import difference, restored

WIDTH = 7


def png(tagged: bytes, height: int) -> bytes:
    """The filtered rows as the picture that PNG would have them be."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", WIDTH, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(tagged)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@given(st.integers(1, 40).flatmap(lambda n: st.binary(min_size=WIDTH * n, max_size=WIDTH * n)))
def test_rows_are_what_a_reader_of_png_restores(rows: bytes) -> None:
    tagged = difference(rows, WIDTH)
    assert Image.open(BytesIO(png(tagged, len(rows) // WIDTH))).tobytes() == rows
    assert restored(tagged, WIDTH) == rows


def test_no_rows() -> None:
    assert restored(difference(b"", WIDTH), WIDTH) == b""
