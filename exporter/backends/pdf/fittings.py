"""What a volume needs beside its posts and WeasyPrint or a font library must make: kept from one binding to the next.

A binding that finds them all does not load either: that alone would take longer than to bind ten thousand pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

import msgspec
from msgspec.structs import astuple

from exporter.backends.pdf.back import back_html
from exporter.backends.pdf.fragment import Face, Font, Fragment
from exporter.backends.pdf.front import cover_html, digits_html, head_html, labels_html, terms_html
from exporter.backends.pdf.loading import load_weasyprint
from exporter.backends.pdf.options import page
from exporter.backends.pdf.part import DECODER, stylesheets, written_sheet
from exporter.backends.pdf.pictures import Resource
from exporter.backends.pdf.stamps import Digits, read_digits
from exporter.passes.strings import words

if TYPE_CHECKING:
    from exporter.backends.contract import BindJob
    from exporter.backends.pdf.compose import Setting
    from exporter.backends.pdf.faces import Shown
    from exporter.model.issue import Issue

_LOTS: Final = 64
_ENCODER: Final = msgspec.msgpack.Encoder()
_FONT: Final = msgspec.msgpack.Decoder(Font)


_DIGITS: Final = msgspec.msgpack.Decoder(tuple[Digits, tuple[Face, ...]])


class Picture(NamedTuple):
    """The cover of a post, by its BLAKE2b-128 and the index of the post in the issue."""

    digest: bytes
    post: int


class Fittings:
    """Makes or finds them, for one job."""

    def __init__(self, job: BindJob) -> None:
        self.job = job
        self.sheet = written_sheet(job.theme, page(job.options))

    def head(self) -> Fragment:
        """The running head of the volumes, a form."""
        return DECODER.decode(self._kept(b"head", head_html(self.job.issue, self.job.site)))

    def digits(self) -> tuple[Digits, tuple[Face, ...]]:
        """What folios are made of, and the face of that."""
        return _DIGITS.decode(self._kept(b"digits", digits_html(self.job.issue)))

    def labels(self, groups: Sequence[str]) -> Fragment:
        """The headings of contents and index, and ``groups``, as forms in this order."""
        terms = words(self.job.issue.language)
        html = labels_html(self.job.issue, [terms.contents, terms.index], groups)
        return DECODER.decode(self._kept(b"labels", html))

    def terms(self, tags: Iterable[str]) -> Iterator[tuple[list[str], Fragment]]:
        """``tags`` as forms, in lots: a new one costs its lot and not all of them."""
        lots: dict[int, list[str]] = {}
        for tag in tags:
            lots.setdefault(crc32(tag.encode()) % _LOTS, []).append(tag)
        for _, lot in sorted(lots.items()):
            yield lot, DECODER.decode(self._kept(b"terms", terms_html(self.job.issue, lot)))

    def cover(self, issue: Issue, pictures: Sequence[Picture]) -> Fragment:
        """``pictures`` are read only where the cover is made."""
        names = [f"cover:{index}" for index in range(len(pictures))]
        html = cover_html(issue, self.job.site, names)
        parts = (self.job.parts[picture.post] for picture in pictures)
        tiles = zip(names, (DECODER.decode(part.content).thumbnail for part in parts), strict=True)
        return DECODER.decode(self._kept(b"cover", html, tiles, [picture.digest for picture in pictures]))

    def back(self, issue: Issue) -> Fragment:
        """The colophon."""
        return DECODER.decode(self._kept(b"back", back_html(issue, self.job.site)))

    def font(self, shown: Shown) -> Font:
        """One subset of a face."""
        glyphs = shown.glyphs()
        face = msgspec.structs.replace(shown.face, glyphs=b"", others={})
        inputs = [b"font", _ENCODER.encode(face), _ENCODER.encode(glyphs)]
        return _FONT.decode(self.job.kept(inputs, lambda: _subset(face, glyphs)))

    def _kept(
        self, kind: bytes, html: str, tiles: Iterable[tuple[str, bytes]] = (), digests: Iterable[bytes] = ()
    ) -> bytes:
        # All fields: what is left out as a default is told by identity, and that is another in another process.
        shared = [astuple(self.job.options), self.job.issue.language, self.job.theme.faces]
        options = _ENCODER.encode(shared)
        inputs = [kind, html.encode(), self.sheet.encode(), options, *digests]
        return self.job.kept(inputs, lambda: self._make(kind, html, tiles))

    def _make(self, kind: bytes, html: str, tiles: Iterable[tuple[str, bytes]]) -> bytes:
        from exporter.backends.pdf.compose import compose  # noqa: PLC0415

        load_weasyprint()
        from exporter.backends.pdf.engine import SCALE, broken_images_allowed, lay_out  # noqa: PLC0415

        held = {url: Resource(picture, "image/jpeg") for url, picture in tiles}
        with broken_images_allowed():
            painted = lay_out(html, stylesheets(self.job.theme, page(self.job.options)), held)
            fragment, _ = compose(painted, self._setting(stamped=kind == b"back"))
        if kind != b"digits":
            return _ENCODER.encode(fragment)
        widths = {name: font.widths for name, font in painted.fonts.items()}
        return _ENCODER.encode((read_digits(painted.pages[0], widths, SCALE), fragment.faces))

    def _setting(self, *, stamped: bool) -> Setting:
        from exporter.backends.pdf.compose import Setting  # noqa: PLC0415

        options = self.job.options
        return Setting(options, page(options), "Sect", self.job.issue.language, stamped=stamped)


def _subset(face: Face, glyphs: Mapping[int, str]) -> bytes:
    from exporter.backends.pdf.typefaces import make_font  # noqa: PLC0415

    return _ENCODER.encode(make_font(face, glyphs))
