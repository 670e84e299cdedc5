"""The cross-reference of a volume (ISO 32000-1, 7.5.8): for each number where its object lies.

A row is kept as it is written: one byte for the kind, four for an offset or the number of an object stream, two for the
place in that stream.
"""

from __future__ import annotations

from typing import Final

ROW: Final = 7
_FREE: Final = b"\0\0\0\0\0\xff\xff"
_PLACES: Final = tuple(place.to_bytes(2, "big") for place in range(20_000))


class CrossReference:
    """Numbers are given out in order; a number without an object is free."""

    def __init__(self) -> None:
        self.rows = bytearray(_FREE)

    @property
    def size(self) -> int:
        """One more than the highest number."""
        return len(self.rows) // ROW

    def reserve(self, count: int) -> int:
        """The first of ``count`` new numbers."""
        first = self.size
        self.rows += bytes(ROW * count)
        return first

    def lies_at(self, number: int, offset: int) -> None:
        """The object of that number begins ``offset`` bytes into the file."""
        start = number * ROW
        self.rows[start : start + ROW] = b"\1%b\0\0" % offset.to_bytes(4, "big")

    def lies_in(self, stream: int, numbers: list[int]) -> None:
        """The objects of these numbers are the first, the second … of an object stream."""
        head = b"\2" + stream.to_bytes(4, "big")
        for place, number in enumerate(numbers):
            self.rows[number * ROW : number * ROW + ROW] = head + _PLACES[place]

    def run_lies_in(self, stream: int, first: int, count: int) -> None:
        """The same for ``count`` consecutive numbers, at a stroke."""
        head = b"\2" + stream.to_bytes(4, "big")
        self.rows[first * ROW : (first + count) * ROW] = head + head.join(_PLACES[:count])
