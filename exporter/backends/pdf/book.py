"""One volume: its posts are written as they come; what depends on all of them, at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from exporter.backends.pdf import metadata, press, stamps
from exporter.backends.pdf.attachments import Attached
from exporter.backends.pdf.bookmarks import Bookmark, add_outline
from exporter.backends.pdf.bound import Bound, heads, remember
from exporter.backends.pdf.colour import output_intent
from exporter.backends.pdf.contents import Row, set_contents
from exporter.backends.pdf.contents_pages import Contents
from exporter.backends.pdf.faces import Faces
from exporter.backends.pdf.fragment import Form, Fragment, Outer
from exporter.backends.pdf.front import spread
from exporter.backends.pdf.index import Term, set_index, tags_of
from exporter.backends.pdf.index_pages import IndexPages
from exporter.backends.pdf.links import Home, Targets
from exporter.backends.pdf.objects import FIRST, Name, Ref, Value
from exporter.backends.pdf.options import page
from exporter.backends.pdf.stamps import rgb, roman
from exporter.backends.pdf.tree import add_tree
from exporter.backends.pdf.volume import Volume
from exporter.passes.strings import direction, words

if TYPE_CHECKING:
    from exporter.backends.pdf.fittings import Fittings, Labels
    from exporter.backends.pdf.fragment import Line
    from exporter.model.issue import Issue
    from exporter.model.post import Source
    from exporter.model.spool import Spool

# The forms of the labels, in the order of their document, after what folios are made of.
CONTENTS: Final = 1
INDEX: Final = 2
GROUPS: Final = 3


class Entry(NamedTuple):
    """A line of contents: the heading it stands under, the post by its index in the issue, and its page there."""

    group: str
    line: Line
    post: int
    folio: str


class Book:
    """Written to ``spool``. ``groups`` are the headings of the contents that ``labels`` has forms of.

    First ``place`` for each post, then ``begin``, which settles how many pages come before them, then ``finish``. A
    book without posts of its own is the index of others.
    """

    def __init__(self, fittings: Fittings, labels: Labels, groups: Sequence[str], spool: Spool) -> None:
        job = fittings.job
        self.fittings = fittings
        self.options = job.options
        self.site = job.site
        self.file = ""
        self.paper = page(job.options)
        self.gray = job.options.profile == "press"
        # Odd pages lie on the left of a volume whose leaves are turned to the right.
        self.rtl = direction(job.site.language) == "rtl"
        self.marks = press.crop_marks(self.paper.width, self.paper.height) if self.gray else b""
        self.muted, self.ink = (rgb(job.theme.token(name)) for name in ("muted", "ink"))
        self.digits = labels.digits
        self.volume = Volume(spool)
        self.root, self.pages, self.fonts, self.document, self.tree, self.outline = (
            self.volume.reserve() for _ in range(6)
        )
        self.outer: dict[int, int] = {
            Outer.PAGES: self.pages,
            Outer.FONTS: self.fonts,
            Outer.DOCUMENT: self.document,
        }
        self.faces = Faces()
        self.key = 0
        self.count = 0
        self.posts: list[Source] = []
        self.bound: list[Bound] = []
        self.lines: list[Line | None] = []
        self.thumbnails: list[bytes] = []
        self.leaves: list[Ref] = []
        self.attached = Attached(self.volume, job.issue) if job.options.wants_originals else None
        self.groups = {name: index for index, name in enumerate(groups)}
        self.forms = self._forms(labels.fragment)
        (head,) = self._forms(fittings.head())
        self.outer[Outer.HEAD] = head.number
        self.head = self.volume.reserve()
        verso = stamps.head(self.paper, "VH", head, left=not self.rtl)
        self.volume.put_plain([(self.head, verso)])

    def place(self, post: Source, fragment: Fragment) -> None:
        """Writes a post."""
        self.posts.append(post)
        self.bound.append(self._take(fragment))
        self.lines.append(fragment.line)
        self.thumbnails.append(fragment.thumbnail)
        if self.attached is not None:
            self.attached.add(post, fragment.attachments)

    def entries(self, groups: Sequence[str], first: int) -> list[Entry]:
        """Its posts for contents, here or elsewhere: they stand under ``groups`` and are those from ``first`` on."""
        found = enumerate(zip(groups, self.lines, self.bound, strict=True), first)
        return [
            Entry(group, line, index, str(bound.first + 1)) for index, (group, line, bound) in found if line
        ]

    def begin(self, issue: Issue, file: str, entries: Sequence[Entry], pictures: Sequence[bytes]) -> None:
        """Makes cover and contents. ``issue`` holds the posts of this volume; ``file`` is the name that sister volumes
        know it by; ``pictures`` are covers of posts.
        """
        self.issue, self.file = issue, file
        self.first = entries[0].post if entries else 0
        held = [picture for picture in pictures if picture]
        cover = self.fittings.cover(issue, [held[i] for i in spread(range(len(held)))])
        self.cover = self._take(cover, folios=False)
        rows = [Row("H1", self.forms[CONTENTS], self.forms[CONTENTS].number)]
        for index, entry in enumerate(entries):
            if entry.group and entry.group != (entries[index - 1].group if index else ""):
                form = self.forms[self.groups[entry.group] + GROUPS]
                rows.append(Row("H2", form, form.number))
            form = self._line(entry.line)
            rows.append(Row("TOCI", form, form.number, entry.post, entry.folio))
        rtl = direction(issue.language) == "rtl"
        self.rows = set_contents(rows, self.paper, self.digits, ink=self.muted, leader=self.muted, rtl=rtl)

    @property
    def front(self) -> int:
        """How many pages stand before the first post."""
        return len(self.cover.uses) + len(self.rows)

    def homes(self) -> list[Home]:
        """Where its posts are."""
        return [Home(self.file, self.front, bound) for bound in self.bound]

    def finish(self, targets: Targets) -> None:
        """Writes all that is not a post."""
        contents = self._write_contents(targets)
        index = self._write_index(targets)
        back = self._take(self.fittings.back(self.issue))
        for bound in self.bound:
            for number, url in bound.actions:
                self.volume.put(number, targets.action(url, within=self.file))
            if bound.twins:
                self.volume.put_plain(self._folios(bound, targets))
        self._write_fonts()
        self.leaves = [*self.cover.pages, *contents.pages]
        self.leaves += [leaf for bound in self.bound for leaf in bound.pages]
        self.leaves += [*(index.pages if index else ()), *back.pages]
        kids = b"[%b 0 R]" % b" 0 R ".join(b"%d" % leaf.number for leaf in self.leaves)
        self.volume.put(self.pages, {"Type": Name("Pages"), "Count": len(self.leaves), "Kids": kids})
        self._write_structure(contents, index, back)
        self._write_outline(contents, index, back)
        info = self.volume.add(metadata.info(self.issue, self.site))
        self.volume.finish(self._write_catalog(), info)

    def _forms(self, fragment: Fragment) -> list[Form]:
        base = self.volume.reserve(fragment.block.size)
        self.volume.place(fragment.block, base, self.outer)
        self.faces.add(fragment.faces)
        return [form.numbered(form.number + base - FIRST) for form in fragment.forms]

    def _take(self, fragment: Fragment, *, folios: bool = True) -> Bound:
        volume, count = self.volume, len(fragment.pages)
        base, bookmark = volume.reserve(fragment.block.size), volume.reserve()
        around = {**self.outer, Outer.BOOKMARK: bookmark}
        around |= heads(self.count, base - FIRST + fragment.head, self.head)
        volume.place(fragment.block, base, around, self.key)
        self.key += fragment.block.keys
        self.faces.add(fragment.faces)
        bound = remember(fragment, base - FIRST, self.count, bookmark)
        if folios:
            self.count += count
            if not fragment.twins:
                volume.put_plain(self._folios(bound))
        return bound

    def _folios(self, bound: Bound, targets: Targets | None = None) -> list[tuple[int, bytes]]:
        """The streams that number the pages of a fragment; ``targets`` know where addresses in print lead to."""
        stamped = []
        beside: dict[int, bytes] = {}
        if targets is not None:
            for twin, folio in targets.folios(bound.twins, within=self.file):
                shown = stamps.beside(self.paper, self.digits, [(twin, folio)], self.ink)
                beside[twin.page] = beside.get(twin.page, b"") + self._tone(shown)
        for index in range(len(bound.uses)):
            number = bound.first + index + 1
            stamped.append((bound.folios + index, self._folio(str(number), number) + beside.get(index, b"")))
        return stamped

    def _line(self, line: Line) -> Form:
        base = self.volume.reserve(line.block.size)
        self.volume.place(line.block, base, self.outer)
        self.faces.add(line.faces)
        return line.form.numbered(line.form.number + base - FIRST)

    def _write_contents(self, targets: Targets) -> Contents:
        contents = Contents(self.volume, self.pages, self.document, self.key, self.file)
        boxes = press.boxes(self.paper.width, self.paper.height) if self.gray else {}
        for number, made in enumerate(self.rows, len(self.cover.uses) + 1):
            made.content = self._tone(made.content)
            stamp = self._folio(roman(number), number) + self.marks
            contents.add_page(made, self.paper, self.fonts, stamp, targets, boxes)
        self.key = contents.next_key
        return contents

    def _write_index(self, targets: Targets) -> IndexPages | None:
        """The tags of the posts; nothing where there is none, or one post alone."""
        tags = tags_of(self.posts) if self.options.index and len(self.posts) > 1 else {}
        if not tags:
            return None
        forms: dict[str, Form] = {}
        for lot, fragment in self.fittings.terms(tags):
            forms.update(zip(lot, self._forms(fragment), strict=True))
        terms = [Term(self.forms[INDEX], ())]
        for tag, held in tags.items():
            terms.append(Term(forms[tag], [(self.first + i, str(self.bound[i].first + 1)) for i in held]))
        boxes = press.boxes(self.paper.width, self.paper.height) if self.gray else {}
        entries = {
            "Parent": Ref(self.pages),
            "MediaBox": [0, 0, self.paper.width, self.paper.height],
            **boxes,
        }
        index = IndexPages(self.volume, self.document, self.key, entries, self.file)
        rtl = direction(self.issue.language) == "rtl"
        for made in set_index(terms, self.paper, self.digits, ink=self.muted, rtl=rtl):
            self.count += 1
            stamp = self._folio(str(self.count), self.count) + self.marks
            toned = made._replace(content=self._tone(made.content))
            index.add_page(toned, self.fonts, stamp, targets)
        self.key = index.next_key
        return index

    def _folio(self, text: str, number: int) -> bytes:
        stamp = stamps.stamp(self.paper, self.digits, text, left=number % 2 == self.rtl, colour=self.muted)
        return self._tone(stamp)

    def _tone(self, content: bytes) -> bytes:
        return press.to_gray(content) if self.gray else content

    def _write_fonts(self) -> None:
        fonts: dict[str, Value] = {}
        for shown in self.faces.all():
            font = self.fittings.font(shown)
            base = self.volume.reserve(font.block.size)
            self.volume.place(font.block, base, {})
            fonts[shown.face.name] = Ref(font.number + base - FIRST)
        self.volume.put(self.fonts, fonts)

    def _write_structure(self, contents: Contents, index: IndexPages | None, back: Bound) -> None:
        made = [index.finish()] if index else []
        kids = [Ref(bound.root) for bound in (self.cover, *self.bound)]
        kids = [kids[0], contents.add_structure(), *kids[1:], *(root for root, _ in made), Ref(back.root)]
        parents = [Ref(bound.parents) for bound in (*self.bound, self.cover)]
        parents += [self.volume.add(contents.number_row()), *(leaf for _, leaf in made), Ref(back.parents)]
        add_tree(self.volume, self.tree, self.document, kids=kids, parents=parents, bound=self.bound)

    def _write_outline(self, contents: Contents, index: IndexPages | None, back: Bound) -> None:
        """The contents, each post with its headings, the colophon (12.3.3)."""
        terms, top = words(self.issue.language), self.paper.height
        lines = [(self.volume.reserve(), Bookmark(terms.contents, contents.pages[0], top), (0, 0, 0))]
        for post, bound in zip(self.posts, self.bound, strict=True):
            lines.append((bound.bookmark, Bookmark(post.title, bound.page(0), bound.height), bound.bookmarks))
        if index:
            lines.append((self.volume.reserve(), Bookmark(terms.index, index.pages[0], top), (0, 0, 0)))
        lines.append((back.bookmark, Bookmark(terms.colophon, back.page(0), top), (0, 0, 0)))
        add_outline(self.volume, self.outline, lines)

    def _write_catalog(self) -> Ref:
        issue = self.issue
        archive = self.options.profile == "archive"
        labels: list[Value] = [0, {"S": Name("r")}]
        if self.front < len(self.leaves):
            labels += [self.front, {"S": Name("D")}]
        packet = metadata.xmp(issue, self.site, archive=archive)
        entries: dict[str, Value] = {
            "Type": Name("Catalog"),
            "Pages": Ref(self.pages),
            "Lang": issue.language,
            "MarkInfo": {"Marked": True},
            "StructTreeRoot": Ref(self.tree),
            "ViewerPreferences": {"DisplayDocTitle": True, "Direction": Name("R2L" if self.rtl else "L2R")},
            "PageMode": Name("UseOutlines"),
            "PageLabels": {"Nums": labels},
            "Outlines": Ref(self.outline),
            "Metadata": self.volume.add_stream(
                {"Type": Name("Metadata"), "Subtype": Name("XML")}, packet, deflate=False
            ),
        }
        if self.attached is not None:
            # What PDF/A-3a asks of the catalogue beyond PDF/UA-1.
            entries |= {
                "OutputIntents": [output_intent(self.volume)],
                **self.attached.finish(issue, self.site),
            }
        return self.volume.put(self.root, entries)
