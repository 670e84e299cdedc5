"""A volume as it is written: fragments with their folios, forms and lines, all of it by numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from exporter.backends.pdf.bound import Bound, heads, remember
from exporter.backends.pdf.faces import Faces
from exporter.backends.pdf.fragment import Form, Fragment, Line, Outer
from exporter.backends.pdf.objects import FIRST

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Face
    from exporter.backends.pdf.links import Targets
    from exporter.backends.pdf.objects import Block
    from exporter.backends.pdf.style import Style
    from exporter.backends.pdf.volume import Volume


class Fixed(IntEnum):
    """The first numbers of every volume, which its pages refer to before their objects are known. ``VERSO`` is
    the stream that paints the running head of left pages, ``HEAD`` the form that it shows.
    """

    ROOT = 1
    PAGES = 2
    FONTS = 3
    DOCUMENT = 4
    TREE = 5
    OUTLINE = 6
    HEAD = 7
    VERSO = 8


_OUTER: Final[Mapping[int, int]] = {
    Outer.PAGES: Fixed.PAGES,
    Outer.FONTS: Fixed.FONTS,
    Outer.DOCUMENT: Fixed.DOCUMENT,
    Outer.HEAD: Fixed.HEAD,
}


class Body:
    """A volume as it is being written. ``key`` is the next of the parent tree, ``count`` the pages with Arabic folios.

    ``volume`` is new, or goes on where a body ends.
    """

    def __init__(self, style: Style, volume: Volume) -> None:
        self.style = style
        self.volume = volume
        self.faces = Faces()
        self.faces.add(style.faces)
        self.key = 0
        self.count = 0

    def take(self, fragment: Fragment, *, folios: bool = True) -> Bound:
        """Writes the pages of a fragment, which are numbered where they have ``folios``."""
        volume, count = self.volume, len(fragment.pages)
        base, bookmark = volume.reserve(fragment.block.size), volume.reserve()
        around = {**_OUTER, Outer.BOOKMARK: bookmark}
        around |= heads(self.count, base - FIRST + fragment.head, Fixed.VERSO)
        volume.place(fragment.block, base, around, self.key)
        self.key += fragment.block.keys
        self.faces.add(fragment.faces)
        bound = remember(fragment, base - FIRST, self.count, bookmark)
        if folios:
            self.count += count
            if not fragment.twins:
                self.number(bound)
        return bound

    def number(self, bound: Bound, targets: Targets | None = None, *, within: str = "") -> None:
        """Numbers the pages of a fragment; ``targets`` know where its addresses in print lead ``within`` the file."""
        beside: dict[int, bytes] = {}
        for twin, folio in targets.folios(bound.twins, within=within) if targets else ():
            beside[twin.page] = beside.get(twin.page, b"") + self.style.beside(twin, folio)
        stamped = []
        for index in range(len(bound.uses)):
            number = bound.first + index + 1
            shown = self.style.folio(str(number), number) + beside.get(index, b"")
            stamped.append((bound.folios + index, shown))
        self.volume.put_plain(stamped)

    def forms(self, fragment: Fragment) -> list[Form]:
        """Writes forms."""
        shift = self._write(fragment.block, fragment.faces)
        return [form.numbered(form.number + shift) for form in fragment.forms]

    def head(self, fragment: Fragment) -> Form:
        """Writes the form of the running head, at its fixed number."""
        (form,) = fragment.forms
        self._write(fragment.block, fragment.faces, {form.number: Fixed.HEAD})
        return form.numbered(Fixed.HEAD)

    def line(self, line: Line) -> int:
        """Writes a line of contents; the number of its form."""
        return line.form.number + self._write(line.block, line.faces)

    def _write(self, block: Block, faces: Iterable[Face], at: Mapping[int, int] | None = None) -> int:
        """Writes a block without pages, some of its streams ``at`` numbers given out before; what is added to the
        others.
        """
        base = self.volume.reserve(block.size)
        self.volume.place(block, base, _OUTER, at=at)
        self.faces.add(faces)
        return base - FIRST
