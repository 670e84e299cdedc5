"""Makes a Fragment of a painted document: content, tags, links, anchors and the faces used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from exporter.backends.pdf import marks, press, stamps
from exporter.backends.pdf.annotations import Annotations
from exporter.backends.pdf.bookmarks import add_level, nest
from exporter.backends.pdf.breaks import page_spots
from exporter.backends.pdf.faces import face
from exporter.backends.pdf.forms import make_form, make_line
from exporter.backends.pdf.fragment import Form, Fragment, Heading, Line, Outer, PageUse, Place, Proof, Twin
from exporter.backends.pdf.link_notes import TWIN
from exporter.backends.pdf.losses import ends
from exporter.backends.pdf.objects import Key, Label, Name, Ref, Value
from exporter.backends.pdf.resources import add_resources
from exporter.backends.pdf.structure import Annotation, Mark, Node, Tree
from exporter.backends.pdf.table import Table
from exporter.backends.pdf.texts import one_line
from exporter.backends.pdf.turned import TURNED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from exporter.backends.pdf.engine import Leaf, Painted, PaintedPage
    from exporter.backends.pdf.options import Page, PdfOptions

FORMS = ("head", "line", "term", "full")  # the names of pages that become forms
# The forms of a part, in the order of its document; the second is its line of contents.
HEAD = 0
LINE = 1


class Setting(NamedTuple):
    """How a document becomes pages. ``kind`` is the type of the outermost structure element.

    ``names`` maps ids of the document to those of the post; ``address`` is the post's: links to the same host may lead
    to other pages of the volume. ``stamped`` pages have folios, those of a ``part`` heads. The leaves of a volume that
    is ``rtl`` are turned to the right.
    """

    options: PdfOptions
    paper: Page
    kind: str
    language: str
    address: str = ""
    names: Mapping[str, str] = {}
    part: bool = False
    stamped: bool = True
    rtl: bool = False

    @property
    def gray(self) -> bool:
        """One ink of many."""
        return self.options.profile == "press"

    @property
    def heads(self) -> bool:
        """Running heads above all pages but the first."""
        return self.part and self.options.running_heads


def compose(painted: Painted, setting: Setting) -> tuple[Fragment, Proof]:
    """The fragment, and what must be found on its pages."""
    composer = _Composer(painted, setting)
    return composer.fragment(), composer.proof()


class _Composer:
    def __init__(self, painted: Painted, setting: Setting) -> None:
        self.painted = painted
        self.setting = setting
        self.table = Table(gray=setting.gray)
        self.pages = [page for page in painted.pages if page.name not in FORMS]
        self.heads = [page for page in painted.pages if page.name in FORMS]
        self.first = self.table.reserve(len(self.pages))
        self.tree = Tree(painted.root, setting.kind, setting.language)
        self.owners: list[list[int]] = []
        self.content: list[list[Leaf]] = []
        self.uses: list[PageUse] = []
        self.anchors = {
            name: Place(number, x, y)
            for number, page in reversed(list(enumerate(self.pages)))
            for name, (x, y) in page.anchors.items()
        }
        self.annotations = Annotations(
            self.table,
            self.tree,
            self.anchors,
            first=self.first,
            pages=len(self.pages),
            address=setting.address,
        )

    def fragment(self) -> Fragment:
        table, setting = self.table, self.setting
        contents = [self._content(number, page) for number, page in enumerate(self.pages)]
        annotations = [self.annotations.add_page(number, page) for number, page in enumerate(self.pages)]
        line = self._contents_line()
        forms = tuple(make_form(table, self.painted, page) for page in self.heads)
        resources = self._resources(forms)
        head = self._head(forms)
        folios = table.reserve_apart(len(self.pages)) if setting.stamped else 0
        marks_ = self._crop_marks()
        for index, page in enumerate(self.pages):
            stack = self._stack(index, contents[index], folios) + marks_
            self._write_page(index, page, stack, resources, annotations[index])
        root, notes = self._write_tree()
        parents = self._write_parents(root)
        bookmarks = self._write_bookmarks()
        final = table.final
        return Fragment(
            block=table.block(keys=len(self.pages) + len(self.annotations.owners)),
            pages=tuple(self.uses),
            folios=final(folios) if folios else 0,
            head=final(head) if head else 0,
            root=root,
            parents=parents,
            bookmarks=bookmarks,
            height=self.pages[0].height if self.pages else 0.0,
            notes=tuple(notes),
            actions=tuple((final(number), url) for url, number in self.annotations.open.items()),
            anchors={setting.names[n]: place for n, place in self.anchors.items() if n in setting.names},
            faces=tuple(face(name, font) for name, font in sorted(self.painted.fonts.items())),
            forms=tuple(form.numbered(final(form.number)) for form in forms),
            line=line,
            spots=page_spots(self.painted.root, self.content) if setting.part else (),
            twins=tuple(self._twins()),
        )

    def proof(self) -> Proof:
        opening, closing = ends(self._body_leaves())
        return Proof(tuple(self._headings()), opening, closing)

    def _contents_line(self) -> Line | None:
        """The post's line of contents; none where a theme has no pages of lines."""
        if not self.setting.part or len(self.heads) <= LINE:
            return None
        return make_line(self.painted, self.heads.pop(LINE), gray=self.setting.gray)

    def _content(self, number: int, page: PaintedPage) -> Ref:
        owners = {leaf.mcid: self.tree.own(leaf, number) for leaf in page.leaves}
        marked = marks.rewrite(page.operators, owners)
        self.tree.renumber(number, marked.numbers)
        self.owners.append(marked.owners)
        self.content.append([leaf for leaf in page.leaves if owners[leaf.mcid] != marks.ARTIFACT])
        return self.table.add_deflated({}, marked.content)

    def _resources(self, forms: Sequence[Form]) -> Ref:
        named: dict[str, Value] = {}
        if self.setting.part and forms:
            named = {"VH": Ref(Outer.HEAD), "RH": Ref(forms[HEAD].number)}
        found = self.painted
        return add_resources(self.table, found.resources, found.images, named, stamped=self.setting.stamped)

    def _head(self, forms: Sequence[Form]) -> int:
        """The stream of the running head, which is the same on all right pages."""
        setting = self.setting
        if not setting.heads or not forms:
            return 0
        content = stamps.head(setting.paper, "RH", forms[HEAD], left=setting.rtl)
        return self.table.add_stream({}, content).number

    def _crop_marks(self) -> list[Ref]:
        if not self.setting.gray:
            return []
        paper = self.setting.paper
        return [self.table.add_stream({}, press.crop_marks(paper.width, paper.height))]

    def _stack(self, index: int, content: Ref, folios: int) -> list[Ref]:
        """The streams that paint a page, one above the other."""
        setting = self.setting
        if not setting.stamped and setting.gray:
            around = press.into_bleed(setting.paper.width, setting.paper.height)
            before, after = (self.table.add_stream({}, operators) for operators in around)
            return [before, content, after]
        stack = [content]
        if setting.heads and index and self.pages[index].name != TURNED:
            stack.append(Ref(Outer.ODD if index % 2 else Outer.EVEN))
        return [*stack, Ref(folios + index)] if setting.stamped else stack

    def _write_page(
        self, index: int, page: PaintedPage, stack: Sequence[Ref], resources: Ref, annotations: Sequence[int]
    ) -> None:
        entries: dict[str, Value] = {
            "Type": Name("Page"),
            "Parent": Ref(Outer.PAGES),
            "MediaBox": [0, 0, page.width, page.height],
            "Resources": resources,
            "Contents": list(stack),
            "StructParents": Key(index),
            "Tabs": Name("S"),
        }
        if self.setting.gray:
            entries |= press.boxes(page.width, page.height)
        elif page.name == TURNED:
            entries["Rotate"] = 90
        if annotations:
            entries["Annots"] = [Ref(number) for number in annotations]
        self.table.writer.add(self.first + index, entries)
        stored = self.table.data_of(stack[1 if not self.setting.stamped and self.setting.gray else 0])
        digest = blake2b(stored, digest_size=16).digest()
        self.uses.append(
            PageUse(digest, len(annotations), next(filter(None, map(self._line, page.leaves)), 0))
        )

    def _write_tree(self) -> tuple[int, list[int]]:
        """Writes the structure elements; returns the number of their root and those of the notes."""
        if not self.pages:
            return 0, []
        self.tree.prune()
        first = self.table.reserve(len(self.tree.nodes))
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
        return first, notes

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

    def _write_parents(self, root: int) -> int:
        """A leaf of the parent tree: the marks of each page, then the element of each annotation (14.7.4.4)."""
        if not self.pages:
            return 0
        nums: list[Value] = []
        for index, owners in enumerate(self.owners):
            nums += [Key(index), self.table.add([Ref(root + owner) for owner in owners])]
        for index, owner in enumerate(self.annotations.owners, len(self.pages)):
            nums += [Key(index), Ref(root + owner)]
        last = len(self.pages) + len(self.annotations.owners) - 1
        return self.table.add({"Limits": [Key(0), Key(last)], "Nums": nums}).number

    def _write_bookmarks(self) -> tuple[int, int, int]:
        pages = [Ref(self.first + index) for index in range(len(self.pages))]
        marks_ = (
            nest(list(self._headings()), pages, self.setting.options.outline) if self.setting.part else []
        )
        return add_level(self.table, marks_, Outer.BOOKMARK)

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

    def _headings(self) -> Iterator[Heading]:
        for element in self.painted.root.iter():
            if element.tag in ("h2", "h3", "h4", "h5", "h6"):
                place = self.anchors.get(element.get("id") or "")
                text = one_line(element)
                if place is not None and text:
                    yield Heading(int(element.tag[1]), text, place)

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
