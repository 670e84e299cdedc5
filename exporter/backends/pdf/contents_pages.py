"""The pages of contents as objects of the volume: resources, link annotations, and the TOC of the structure tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.body import Fixed
from exporter.backends.pdf.made_pages import made_page
from exporter.backends.pdf.objects import Name, Ref, Value, scalar

if TYPE_CHECKING:
    from exporter.backends.pdf.contents import ContentsPage, Item
    from exporter.backends.pdf.links import Targets
    from exporter.backends.pdf.style import Style
    from exporter.backends.pdf.volume import Volume


class Contents:
    """Adds pages one by one; their keys in the parent tree begin at ``key``.

    The tree is Sect [H1, H2, TOC [TOCI [Reference [Link]] …], H2, …] (ISO 32000-1, 14.8.4.2 and 14.8.4.4).
    """

    def __init__(self, volume: Volume, key: int, within: str) -> None:
        self.volume = volume
        self.within = within
        self.key = key
        self.next_key = key
        self.pages: list[Ref] = []
        self._root = volume.reserve()
        self._kids: list[Value] = []
        self._list: tuple[Ref, list[Value]] | None = None
        self._rows: list[tuple[int, Value]] = []

    def add_page(
        self, made: ContentsPage, style: Style, forms: Sequence[int], stamp: bytes, targets: Targets
    ) -> None:
        """A page of contents and its links; ``forms`` are the numbers of all forms, ``stamp`` is its folio."""
        volume, number = self.volume, self.volume.reserve()
        page = Ref(number)
        key = self._take_key()
        links: list[Value] = []
        owners: list[Value] = []
        for item in made.items:
            owner, link = self._add_item(item, page, targets)
            owners.append(owner)
            links += [link] if link else []
        self._rows.insert(len(self.pages), (key, volume.add(owners)))
        content = style.tone(made.content) + stamp
        volume.put(
            number, made_page(volume, style, content=content, forms=made.forms(forms), key=key, links=links)
        )
        self.pages.append(page)

    def add_structure(self) -> Ref:
        """The section of the contents, once all pages are there."""
        self._close_list()
        return self.volume.put(self._root, {"S": Name("Sect"), "P": Ref(Fixed.DOCUMENT), "K": self._kids})

    def number_row(self) -> dict[str, Value]:
        """A leaf of the parent tree for all of them."""
        rows = sorted(self._rows, key=lambda row: row[0])
        nums: list[Value] = [value for row in rows for value in row]
        return {"Limits": [self.key, self.next_key - 1], "Nums": nums}

    def _take_key(self) -> int:
        key = self.next_key
        self.next_key += 1
        return key

    def _add_item(self, item: Item, page: Ref, targets: Targets) -> tuple[Ref, Ref | None]:
        """The structure element of a row, and the annotation of a post's."""
        if item.row.post < 0:
            self._close_list()
            heading = self._element(item.row.kind, Ref(self._root), {"Pg": page, "K": item.mark})
            self._kids.append(heading)
            return heading, None
        toc, entries = self._list or self._open_list()
        first = self.volume.reserve(3)
        toci, reference, owner = first, first + 1, first + 2
        link = self._link(item, page, Ref(owner), targets)
        # Formatted by hand: three objects for each of thousands of posts.
        put = self.volume.put
        put(toci, b"<</S/TOCI/P %d 0 R/K %d 0 R>>" % (toc.number, reference))
        put(reference, b"<</S/Reference/P %d 0 R/K %d 0 R>>" % (toci, owner))
        kids = b"%d <</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (item.mark, page.number, link.number)
        language = scalar(targets.language(item.row.post))
        shape = b"<</S/Link/P %d 0 R/Pg %d 0 R/K[%b]/Lang%b>>"
        put(owner, shape % (reference, page.number, kids, language))
        entries.append(Ref(toci))
        return Ref(owner), link

    def _link(self, item: Item, page: Ref, owner: Ref, targets: Targets) -> Ref:
        key = self._take_key()
        self._rows.append((key, owner))
        label = scalar(f"{targets.title(item.row.post)} {item.row.folio}")
        shape = b"<</Type/Annot/Subtype/Link/Rect[%.3f %.3f %.3f %.3f]/Border[0 0 0]/F 4/P %d 0 R"
        head = shape % (*item.box, page.number) + b"/StructParent %d/Contents%b/A" % (key, label)
        return self.volume.add(head + targets.go(item.row.post, within=self.within) + b">>")

    def _element(self, kind: str, parent: Ref, entries: dict[str, Value]) -> Ref:
        return self.volume.add({"S": Name(kind), "P": parent, **entries})

    def _open_list(self) -> tuple[Ref, list[Value]]:
        made: tuple[Ref, list[Value]] = (Ref(self.volume.reserve()), [])
        self._kids.append(made[0])
        self._list = made
        return made

    def _close_list(self) -> None:
        if self._list is not None:
            toc, entries = self._list
            self.volume.put(toc.number, {"S": Name("TOC"), "P": Ref(self._root), "K": entries})
            self._list = None
