"""What exporter.toml may say of a publication whose backend is "pdf", and the page that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from exporter.passes.partners import Policy


class PdfOptions(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``profile``: ``web`` is PDF/UA-1; ``archive`` is PDF/A-3a as well and carries the posts' files and images;
    ``press`` is gray, with bleed and crop marks.

    ``page`` is the trimmed size; ``dpi`` caps images at the size they are printed; ``running_heads`` may
    be left off.

    ``links``: ``notes`` prints their addresses at the end of the post, with page numbers where they lead to a post of
    the volume; ``plain`` leaves them to be clicked on; by itself a file for a printer has notes.

    ``paragraphs`` are told apart by space between them, or by an indented first line.

    ``affiliate``: what becomes of links that pay a partner.

    ``outline`` is how many levels of headings below the posts the bookmarks show (0 to 5). A volume with more than
    ``max_pages`` pages of posts is split; 0 sets no limit. ``index``: the tags of a volume of several posts at its end.
    ``linearized`` files show their first page before the rest has come; the last one to write them holds them whole.
    """

    profile: Literal["web", "archive", "press"] = "web"
    page: Literal["A5", "B6", "A4", "Letter"] = "A5"
    dpi: int = 200
    running_heads: bool = True
    links: Literal["auto", "plain", "notes"] = "auto"
    paragraphs: Literal["spaced", "indented"] = "spaced"
    affiliate: Policy = "to-post"
    outline: int = 2
    max_pages: int = 2000
    index: bool = True
    linearized: bool = False

    def of_part(self) -> PdfOptions:
        """As far as they shape a part."""
        return replace(self, max_pages=0, index=True, linearized=False)

    @property
    def wants_originals(self) -> bool:
        """An archive can be published again from what it carries."""
        return self.profile == "archive"

    @property
    def notes_links(self) -> bool:
        """On paper nobody can click."""
        return self.links == "notes" or (self.links == "auto" and self.profile == "press")


class Page(Struct, frozen=True):
    """Lengths in points. ``measure`` is the width of the text, a whole number of ems of ``size`` (JLREQ 2.4.1)."""

    width: float
    height: float
    size: float
    measure: float
    top: float
    bottom: float

    @property
    def side(self) -> float:
        """The left and the right margin: an archive is read on a screen, so both are the same."""
        return (self.width - self.measure) / 2

    @property
    def depth(self) -> float:
        """The height of the text."""
        return self.height - self.top - self.bottom


PAGES: Final[Mapping[str, Page]] = {
    # JIS B6, the size of Japanese paperbacks.
    "B6": Page(362.84, 515.91, 9.0, 279.0, 52.0, 50.0),
    "A5": Page(419.53, 595.28, 9.5, 323.0, 60.0, 56.0),
    "A4": Page(595.28, 841.89, 10.5, 441.0, 84.0, 80.0),
    "Letter": Page(612.0, 792.0, 10.5, 441.0, 78.0, 74.0),
}


def page(options: PdfOptions) -> Page:
    """The page of ``options.page``."""
    return PAGES[options.page]
