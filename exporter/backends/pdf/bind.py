"""``bind``: the parts of an issue as one PDF. All that depends on neighbours is settled here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from exporter.backends.contract import BindJob
from exporter.backends.pdf import metadata, press, stamps
from exporter.backends.pdf.absent import absent_faces
from exporter.backends.pdf.attachments import attach
from exporter.backends.pdf.back import back_html
from exporter.backends.pdf.bookmarks import Bookmark, add_outline, nest
from exporter.backends.pdf.bound import Bound
from exporter.backends.pdf.colour import output_intent
from exporter.backends.pdf.contents import ContentsPage, Row, set_contents
from exporter.backends.pdf.contents_pages import Contents
from exporter.backends.pdf.fragment import Fragment, Outer
from exporter.backends.pdf.front import front_html, group_of
from exporter.backends.pdf.gate import check
from exporter.backends.pdf.links import Targets
from exporter.backends.pdf.objects import Name, Ref, Value
from exporter.backends.pdf.options import Page, PdfOptions, page
from exporter.backends.pdf.part import DECODER, stylesheets
from exporter.backends.pdf.stamps import rgb, roman
from exporter.backends.pdf.tree import add_tree
from exporter.backends.pdf.typefaces import add_fonts
from exporter.backends.pdf.volume import Volume
from exporter.model.artifact import Artifact, Origin, Rendered
from exporter.passes.strings import direction, words

if TYPE_CHECKING:
    from exporter.backends.pdf.stamps import Digits


# The forms of a part and those of the front matter, in the order of their documents.
LINE: Final = 1
FOLIOS: Final = 2  # the cover is the first page, the running head the second
CONTENTS: Final = 2


def bind(job: BindJob) -> Rendered:
    """Binds cover, contents and posts. Raises ThemeError for the theme, ExportError for fonts that changed."""
    fragments = [DECODER.decode(part.content) for part in job.parts]
    binder = _Binder(job, fragments)
    content = binder.bind()
    issue = job.issue
    name = f"{issue.folder}/{issue.id}.pdf" if issue.folder else f"{issue.id}.pdf"
    artifact = Artifact(name, "application/pdf", content, binder.page_count, "pages", binder.origins())
    after = len(binder.back.pages)
    faults = check(content, binder.front_pages, issue.posts, fragments, after=after)
    return Rendered((artifact,), (*absent_faces(job.theme.stylesheet("print.css")), *faults))


class _Binder:
    def __init__(self, job: BindJob, posts: Sequence[Fragment]) -> None:
        self.job = job
        self.options: PdfOptions = job.options
        self.paper: Page = page(self.options)
        self.press = self.options.profile == "press"
        self.sheet = stylesheets(job.theme, self.paper)[0]
        self.volume = Volume()
        self.root = self.volume.reserve()
        self.pages = self.volume.reserve()
        self.fonts = self.volume.reserve()
        self.document = self.volume.reserve()
        self.tree = self.volume.reserve()
        self.images: dict[str, int] = {}
        self._heads: dict[int | None, Ref] = {}
        self.group_of = group_of(job.issue.posts, job.issue.language)
        names = dict.fromkeys(name for name in self.group_of if name)
        self.groups = {name: index for index, name in enumerate(names)}
        self.front, self.digits = self._front(posts)
        self._key = 0
        self.bound_pages = 0
        self.bound = [self._take(fragment) for fragment in (self.front, *posts)]
        self.back = self._take(self._back())
        self.all = (*self.bound, self.back)
        self.head = self.bound[0].number(self.front.forms[0].number)
        self.targets = Targets(job.issue.posts, self.bound[1:])
        self.contents = Contents(self.volume, self.pages, self.document, self._key)
        self.leaves: list[Ref] = []

    @property
    def page_count(self) -> int:
        """Of the whole volume."""
        return len(self.leaves)

    def bind(self) -> bytes:
        set_pages = self._contents()
        self.front_pages = len(self.front.pages) + len(set_pages)
        for bound in self.all:
            self._place(bound)
        for index, made in enumerate(set_pages):
            number = len(self.front.pages) + index + 1
            stamp = self._folio(roman(number), verso=number % 2 == 0)
            stamp += press.crop_marks(self.paper.width, self.paper.height) if self.press else b""
            boxes = press.boxes(self.paper.width, self.paper.height) if self.press else {}
            made.content = self._tone(made.content)
            self.contents.add_page(made, self.paper, self.fonts, stamp, self.targets, boxes)
        add_fonts(self.volume, self.fonts, (f for bound in self.all for f in bound.fragment.faces))
        self.leaves = [*self.bound[0].pages, *self.contents.pages]
        self.leaves += [page for bound in (*self.bound[1:], self.back) for page in bound.pages]
        self.volume.put(
            self.pages, {"Type": Name("Pages"), "Count": len(self.leaves), "Kids": list(self.leaves)}
        )
        add_tree(self.volume, self.tree, self.document, self.all, self.contents)
        info = self.volume.add(metadata.info(self.job.issue, self.job.site))
        return self.volume.finish(self._catalog(), info)

    def origins(self) -> tuple[Origin, ...]:
        """Each post by its first page in the file, from 1, and the line that each of its pages begins at."""
        first = len(self.contents.pages) + 1
        return tuple(
            bound.origin(post.source, first)
            for post, bound in zip(self.job.issue.posts, self.bound[1:], strict=True)
        )

    def _front(self, posts: Sequence[Fragment]) -> tuple[Fragment, Digits]:
        from exporter.backends.pdf.compose import compose  # noqa: PLC0415
        from exporter.backends.pdf.engine import SCALE, Resource, broken_images_allowed, lay_out  # noqa: PLC0415

        tiles = {
            f"cover:{index}": Resource(fragment.thumbnail, "image/jpeg")
            for index, fragment in enumerate(posts)
            if fragment.thumbnail
        }
        html = front_html(self.job.issue, self.job.site, list(self.groups), list(tiles))
        with broken_images_allowed():
            painted = lay_out(html, [self.sheet], tiles)
            front = compose(painted, kind="Sect", language=self.job.issue.language, names={}, gray=self.press)
        widths = {name: font.widths for name, font in painted.fonts.items()}
        return front, stamps.read_digits(painted.pages[FOLIOS], widths, SCALE)

    def _back(self) -> Fragment:
        from exporter.backends.pdf.compose import compose  # noqa: PLC0415
        from exporter.backends.pdf.engine import lay_out  # noqa: PLC0415

        painted = lay_out(back_html(self.job.issue, self.job.site), [self.sheet], {})
        return compose(painted, kind="Sect", language=self.job.issue.language, names={}, gray=self.press)

    def _contents(self) -> list[ContentsPage]:
        forms = self.front.forms
        own = self.bound[0].number
        rows = [Row("H1", forms[CONTENTS], own(forms[CONTENTS].number))]
        first = 1
        for index, (group, bound) in enumerate(zip(self.group_of, self.bound[1:], strict=True)):
            if group and group != (self.group_of[index - 1] if index else ""):
                form = forms[self.groups[group] + CONTENTS + 1]
                rows.append(Row("H2", form, own(form.number)))
            form = bound.fragment.forms[LINE]
            rows.append(Row("TOCI", form, bound.number(form.number), index, str(first)))
            first += len(bound.fragment.pages)
        token = self.job.theme.token
        ink = leader = rgb(token("muted"))
        rtl = direction(self.job.issue.language) == "rtl"
        return set_contents(rows, self.paper, self.digits, ink=ink, leader=leader, rtl=rtl)

    def _take(self, fragment: Fragment) -> Bound:
        base = self.volume.reserve(fragment.size - Outer.FIRST) - Outer.FIRST
        first = self.bound_pages
        bound = Bound(fragment, base, first, self._key)
        self.bound_pages += len(fragment.pages)
        self._key += len(fragment.pages) + len(fragment.links)
        return bound

    def _place(self, bound: Bound) -> None:
        numbers = {
            int(Outer.PAGES): self.pages,
            int(Outer.FONTS): self.fonts,
            int(Outer.DOCUMENT): self.document,
            int(Outer.HEAD): self.head,
        }
        fragment = bound.fragment
        shared = set()
        for stream in fragment.streams:
            if stream.digest:
                number = self.images.setdefault(stream.digest, bound.number(stream.number))
                if number != bound.number(stream.number):
                    numbers[stream.number] = number
                    shared.add(stream.number)
        self.volume.place(fragment.body, numbers, bound.base, bound.key)
        for stream in fragment.streams:
            if stream.number not in shared:
                self.volume.place_stream(stream, numbers, bound.base)
        for number, url in fragment.actions:
            self.volume.put(bound.number(number), self.targets.action(url))
        for index in range(len(fragment.pages)):
            self._page(bound, index)

    def _page(self, bound: Bound, index: int) -> None:
        use = bound.fragment.pages[index]
        content = [Ref(bound.number(use.content)), *self._stamp(bound, index)]
        entries: dict[str, Value] = {
            "Type": Name("Page"),
            "Parent": Ref(self.pages),
            "MediaBox": [0, 0, use.width, use.height],
            "Resources": Ref(bound.number(use.resources)),
            "Contents": list(content),
            "StructParents": bound.key + index,
            "Tabs": Name("S"),
        }
        if self.press:
            entries |= press.boxes(use.width, use.height)
            entries["Contents"] = press.sheet(self.volume, content, use, bleeds=bound.fragment is self.front)
        if use.annotations:
            entries["Annots"] = [Ref(bound.number(number)) for number in use.annotations]
        self.volume.put(bound.page(index).number, entries)

    def _stamp(self, bound: Bound, index: int) -> list[Ref]:
        """Folio and running head: none on the cover, no head above the first page of a post."""
        fragment = bound.fragment
        if fragment is self.front:
            return []
        number = bound.first + index - len(self.front.pages) + 1
        verso = number % 2 == 0
        found = [self._head(bound, verso=verso)] if self.options.running_heads and index else []
        content = self._folio(str(number), verso=verso)
        twins = self.targets.twins(bound, index, first=len(self.front.pages) - 1)
        content += self._tone(stamps.beside(self.paper, self.digits, twins, rgb(self.job.theme.token("ink"))))
        return [*found, self.volume.add_stream({}, content, deflate=False)]

    def _head(self, bound: Bound, *, verso: bool) -> Ref:
        """The volume's running head, the same on all its left pages, or a post's, the same on all its right ones."""
        key = None if verso else bound.first
        if key not in self._heads:
            form = self.front.forms[0] if verso else bound.fragment.forms[0]
            content = stamps.head(self.paper, "VH" if verso else "RH0", form, verso=verso)
            self._heads[key] = self.volume.add_stream({}, content, deflate=False)
        return self._heads[key]

    def _folio(self, text: str, *, verso: bool) -> bytes:
        colour = rgb(self.job.theme.token("muted"))
        return self._tone(stamps.stamp(self.paper, self.digits, text, verso=verso, colour=colour))

    def _tone(self, content: bytes) -> bytes:
        return press.to_gray(content) if self.press else content

    def _catalog(self) -> Ref:
        issue = self.job.issue
        archive = self.options.profile == "archive"
        packet = metadata.xmp(issue, self.job.site, archive=archive)
        front = self.front_pages
        labels: list[Value] = [0, {"S": Name("r")}]
        if front < self.page_count:
            labels += [front, {"S": Name("D")}]
        entries: dict[str, Value] = {
            "Type": Name("Catalog"),
            "Pages": Ref(self.pages),
            "Lang": issue.language,
            "MarkInfo": {"Marked": True},
            "StructTreeRoot": Ref(self.tree),
            "ViewerPreferences": {"DisplayDocTitle": True},
            "PageMode": Name("UseOutlines"),
            "PageLabels": {"Nums": labels},
            "Outlines": add_outline(self.volume, self._bookmarks()),
            "Metadata": self.volume.add_stream(
                {"Type": Name("Metadata"), "Subtype": Name("XML")}, packet, deflate=False
            ),
        }
        return self.volume.put(self.root, entries | (self._archive() if archive else {}))

    def _archive(self) -> dict[str, Value]:
        """What PDF/A-3a asks of the catalogue beyond PDF/UA-1."""
        held = [bound.fragment.attachments for bound in self.bound[1:]]
        attached = attach(self.volume, self.job.issue, self.job.site, held)
        return {"OutputIntents": [output_intent(self.volume)], **attached.entries()}

    def _bookmarks(self) -> list[Bookmark]:
        marks = [Bookmark(words(self.job.issue.language).contents, self.contents.pages[0], self.paper.height)]
        for post, bound in zip(self.job.issue.posts, self.bound[1:], strict=True):
            pages = bound.pages
            children = nest(bound.fragment.headings, pages, self.options.outline)
            marks.append(Bookmark(post.title, pages[0], self.paper.height, children))
        last = words(self.job.issue.language).colophon
        return [*marks, Bookmark(last, self.back.pages[0], self.paper.height)]
