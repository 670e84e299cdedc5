"""What all pages of a volume have alike: paper, folios, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from exporter.backends.pdf import press, stamps
from exporter.backends.pdf.fragment import Face
from exporter.backends.pdf.options import Page, page
from exporter.backends.pdf.stamps import Digits, rgb
from exporter.passes.strings import direction

if TYPE_CHECKING:
    from exporter.backends.pdf.fittings import Fittings
    from exporter.backends.pdf.fragment import Twin
    from exporter.backends.pdf.objects import Value


class Style(Struct, frozen=True):
    """Folios are made of ``digits``, in ``faces``. ``gray`` is a printer's, with its ``marks``. ``rtl``: odd pages lie
    on the left of a volume whose leaves are turned to the right. Colours are operands.
    """

    paper: Page
    digits: Digits
    faces: tuple[Face, ...]
    muted: bytes
    ink: bytes
    gray: bool
    rtl: bool
    marks: bytes

    @property
    def boxes(self) -> dict[str, Value]:
        """A printer's, for a page that is not of a post."""
        return press.boxes(self.paper.width, self.paper.height) if self.gray else {}

    def folio(self, text: str, number: int) -> bytes:
        """The operators that number a page, the ``number``-th of its kind."""
        left = number % 2 == self.rtl
        return self.tone(stamps.stamp(self.paper, self.digits, text, left=left, colour=self.muted))

    def beside(self, twin: Twin, folio: str) -> bytes:
        """The operators that set a page number beside an address in print."""
        return self.tone(stamps.beside(self.paper, self.digits, twin, folio, self.ink))

    def tone(self, content: bytes) -> bytes:
        """``content`` in the colours of the volume."""
        return press.to_gray(content) if self.gray else content


def style_of(fittings: Fittings) -> Style:
    """Of all volumes of an issue."""
    job = fittings.job
    digits, faces = fittings.digits()
    paper, gray = page(job.options), job.options.profile == "press"
    return Style(
        paper=paper,
        digits=digits,
        faces=faces,
        muted=rgb(job.theme.token("muted")),
        ink=rgb(job.theme.token("ink")),
        gray=gray,
        rtl=direction(job.site.language) == "rtl",
        marks=press.crop_marks(paper.width, paper.height) if gray else b"",
    )
