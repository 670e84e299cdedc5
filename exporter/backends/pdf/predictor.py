"""PNG's Up filter, by which rows that resemble the one above shrink to little (ISO 32000-1, 7.4.4.4, predictor 12).

A cross-reference becomes a quarter of its size and takes a tenth of the time to deflate. All bytes are subtracted at
once, as lanes of one large number.
"""

from __future__ import annotations

_UP = b"\2"


def difference(rows: bytes | bytearray, width: int) -> bytes:
    """``rows`` of ``width`` bytes, each with the tag of its filter and then less the row above."""
    size, count = len(rows), len(rows) // width
    high = _high(size)
    above = int.from_bytes(rows, "little") << 8 * width & ~(-1 << 8 * size)
    now = int.from_bytes(rows, "little")
    # No lane borrows of its neighbour: its highest bit is set before and put right after.
    less = ((now | high) - (above & ~high)) ^ ((now ^ ~above) & high)
    plain = less.to_bytes(size, "little")
    tagged = bytearray((width + 1) * count)
    tagged[:: width + 1] = _UP * count
    for column in range(width):
        tagged[column + 1 :: width + 1] = plain[column::width]
    return bytes(tagged)


def restored(tagged: bytes, width: int) -> bytes:
    """The rows again."""
    count = len(tagged) // (width + 1)
    size = width * count
    plain = bytearray(size)
    for column in range(width):
        plain[column::width] = tagged[column + 1 :: width + 1]
    rows, step, high = int.from_bytes(plain, "little"), 1, _high(size)
    while step < count:  # a row holds the sum of itself and of those before: of 1, of 2, of 4, …
        above = rows << 8 * width * step & ~(-1 << 8 * size)
        rows = ((rows & ~high) + (above & ~high)) ^ ((rows ^ above) & high)
        step *= 2
    return rows.to_bytes(size, "little")


def _high(size: int) -> int:
    """The highest bit of each of ``size`` bytes."""
    return int.from_bytes(b"\x80" * size, "little")
