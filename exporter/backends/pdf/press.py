"""What a printer asks for: one ink, a sheet larger than the page, bleed and crop marks (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

import re
from typing import Final

from exporter.backends.pdf.objects import Value

_MM: Final = 72 / 25.4
BLEED: Final = 3 * _MM
# From the edge of the sheet to that of the page.
MARGIN: Final = 9 * _MM
_COLOUR: Final = re.compile(rb"(?<![\d.])([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)\b")
_OPERATORS: Final = {b"rg": b"g", b"RG": b"G"}


def to_gray(content: bytes) -> bytes:
    """A content stream in DeviceGray, by the luminance of NTSC as 10.3.2 has it."""
    return _COLOUR.sub(_gray, content)


def _gray(match: re.Match[bytes]) -> bytes:
    red, green, blue = (float(match[index]) for index in (1, 2, 3))
    return b"%.3f %s" % (0.3 * red + 0.59 * green + 0.11 * blue, _OPERATORS[match[4]])


def boxes(width: float, height: float) -> dict[str, Value]:
    """The sheet, the area to be printed and the page it is trimmed to, whose corner stays the origin."""
    sheet, bleed = (
        [-room, -room, round(width + room, 3), round(height + room, 3)] for room in (MARGIN, BLEED)
    )
    return {"MediaBox": sheet, "BleedBox": bleed, "TrimBox": [0, 0, width, height]}


def crop_marks(width: float, height: float) -> bytes:
    """Two hairlines at each corner of the page, outside its bleed."""
    lines = []
    for x, outward in ((0.0, -1), (width, 1)):
        for y, upward in ((0.0, -1), (height, 1)):
            near, far = BLEED + 1, MARGIN - 1
            lines.append((x + outward * near, y, x + outward * far, y))
            lines.append((x, y + upward * near, x, y + upward * far))
    drawn = b" ".join(b"%.3f %.3f m %.3f %.3f l S" % line for line in lines)
    return b"/Artifact BMC q 0.25 w 0 G %s Q EMC" % drawn


def into_bleed(width: float, height: float) -> tuple[bytes, bytes]:
    """What goes before and after the content of a page whose picture runs off its edges: a little larger all round."""
    scale = max(1 + 2 * BLEED / width, 1 + 2 * BLEED / height)
    return b"q %.5f 0 0 %.5f %.3f %.3f cm" % (
        scale,
        scale,
        width * (1 - scale) / 2,
        height * (1 - scale) / 2,
    ), b"Q"
