"""The links of a document as annotations (ISO 32000-1, 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.links import host, uri
from exporter.backends.pdf.objects import Key, Name, Ref, Value
from exporter.backends.pdf.structure import Annotation
from exporter.backends.pdf.texts import one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from exporter.backends.pdf.engine import Link, PaintedPage
    from exporter.backends.pdf.fragment import Place
    from exporter.backends.pdf.structure import Tree
    from exporter.backends.pdf.table import Table


class Annotations:
    """Adds those of a page after another. ``owners[i]`` is the structure node of annotation ``i``.

    ``open`` are the URLs of the post's own site: what they lead to is known to the binding alone, which makes an action
    of the number.
    """

    def __init__(
        self, table: Table, tree: Tree, anchors: Mapping[str, Place], *, first: int, pages: int, address: str
    ) -> None:
        self.owners: list[int] = []
        self.open: dict[str, int] = {}
        self._closed: dict[str, int] = {}
        self._table = table
        self._tree = tree
        self._anchors = anchors
        self._first = first
        self._pages = pages
        self._address = address
        self._host = host(address)

    def add_page(self, number: int, page: PaintedPage) -> list[int]:
        """One annotation for a link and page, however many lines it takes (QuadPoints)."""
        groups: dict[Element, list[Link]] = {}
        for link in page.links:
            anchor = self._tree.anchor(link.element)
            if anchor is not None and (not link.internal or link.target in self._anchors):
                groups.setdefault(anchor, []).append(link)
        return [self._add(number, anchor, links) for anchor, links in groups.items()]

    def _add(self, number: int, anchor: Element, links: Sequence[Link]) -> int:
        index = len(self.owners)
        boxes = list(dict.fromkeys(link.box for link in links))
        entries: dict[str, Value] = {
            "Type": Name("Annot"),
            "Subtype": Name("Link"),
            "Rect": [*map(min, zip(*boxes, strict=True))][:2] + [*map(max, zip(*boxes, strict=True))][2:],
            "Border": [0, 0, 0],
            "F": 4,
            "P": Ref(self._first + number),
            "StructParent": Key(self._pages + index),
            "Contents": anchor.get("title") or one_line(anchor) or links[0].target,
        }
        if len(boxes) > 1:
            entries["QuadPoints"] = [n for box in boxes for n in _corners(box)]
        reference = self._table.add(entries | self._destination(links[0]))
        self.owners.append(self._tree.link(anchor, Annotation(number, reference.number)))
        return reference.number

    def _destination(self, link: Link) -> dict[str, Value]:
        if not link.internal:
            return {"A": Ref(self._action(link.target))}
        place = self._anchors[link.target]
        return {"Dest": [Ref(self._first + place.page), Name("XYZ"), place.x, place.y, None]}

    def _action(self, url: str) -> int:
        """The action that leads to ``url``, the same for all its links. To the post itself it is the one on the web."""
        if self._host and host(url) == self._host and url != self._address:
            if url not in self.open:
                self.open[url] = self._table.reserve_apart()
            return self.open[url]
        if url not in self._closed:
            self._closed[url] = self._table.add({"S": Name("URI"), "URI": uri(url)}).number
        return self._closed[url]


def _corners(box: tuple[float, float, float, float]) -> list[float]:
    left, bottom, right, top = box
    return [left, top, right, top, left, bottom, right, bottom]
