"""What a page is painted on: a content stream, and the faces it shows, as records without programs."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, Final

from weasyprint.pdf import fonts as embedding
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import get_pango_font_hb_face, get_pango_font_key

from exporter.backends.pdf.installed import file_size

# WeasyPrint copies the whole file of a face when it first shows it, 20 to 27 MB each for Japanese: programs are ours to
# embed, when a volume is bound.
embedding.get_hb_object_data = lambda _face: b""


class Canvas(Stream):  # type: ignore[misc]
    """A content stream whose faces are records without programs, and whose places are rounded to a hundredth of a
    pixel: that is finer than any printer.
    """

    see_through = False  # once it was, alpha must be set again

    def set_alpha(self, alpha: float, stroke: bool = False, fill: bool | None = None) -> None:
        """A page begins opaque, and most have nothing else."""
        if alpha != 1 or self.see_through:
            self.see_through = True
            super().set_alpha(alpha, stroke, fill)

    def move_to(self, *place: float) -> None:
        self.stream.append(_places(place) + b" m")

    def line_to(self, *place: float) -> None:
        self.stream.append(_places(place) + b" l")

    def curve_to(self, *places: float) -> None:
        self.stream.append(_places(places) + b" c")

    def rectangle(self, *sides: float) -> None:
        self.stream.append(_places(sides) + b" re")

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        key, description, size = get_pango_font_key(pango_font)
        face = self._fonts.get(key)
        if face is None:
            made = _face(key, pango_font, description, size)
            # Pango has several fonts of one description, one for each way it was asked.
            twins = (known for known in self._fonts.values() if known.hash == made.hash)
            face = self._fonts[key] = next(twins, made)
        return face, size

    def clone(self, **options: Any) -> Canvas:
        twin = super().clone(**options)
        twin.__class__ = Canvas
        twin.see_through = True  # what it is painted with is not known
        return twin  # type: ignore[no-any-return]


def _places(numbers: Sequence[float]) -> bytes:
    return b" ".join([b"%.6g" % round(number, 2) for number in numbers])


_PROTOTYPES: Final[dict[int, Any]] = {}


def _face(key: int, pango_font: Any, description: Any, size: float) -> Any:
    """A face that has shown nothing yet. Its prototype is made once a process."""
    prototype = _PROTOTYPES.get(key)
    if prototype is None:
        prototype = Font(pango_font, description, size)
        prototype.fingerprint = file_size(pango_font)
        _PROTOTYPES[key] = prototype
    face = copy.copy(prototype)
    # Pango owns the HarfBuzz font and may drop it with the document it was made for.
    face.hb_font = pango.pango_font_get_hb_font(pango_font)
    face.hb_face = get_pango_font_hb_face(pango_font)
    face.widths, face.to_unicode, face.missing = {}, _Texts(), {}
    return face


class _Texts(dict[int, str]):
    """What each glyph stands for, as WeasyPrint finds it first. A later glyph of a cluster stands for nothing, and so
    does a ligature over a soft hyphen: the next that is met is asked again.
    """

    def __contains__(self, glyph: object) -> bool:
        return bool(self.get(glyph))  # type: ignore[call-overload]
