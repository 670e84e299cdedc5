"""Makes a Fragment of a painted document: content, tags, links, anchors and the faces used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exporter.backends.pdf import marks
from exporter.backends.pdf.fragment import Face, Form, Fragment, Heading, Outer, PageUse, Place, Twin
from exporter.backends.pdf.link_notes import TWIN
from exporter.backends.pdf.losses import ends
from exporter.backends.pdf.objects import Key, Label, Name, Ref, Value
from exporter.backends.pdf.resources import Table, add_resources
from exporter.backends.pdf.structure import Annotation, Mark, Node, Tree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from exporter.backends.pdf.engine import Leaf, Link, Painted, PaintedPage

_BREAKS = dict.fromkeys(map(ord, "\u200b\u2060\u00ad"))
FORMS = ("head", "line", "full")  # the names of pages that become forms


def compose(
    painted: Painted, *, kind: str, language: str, names: Mapping[str, str], gray: bool = False
) -> Fragment:
    """``kind`` is the type of the outermost structure element; ``names`` maps ids of the document to those of
    the post; ``gray`` leaves one ink of many.
    """
    composer = _Composer(painted, kind, language, gray=gray)
    return composer.fragment(names)


class _Composer:
    def __init__(self, painted: Painted, kind: str, language: str, *, gray: bool) -> None:
        self.painted = painted
        self.table = Table(gray=gray)
        self.pages = [page for page in painted.pages if page.name not in FORMS]
        self.heads = [page for page in painted.pages if page.name in FORMS]
        self.first = self.table.reserve(len(self.pages))
        self.tree = Tree(painted.root, kind, language)
        self.owners: list[list[int]] = []
        self.links: list[int] = []
        self.actions: dict[str, int] = {}
        self.anchors = {
            name: Place(number, x, y)
            for number, page in reversed(list(enumerate(self.pages)))
            for name, (x, y) in page.anchors.items()
        }

    def fragment(self, names: Mapping[str, str]) -> Fragment:
        contents = [self._content(number, page) for number, page in enumerate(self.pages)]
        annotations = [self._annotations(number, page) for number, page in enumerate(self.pages)]
        resources, forms = self._resources()
        self.tree.prune()
        nodes = self.table.reserve(len(self.tree.nodes))
        notes = self._write_nodes(nodes)
        opening, closing = ends(self._body_leaves())
        uses = tuple(
            PageUse(
                page.width,
                page.height,
                contents[number],
                resources,
                self.table.add([Ref(nodes + owner) for owner in self.owners[number]]).number,
                tuple(annotations[number]),
                next(filter(None, map(self._line, page.leaves)), 0),
            )
            for number, page in enumerate(self.pages)
        )
        return Fragment(
            body=self.table.writer.body(),
            streams=tuple(self.table.streams),
            pages=uses,
            size=self.table.size,
            root=nodes,
            links=tuple(nodes + owner for owner in self.links),
            actions=tuple((number, target) for target, number in self.actions.items()),
            notes=tuple(notes),
            anchors={names[name]: place for name, place in self.anchors.items() if name in names},
            headings=tuple(self._headings()),
            twins=tuple(self._twins()),
            faces=tuple(_face(name, font) for name, font in sorted(self.painted.fonts.items())),
            forms=forms,
            opening=opening,
            closing=closing,
        )

    def _content(self, number: int, page: PaintedPage) -> int:
        owners = {leaf.mcid: self.tree.own(leaf, number) for leaf in page.leaves}
        tracking = {leaf.mcid: leaf.tracking for leaf in page.leaves if leaf.tracking}
        marked = marks.rewrite(page.operators, owners, tracking)
        self.tree.renumber(number, marked.numbers)
        self.owners.append(marked.owners)
        return self.table.add_deflated({}, marked.content).number

    def _annotations(self, number: int, page: PaintedPage) -> list[int]:
        """One annotation for a link and page, however many lines it takes (12.5.6.5, QuadPoints)."""
        groups: dict[Element, list[Link]] = {}
        for link in page.links:
            anchor = self.tree.anchor(link.element)
            if anchor is not None and self._leads(link):
                groups.setdefault(anchor, []).append(link)
        return [self._annotation(number, anchor, links) for anchor, links in groups.items()]

    def _leads(self, link: Link) -> bool:
        return not link.internal or link.target in self.anchors

    def _annotation(self, number: int, anchor: Element, links: Sequence[Link]) -> int:
        index = len(self.links)
        boxes = list(dict.fromkeys(link.box for link in links))
        text = _words(anchor)
        entries: dict[str, Value] = {
            "Type": Name("Annot"),
            "Subtype": Name("Link"),
            "Rect": [*map(min, zip(*boxes, strict=True))][:2] + [*map(max, zip(*boxes, strict=True))][2:],
            "Border": [0, 0, 0],
            "F": 4,
            "P": Ref(self.first + number),
            "StructParent": Key(len(self.pages) + index),
            "Contents": anchor.get("title") or text or links[0].target,
        }
        if len(boxes) > 1:
            entries["QuadPoints"] = [n for box in boxes for n in _corners(box)]
        entries |= self._destination(links[0])
        reference = self.table.add(entries)
        self.links.append(self.tree.link(anchor, Annotation(number, reference.number)))
        return reference.number

    def _destination(self, link: Link) -> dict[str, Value]:
        if not link.internal:
            number = self.actions.get(link.target)
            if number is None:
                number = self.actions[link.target] = self.table.reserve()
            return {"A": Ref(number)}
        place = self.anchors[link.target]
        return {"Dest": [Ref(self.first + place.page), Name("XYZ"), place.x, place.y, None]}

    def _resources(self) -> tuple[int, tuple[Form, ...]]:
        resources, images = self.painted.resources, self.painted.images
        forms = tuple(self._form(page) for page in self.heads)
        heads = {
            "VH": Ref(Outer.HEAD),
            **{f"RH{index}": Ref(form.number) for index, form in enumerate(forms)},
        }
        return add_resources(self.table, resources, images, heads).number, forms

    def _form(self, page: PaintedPage) -> Form:
        inner = add_resources(self.table, self.painted.resources, self.painted.images, {})
        dictionary: dict[str, Value] = {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": [0, 0, page.width, page.height],
            "Resources": inner,
        }
        number = self.table.add_deflated(dictionary, marks.strip(page.operators)).number
        bottom = min((leaf.box[1] for leaf in page.leaves), default=page.height)
        baseline = min((leaf.baseline for leaf in page.leaves), default=0.0)
        last = [leaf.box for leaf in page.leaves if leaf.baseline < baseline + 2]
        left, right = min((box[0] for box in last), default=0.0), max((box[2] for box in last), default=0.0)
        return Form(number, page.height, page.height - bottom, page.height - baseline, left, right)

    def _body_leaves(self) -> Iterator[tuple[int, Leaf]]:
        body = {
            e
            for holder in self.painted.root.iter("div")
            if holder.get("class") == "body"
            for e in holder.iter()
        }
        for number, page in enumerate(self.pages):
            for leaf in page.leaves:
                if leaf.text and leaf.element in body:
                    yield number, leaf

    def _write_nodes(self, first: int) -> list[int]:
        """Writes the structure elements as the objects from ``first`` on; returns the numbers of the notes."""
        notes = []
        for index, node in enumerate(self.tree.nodes):
            if index and not node.kids and node.kind not in ("TR", "TH", "TD"):
                continue
            number = first + index
            parent = Outer.DOCUMENT if node.parent < 0 else first + node.parent
            entries: dict[str, Value] = {"S": Name(node.kind), "P": Ref(parent), **self._kids(node, first)}
            if node.kind == "Note":
                entries["ID"] = Label(number)
                notes.append(number)
            self.table.writer.add(number, entries | node.entries)
        return notes

    def _kids(self, node: Node, first: int) -> dict[str, Value]:
        home = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        kids = [self._kid(kid, home, first) for kid in node.kids]
        entries: dict[str, Value] = {} if home is None else {"Pg": Ref(self.first + home)}
        if kids:
            entries["K"] = kids[0] if len(kids) == 1 and not isinstance(kids[0], dict) else kids
        return entries

    def _kid(self, kid: int | Mark | Annotation, home: int | None, first: int) -> Value:
        if isinstance(kid, int):
            return Ref(first + kid)
        page = Ref(self.first + kid.page)
        if isinstance(kid, Annotation):
            return {"Type": Name("OBJR"), "Pg": page, "Obj": Ref(kid.number)}
        return kid.mcid if kid.page == home else {"Type": Name("MCR"), "Pg": page, "MCID": kid.mcid}

    def _headings(self) -> list[Heading]:
        found = []
        for element in self.painted.root.iter():
            if element.tag in ("h2", "h3", "h4", "h5", "h6"):
                place = self.anchors.get(element.get("id") or "")
                text = _words(element)
                if place is not None and text:
                    found.append(Heading(int(element.tag[1]), text, place))
        return found

    def _line(self, leaf: Leaf) -> int:
        """The line of the block that ``leaf`` is in."""
        lines = (each.get("data-line") for each in self.tree.lineage(leaf.element))
        return int(next(filter(None, lines), 0))

    def _twins(self) -> Iterator[Twin]:
        """Each printed address by its last line."""
        rtl = self.painted.root.get("dir") == "rtl"
        places: dict[Element, tuple[int, float]] = {}
        for number, page in enumerate(self.pages):
            for leaf in page.leaves:
                if TWIN in (leaf.element.get("class") or "").split():
                    places[leaf.element] = number, leaf.baseline
        for element, (number, y) in places.items():
            yield Twin(element.get("href") or "", number, y, rtl)


def _words(element: Element) -> str:
    """Its text on one line, without the marks that only say where a line may end."""
    text = "".join(element.itertext()).translate(_BREAKS)
    return " ".join(text.split())


def _corners(box: tuple[float, float, float, float]) -> list[float]:
    left, bottom, right, top = box
    return [left, top, right, top, left, bottom, right, bottom]


def _face(name: str, font: Any) -> Face:
    return Face(
        name=name,
        family=font.family,
        style=int(font.style),
        weight=int(font.weight),
        file_size=font.fingerprint,
        ascent=font.ascent,
        descent=font.descent,
        flags=font.flags,
        pictures=bool(font.png),
        glyphs=dict(sorted(font.to_unicode.items())),
    )
