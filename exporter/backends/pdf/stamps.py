"""Folios and running heads: a few glyphs of faces that the volume holds anyway, painted over each page as artifacts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from exporter.backends.pdf.front import DIGITS

if TYPE_CHECKING:
    from exporter.backends.pdf.engine import PaintedPage
    from exporter.backends.pdf.fragment import Form, Twin
    from exporter.backends.pdf.options import Page

_FONT: Final = re.compile(rb"/(\w+) ([\d.]+) Tf")
_GLYPH: Final = re.compile(rb"[0-9a-f]{4}")


class Digits(NamedTuple):
    """The glyphs folios are made of: their face, size in points, and of each its code and width in ems."""

    face: str
    size: float
    codes: Mapping[str, tuple[str, float]]

    def show(self, text: str, x: float, y: float, colour: bytes) -> bytes:
        """The operators that show ``text`` at a place in points."""
        codes = "".join(self.codes[c][0] for c in text).encode("ascii")
        face = self.face.encode("ascii")
        return b"BT %s rg /%s %.2f Tf %.2f %.2f Td <%s> Tj ET" % (colour, face, self.size, x, y, codes)

    def width(self, text: str) -> float:
        """In points."""
        return sum(self.codes[c][1] for c in text) * self.size


def read_digits(page: PaintedPage, widths: Mapping[str, Mapping[int, float]], scale: float) -> Digits:
    """Reads them from a page that shows DIGITS and nothing else.

    ``widths`` gives the width of each glyph of each face in thousandths of an em.
    """
    content = b"\n".join(page.operators)
    font = _FONT.search(content)
    shown = b"".join(re.findall(rb"<([0-9a-f]*)>", content))
    codes = [match.decode("ascii") for match in _GLYPH.findall(shown)]
    if font is None or len(codes) != len(DIGITS):
        raise AssertionError("the theme's faces show folios by other glyphs than one a character")
    face = font[1].decode("ascii")
    table = {c: (code, widths[face][int(code, 16)] / 1000) for c, code in zip(DIGITS, codes, strict=True)}
    return Digits(face, float(font[2]) * scale, table)


def stamp(page: Page, digits: Digits, folio: str, *, left: bool, colour: bytes) -> bytes:
    """The page number at the outer edge of the foot, which is the ``left`` one of half the pages."""
    width = digits.width(folio)
    x = page.side if left else page.width - page.side - width
    return _artifact(b"Footer", digits.show(folio, x, page.bottom * 0.5, colour))


def beside(page: Page, digits: Digits, twin: Twin, number: str, colour: bytes) -> bytes:
    """The number of the page that a printed address leads to, at the edge of the text."""
    x = page.side if twin.rtl else page.width - page.side - digits.width(number)
    return _artifact(b"Footer", digits.show(number, x, twin.y, colour))


def head(page: Page, name: str, form: Form, *, left: bool) -> bytes:
    """A running head at the outer edge, which is the ``left`` one of half the pages."""
    x = page.side if left else page.width - page.side - form.right
    y = page.height - page.top * 0.5 - page.size
    return _artifact(b"Header", b"q 1 0 0 1 %.2f %.2f cm /%s Do Q" % (x, y, name.encode("ascii")))


def _artifact(kind: bytes, content: bytes) -> bytes:
    """Marked by one of the STAMPS among the page's resources: written out it would be half of a folio's bytes."""
    return b"/Artifact/%s BDC %s EMC\n" % (kind, content)


def roman(number: int) -> str:
    """1 to 399 in lower-case Roman numerals."""
    out = ""
    for value, text in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        count, number = divmod(number, value)
        out += text * count
    return out


def rgb(colour: str) -> bytes:
    """A #rrggbb token as three operands."""
    digits = colour.strip().lstrip("#")
    return b" ".join(b"%.3f" % (int(digits[index : index + 2], 16) / 255) for index in (0, 2, 4))
