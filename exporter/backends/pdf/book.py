"""One volume: what stands before and after its body, and what leads to the posts in it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from exporter.backends.pdf import metadata, stamps
from exporter.backends.pdf.attachments import add_manifest
from exporter.backends.pdf.body import Fixed
from exporter.backends.pdf.bookmarks import Bookmark, add_outline
from exporter.backends.pdf.colour import output_intent
from exporter.backends.pdf.contents import Row, set_contents
from exporter.backends.pdf.contents_pages import Contents
from exporter.backends.pdf.front import spread
from exporter.backends.pdf.index import Term, letter_of, set_index, tags_of
from exporter.backends.pdf.index_pages import IndexPages
from exporter.backends.pdf.links import Home, Targets
from exporter.backends.pdf.objects import FIRST, Name, Ref, Value
from exporter.backends.pdf.stamps import roman
from exporter.backends.pdf.tree import add_tree
from exporter.passes.strings import direction, words

if TYPE_CHECKING:
    from exporter.backends.pdf.body import Body
    from exporter.backends.pdf.bound import Bound
    from exporter.backends.pdf.fittings import Fittings, Picture
    from exporter.backends.pdf.fragment import Form, Line
    from exporter.backends.pdf.laid import Laid
    from exporter.backends.pdf.style import Style
    from exporter.model.issue import Issue
    from exporter.model.post import Source

# The forms of the labels, in the order of their document.
CONTENTS: Final = 0
INDEX: Final = 1
GROUPS: Final = 2


class Entry(NamedTuple):
    """A line of contents: the heading it stands under, the post by its index in the issue, and its page there."""

    group: str
    line: Line
    post: int
    folio: str


class Book:
    """One file of ``issue``, which holds the posts of this file; ``file`` is the name that sister volumes know it by.

    What stands before and after its body is planned at once, so that it is known how many pages come before the posts.
    ``write`` writes it, after ``body``. ``entries`` are the lines of its contents, ``pictures`` covers of its posts.
    A book whose body has no posts is the index of others.
    """

    def __init__(
        self,
        fittings: Fittings,
        style: Style,
        laid: Laid,
        issue: Issue,
        *,
        file: str,
        entries: Sequence[Entry],
        pictures: Sequence[Picture],
    ) -> None:
        self.fittings, self.style, self.laid, self.issue, self.file = fittings, style, laid, issue, file
        self.options = fittings.job.options
        self.site = fittings.job.site
        self.entries = entries
        self.first = entries[0].post if entries else 0
        self.leaves: list[Ref] = []
        # A site's own picture, which stands for those that many posts have not, is shown once.
        self.pictures = list({each.digest: each for each in reversed(pictures) if each.digest}.values())[::-1]
        self.shown = [self.pictures[i] for i in spread(range(len(self.pictures)))]
        self.cover = fittings.cover(issue, self.shown)
        self.groups = list(dict.fromkeys(entry.group for entry in entries if entry.group))
        self.labels = fittings.labels(self.groups)
        rtl = direction(issue.language) == "rtl"
        self.contents = set_contents(
            self._rows(), style.paper, style.digits, ink=style.muted, leader=style.muted, rtl=rtl
        )

    @property
    def posts(self) -> Sequence[Source]:
        """Those whose pages it has."""
        return self.issue.posts if self.laid.sheets else ()

    @property
    def front(self) -> int:
        """How many pages stand before the first post."""
        return len(self.cover.pages) + len(self.contents)

    def homes(self) -> list[Home]:
        """Where its posts are."""
        return [Home(self.file, self.front, bound) for bound in self.laid.bound]

    def rest(self, targets: Targets) -> bytes:
        """The SHA-256 of all that shapes the file beside its body and what that was found by (shelf.py)."""
        within, bound = self.file, self.laid.bound
        led = [targets.action(url, within=within) for each in bound for _, url in each.actions]
        beside = [number for each in bound for _, number in targets.folios(each.twins, within=within)]
        # Lines of its own posts follow from its body; those of an index lead elsewhere.
        lines = [
            (entry.group, entry.folio, entry.line, targets.go(entry.post, within=within))
            for entry in (() if bound else self.entries)
        ]
        # JSON, for MessagePack forgets the zones of times.
        told = msgspec.json.encode([self.issue, self.site])
        shown = [picture.digest for picture in self.shown]
        sheet, faces = self.fittings.sheet, self.fittings.job.theme.faces
        shape = [told, sheet, faces, within, self.groups, shown, led, beside, lines]
        return sha256(msgspec.msgpack.encode(shape)).digest()

    def write(self, body: Body, targets: Targets) -> None:
        """Writes all that is not a post."""
        self.body, self.volume = body, body.volume
        head = body.head(self.fittings.head())
        verso = stamps.head(self.style.paper, "VH", head, left=not self.style.rtl)
        self.volume.put_plain([(Fixed.VERSO, verso)])
        cover = body.take(self.cover, folios=False)
        labels = body.forms(self.labels)
        contents = self._write_contents(self._numbers(labels), targets)
        index = self._write_index(labels[INDEX], targets)
        back = body.take(self.fittings.back(self.issue))
        for bound in self.laid.bound:
            for number, url in bound.actions:
                self.volume.put(number, targets.action(url, within=self.file))
            if bound.twins:
                body.number(bound, targets, within=self.file)
        self._write_fonts()
        self.leaves = [*cover.pages, *contents.pages]
        self.leaves += [leaf for bound in self.laid.bound for leaf in bound.pages]
        self.leaves += [*(index.pages if index else ()), *back.pages]
        kids = b"[%b 0 R]" % b" 0 R ".join(b"%d" % leaf.number for leaf in self.leaves)
        self.volume.put(Fixed.PAGES, {"Type": Name("Pages"), "Count": len(self.leaves), "Kids": kids})
        self._write_structure(cover, contents, index, back)
        self._write_outline(contents, index, back)
        info = self.volume.add(metadata.info(self.issue, self.site))
        self.volume.finish(self._write_catalog(), info)

    def _rows(self) -> list[Row]:
        """The lines of contents; of their forms come first those of ``labels``, then those of the entries."""
        rows = [Row("H1", self.labels.forms[CONTENTS], CONTENTS)]
        for index, entry in enumerate(self.entries):
            if entry.group and entry.group != (self.entries[index - 1].group if index else ""):
                label = GROUPS + self.groups.index(entry.group)
                rows.append(Row("H2", self.labels.forms[label], label))
            rows.append(Row("TOCI", entry.line.form, len(self.labels.forms) + index, entry.post, entry.folio))
        return rows

    def _numbers(self, labels: Sequence[Form]) -> list[int]:
        """Those of all forms of the contents."""
        return [*(form.number for form in labels), *(self.body.line(entry.line) for entry in self.entries)]

    def _write_contents(self, forms: Sequence[int], targets: Targets) -> Contents:
        contents = Contents(self.volume, self.body.key, self.file)
        for number, made in enumerate(self.contents, len(self.cover.pages) + 1):
            stamp = self.style.folio(roman(number), number) + self.style.marks
            contents.add_page(made, self.style, forms, stamp, targets)
        self.body.key = contents.next_key
        return contents

    def _write_index(self, heading: Form, targets: Targets) -> IndexPages | None:
        """The tags of the posts; nothing where there is none, or one post alone."""
        bound = self.laid.bound
        tags = tags_of(self.posts) if self.options.index and len(bound) > 1 else {}
        if not tags:
            return None
        forms: dict[str, Form] = {}
        for lot, fragment in self.fittings.terms(tags):
            forms.update(zip(lot, self.body.forms(fragment), strict=True))
        terms = [Term(heading, ())]
        for tag, held in tags.items():
            places = [(self.first + i, str(bound[i].first + 1)) for i in held]
            terms.append(Term(forms[tag], places, letter_of(tag)))
        index = IndexPages(self.volume, self.body.key, self.file)
        rtl, style = direction(self.issue.language) == "rtl", self.style
        for made in set_index(terms, style.paper, style.digits, ink=style.muted, rtl=rtl):
            self.body.count += 1
            stamp = style.folio(str(self.body.count), self.body.count) + style.marks
            index.add_page(made, style, stamp, targets)
        self.body.key = index.next_key
        return index

    def _write_fonts(self) -> None:
        fonts: dict[str, Value] = {}
        for shown in self.body.faces.all():
            font = self.fittings.font(shown)
            base = self.volume.reserve(font.block.size)
            self.volume.place(font.block, base, {})
            fonts[shown.face.name] = Ref(font.number + base - FIRST)
        self.volume.put(Fixed.FONTS, fonts)

    def _write_structure(
        self, cover: Bound, contents: Contents, index: IndexPages | None, back: Bound
    ) -> None:
        made = [index.finish()] if index else []
        bound = self.laid.bound
        kids = [Ref(each.root) for each in (cover, *bound)]
        kids = [kids[0], contents.add_structure(), *kids[1:], *(root for root, _ in made), Ref(back.root)]
        parents = [Ref(each.parents) for each in (*bound, cover)]
        parents += [self.volume.add(contents.number_row()), *(leaf for _, leaf in made), Ref(back.parents)]
        add_tree(self.volume, Fixed.TREE, Fixed.DOCUMENT, kids=kids, parents=parents, bound=bound)

    def _write_outline(self, contents: Contents, index: IndexPages | None, back: Bound) -> None:
        """The contents, each post with its headings, the colophon (12.3.3)."""
        terms, top = words(self.issue.language), self.style.paper.height
        lines = [(self.volume.reserve(), Bookmark(terms.contents, contents.pages[0], top), (0, 0, 0))]
        for post, bound in zip(self.posts, self.laid.bound, strict=True):
            lines.append((bound.bookmark, Bookmark(post.title, bound.page(0), bound.height), bound.bookmarks))
        if index:
            lines.append((self.volume.reserve(), Bookmark(terms.index, index.pages[0], top), (0, 0, 0)))
        lines.append((back.bookmark, Bookmark(terms.colophon, back.page(0), top), (0, 0, 0)))
        add_outline(self.volume, Fixed.OUTLINE, lines)

    def _write_catalog(self) -> Ref:
        issue = self.issue
        archive = self.options.profile == "archive"
        labels: list[Value] = [0, {"S": Name("r")}]
        if self.front < len(self.leaves):
            labels += [self.front, {"S": Name("D")}]
        packet = metadata.xmp(issue, self.site, archive=archive)
        entries: dict[str, Value] = {
            "Type": Name("Catalog"),
            "Pages": Ref(Fixed.PAGES),
            "Lang": issue.language,
            "MarkInfo": {"Marked": True},
            "StructTreeRoot": Ref(Fixed.TREE),
            "ViewerPreferences": {
                "DisplayDocTitle": True,
                "Direction": Name("R2L" if self.style.rtl else "L2R"),
            },
            "PageMode": Name("UseOutlines"),
            "PageLabels": {"Nums": labels},
            "Outlines": Ref(Fixed.OUTLINE),
            "Metadata": self.volume.add_stream(
                {"Type": Name("Metadata"), "Subtype": Name("XML")}, packet, deflate=False
            ),
        }
        if self.options.wants_originals:
            # What PDF/A-3a asks of the catalogue beyond PDF/UA-1.
            held = [(post, sheet.enclosed) for post, sheet in zip(self.posts, self.laid.sheets, strict=True)]
            entries |= {
                "OutputIntents": [output_intent(self.volume)],
                **add_manifest(self.volume, self.laid.files, issue, self.site, held),
            }
        return self.volume.put(Fixed.ROOT, entries)
