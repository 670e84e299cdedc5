"""What a publication may say of its EPUBs, and what the profiles of reading systems mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from msgspec import Struct

from exporter.model.markup import Markup
from exporter.passes.partners import Policy

Sections = Literal["auto", "none", "day", "week", "month", "category", "tag", "series"]


class EpubOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[publications.NAME] with ``backend = "epub"``.

    ``writing = "vertical"`` is text in columns.
    ``profile`` is the reading system that the book is for. ``longest`` (pixels) and ``budget`` (bytes) cap each image;
    0 takes the profile's own. ``sections`` groups the table of contents; ``auto`` is none up to twelve posts, else by
    day, or by month where the issue spans more than two. ``index`` lists the posts by their tags at the end.
    ``embed`` brings the theme's faces along, cut down to the letters used. ``foreword`` is the editor's, in Markdown.
    ``cover`` is a picture of the site for the cover of every issue, or of each its own where it holds {issue}; else one
    is composed. ``pages`` names a PDF publication whose page numbers the book gives. ``affiliate``: what becomes of
    links that pay a partner.
    ``readings`` maps titles and names to the kana that catalogues sort them by. ``description``, ``publisher`` and
    ``rights`` stand in for the site's.
    """

    profile: Literal["epub3", "kindle", "kobo", "ebpaj", "small"] = "epub3"
    writing: Literal["horizontal", "vertical"] = "horizontal"
    sections: Sections = "auto"
    index: bool = True
    foreword: Markup | None = None
    description: str = ""
    publisher: str = ""
    rights: str = ""
    readings: dict[str, str] = {}
    embed: bool = False
    longest: int = 0
    budget: int = 0
    pages: str = ""
    cover: str = ""
    affiliate: Policy = "to-post"

    @property
    def edition(self) -> str:
        """The publication whose pages the book follows."""
        return self.pages

    def of_part(self) -> EpubOptions:
        """What shapes a chapter: the same for a digest and for a book of a tag, so that both share it."""
        return EpubOptions(
            profile=self.profile,
            writing=self.writing,
            longest=self.longest,
            budget=self.budget,
            pages="any" if self.pages else "",
            affiliate=self.affiliate,
        )


class Profile(NamedTuple):
    """Media types of images that the reading system shows, its caps on them, and whether it shows MathML."""

    formats: tuple[str, ...]
    longest: int
    budget: int
    mathml: bool = True


_KINDLE: Final = ("image/jpeg", "image/png", "image/gif")
# EPUB 3.3, 3.2: the core media types for images.
_CORE: Final = (*_KINDLE, "image/webp", "image/svg+xml")

PROFILES: Final[Mapping[str, Profile]] = {
    "epub3": Profile(_CORE, 1600, 300_000),
    # Kobo's own engine shows no WebP.
    "kobo": Profile((*_KINDLE, "image/svg+xml"), 1600, 300_000),
    # The guide of 電書協 knows these two, and files named by it.
    "ebpaj": Profile(("image/jpeg", "image/png"), 1600, 300_000),
    "kindle": Profile(_KINDLE, 1600, 300_000, mathml=False),
    # Mail to a device takes 25 MB at most with common providers.
    "small": Profile(_KINDLE, 800, 60_000, mathml=False),
}


def profile_of(options: EpubOptions) -> Profile:
    """The profile with the publication's own caps in place of its."""
    profile = PROFILES[options.profile]
    return profile._replace(
        longest=options.longest or profile.longest, budget=options.budget or profile.budget
    )
