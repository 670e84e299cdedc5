"""The pages of an index as objects of the volume: Index [H1, P [Link …], …] (ISO 32000-1, 14.8.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.backends.pdf.body import Fixed
from exporter.backends.pdf.made_pages import made_page
from exporter.backends.pdf.objects import Name, Ref, Value, scalar

if TYPE_CHECKING:
    from exporter.backends.pdf.index import IndexPage, Mark
    from exporter.backends.pdf.links import Targets
    from exporter.backends.pdf.style import Style
    from exporter.backends.pdf.volume import Volume


class IndexPages:
    """Adds pages one by one; their keys in the parent tree begin at ``key``."""

    def __init__(self, volume: Volume, key: int, within: str) -> None:
        self.volume = volume
        self.next_key = key
        self.within = within
        self.pages: list[Ref] = []
        self._key = key
        self._root = volume.reserve()
        self._terms: dict[int, tuple[int, dict[str, Value], list[Value]]] = {}
        self._rows: dict[int, Value] = {}

    def add_page(self, made: IndexPage, style: Style, stamp: bytes, targets: Targets) -> None:
        """A page and its links; ``stamp`` is what is painted beside the index."""
        volume, number = self.volume, self.volume.reserve()
        page, key = Ref(number), self._take_key()
        links: list[Value] = []
        owners: list[Value] = []
        for mcid, mark in enumerate(made.marks):
            owners.append(self._own(mark, mcid, page, links, targets))
        self._rows[key] = volume.add(owners)
        forms = {name: Ref(form) for name, form in made.forms.items()}
        content = style.tone(made.content) + stamp
        volume.put(number, made_page(volume, style, content=content, forms=forms, key=key, links=links))
        self.pages.append(page)

    def finish(self) -> tuple[Ref, Ref]:
        """The structure element of the index, and its leaf of the parent tree."""
        for number, entries, kids in self._terms.values():
            self.volume.put(number, {**entries, "K": kids})
        terms = [Ref(number) for number, _, _ in self._terms.values()]
        self.volume.put(self._root, {"S": Name("Index"), "P": Ref(Fixed.DOCUMENT), "K": terms})
        nums: list[Value] = [value for row in sorted(self._rows.items()) for value in row]
        return Ref(self._root), self.volume.add({"Limits": [self._key, self.next_key - 1], "Nums": nums})

    def _own(self, mark: Mark, mcid: int, page: Ref, links: list[Value], targets: Targets) -> Ref:
        """The structure element of a mark."""
        if mark.post < 0:
            number = self.volume.reserve()
            kind = Name("P" if mark.term else "H1")
            self._terms[mark.term] = number, {"S": kind, "P": Ref(self._root), "Pg": page}, [mcid]
            return Ref(number)
        above, _, kids = self._terms[mark.term]
        owner = self.volume.reserve()
        link = self._link(mark, page, owner, targets)
        links.append(link)
        # Formatted by hand, as its annotation: two objects for each tag of thousands of posts.
        inner = b"%d <</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (mcid, page.number, link.number)
        shape = b"<</S/Link/P %d 0 R/Pg %d 0 R/K[%b]>>"
        self.volume.put(owner, shape % (above, page.number, inner))
        kids.append(Ref(owner))
        return Ref(owner)

    def _link(self, mark: Mark, page: Ref, owner: int, targets: Targets) -> Ref:
        key = self._take_key()
        self._rows[key] = Ref(owner)
        label = scalar(f"{targets.title(mark.post)} {mark.folio}")
        shape = b"<</Type/Annot/Subtype/Link/Rect[%.3f %.3f %.3f %.3f]/Border[0 0 0]/F 4/P %d 0 R"
        head = shape % (*mark.box, page.number) + b"/StructParent %d/Contents%b/A" % (key, label)
        return self.volume.add(head + targets.go(mark.post, within=self.within) + b">>")

    def _take_key(self) -> int:
        self.next_key += 1
        return self.next_key - 1
