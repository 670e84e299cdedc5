"""Pages on their side, for tables that are wider than the page (Chicago Manual of Style, 3.84).

Such a page is laid out as it is read and painted turned to the left, so that it has the format, the folio and the trim
of all others. Readers of PDF are told to show it turned back (Rotate); who holds a sheet of paper turns that.
"""

from __future__ import annotations

from typing import Final, NamedTuple

# The named page of print.css.
TURNED: Final = "turned"

Box = tuple[float, float, float, float]


class Turn(NamedTuple):
    """From the page as it is read to the sheet, both in points from below; ``width`` is the sheet's."""

    width: float

    @property
    def matrix(self) -> tuple[float, ...]:
        """As the six operands of ``cm``."""
        return 0, 1, -1, 0, self.width, 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.width - y, x

    def box(self, box: Box) -> Box:
        """Of (left, bottom, right, top)."""
        left, bottom, right, top = box
        return self.width - top, left, self.width - bottom, right
