"""``bind``: the parts of an issue as one PDF, or as several where it has more pages than one should.

Each part is read once, written, and forgotten but for what links, contents and outline will ask of it. Those that an
earlier binding wrote are not read: its file is copied as far as the posts are the same or, if nothing around them
changed either, left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.pdf.book import Book, Entry
from exporter.backends.pdf.breaks import paginate
from exporter.backends.pdf.fittings import Fittings, Picture
from exporter.backends.pdf.front import group_of
from exporter.backends.pdf.gate import check
from exporter.backends.pdf.laid import Laid, Post, Sheet, begin, lay
from exporter.backends.pdf.links import Targets
from exporter.backends.pdf.shelf import Record, Shelf
from exporter.backends.pdf.style import style_of
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Artifact, Rendered

if TYPE_CHECKING:
    from exporter.backends.pdf.body import Body
    from exporter.model.issue import Issue
    from exporter.model.spool import Spool


class Slot(NamedTuple):
    """A body, and the index of its first post in the issue: written now as ``body``, ``copied`` as far as so many of
    its posts go; or known from a ``record``.
    """

    first: int
    laid: Laid
    body: Body | None = None
    record: Record | None = None
    copied: int = 0

    @property
    def after(self) -> int:
        """The index after that of its last post."""
        return self.first + len(self.laid.sheets)

    @property
    def unread(self) -> tuple[Sheet, ...]:
        """Its posts whose parts were not read."""
        return self.laid.sheets if self.record else self.laid.sheets[: self.copied]


def bind(job: BindJob) -> Rendered:
    """Binds cover, contents and posts. Raises ThemeError for the theme, ExportError for fonts that changed."""
    binding = _Binding(job)
    slots = list(binding.slots())
    books = binding.books(slots)
    targets = Targets(job.issue.posts, [home for book in books for home in book.homes()])
    if len(slots) > 1:
        slots.append(binding.index_slot())
        books.append(binding.index(slots[-1], books))
    found = [
        diagnose(*each) for each in dict.fromkeys(a for s in slots for h in s.laid.sheets for a in h.absent)
    ]
    artifacts = []
    for slot, book in zip(slots, books, strict=True):
        artifact, faults = binding.finish(slot, book, targets)
        artifacts.append(artifact)
        found += faults
    told = {index: sheet.told for slot in slots for index, sheet in enumerate(slot.unread, slot.first)}
    bound = slots[0].laid.bound if len(slots) == 1 else []
    return Rendered(tuple(artifacts), tuple(found), paginate(job.issue, bound), told)


class _Binding:
    """What all volumes of a job share."""

    def __init__(self, job: BindJob) -> None:
        self.job = job
        self.fittings = Fittings(job)
        self.style = style_of(self.fittings)
        self.shelf = Shelf(job, self.style)
        self.groups = group_of(job.issue.posts, job.issue.language)

    def slots(self) -> Iterator[Slot]:
        """Volumes of as many pages as the options allow."""
        first = 0
        while first < len(self.job.issue.posts):
            record = self.shelf.volume(first)
            slot = (record and self._known(first, record)) or self._lay(first)
            yield slot
            first = slot.after

    def books(self, slots: Sequence[Slot]) -> list[Book]:
        """The volumes, planned."""
        return [self._book(slot, number, len(slots)) for number, slot in enumerate(slots, 1)]

    def index_slot(self) -> Slot:
        """That of a file without posts of its own."""
        record, end = self.shelf.index(), len(self.job.issue.posts)
        return Slot(end, record.laid, record=record) if record else self._lay(end)

    def index(self, slot: Slot, books: Sequence[Book]) -> Book:
        """The index of an issue in several volumes: a cover, and contents that lead into them."""
        entries = [entry._replace(group=book.issue.title) for book in books for entry in book.entries]
        pictures = [picture for book in books for picture in book.pictures]
        issue = self.job.issue
        return Book(
            self.fittings,
            self.style,
            slot.laid,
            issue,
            file=f"{issue.id}.pdf",
            entries=entries,
            pictures=pictures,
        )

    def finish(self, slot: Slot, book: Book, targets: Targets) -> tuple[Artifact, tuple[Diagnostic, ...]]:
        """The file of a book, and what of it is not whole."""
        rest, known = book.rest(targets), slot.record
        if known and known.rest == rest and (spool := self.job.earlier.artifact(known.file)):
            return self._artifact(book, spool, known.count), ()
        copy = self._copied(slot)
        body = copy or slot.body or self._again(slot)
        book.write(body, targets)
        spool, count = body.volume.spool, len(book.leaves)
        found = check(book, copied=len(slot.laid.sheets) if copy else slot.copied)
        if self.job.options.linearized:
            from exporter.backends.pdf.linearize import linearize  # noqa: PLC0415

            return self._artifact(book, linearize(spool, self.job.spool), count), found
        if not found:
            self.shelf.keep(Record(slot.laid, spool.digest(), count, rest))
        return self._artifact(book, spool, count), found

    def _lay(self, first: int) -> Slot:
        body, laid = begin(self.style, self.job.spool())
        return Slot(first, self._go_on(body, laid, first), body)

    def _known(self, first: int, record: Record) -> Slot | None:
        """The volume of the ``record``, or one that begins as it did, copied as far as its posts are the same."""
        same = self.shelf.alike(record, first)
        if same == len(record.laid.sheets) and self.shelf.ends(record, first + same):
            return Slot(first, record.laid, record=record)
        source = self.job.earlier.artifact(record.file)
        laid = record.laid.until(same)
        body = laid.again(self.style, source, self.job.spool()) if source else None
        return Slot(first, self._go_on(body, laid, first), body, copied=same) if body else None

    def _go_on(self, body: Body, laid: Laid, first: int) -> Laid:
        posts = self._posts(first + len(laid.sheets))
        return lay(body, laid, posts, most=self.job.options.max_pages, dated=self.job.issue.updated)

    def _posts(self, first: int, after: int | None = None) -> Iterator[Post]:
        job = self.job
        for index, source in enumerate(job.issue.posts[first:after], first):
            yield Post(source, job.keys[index] if job.keys else "", job.parts[index])

    def _copied(self, slot: Slot) -> Body | None:
        """The body of a slot from the file that it is known to be in; None where that is gone or damaged."""
        source = self.job.earlier.artifact(slot.record.file) if slot.record else None
        return slot.laid.again(self.style, source, self.job.spool()) if source else None

    def _again(self, slot: Slot) -> Body:
        """The body of a slot from its parts."""
        body, laid = begin(self.style, self.job.spool())
        lay(body, laid, self._posts(slot.first, slot.after), most=0, dated=self.job.issue.updated)
        return body

    def _book(self, slot: Slot, number: int, count: int) -> Book:
        issue = self.job.issue
        bound = zip(self.groups[slot.first : slot.after], slot.laid.sheets, strict=True)
        entries = [
            Entry(group, sheet.line, index, str(sheet.bound.first + 1))
            for index, (group, sheet) in enumerate(bound, slot.first)
            if sheet.line
        ]
        pictures = [Picture(sheet.picture, index) for index, sheet in enumerate(slot.laid.sheets, slot.first)]
        file = f"{issue.id}-{number}.pdf" if count > 1 else f"{issue.id}.pdf"
        held = _part_of(issue, slot, number, count) if count > 1 else issue
        return Book(self.fittings, self.style, slot.laid, held, file=file, entries=entries, pictures=pictures)

    def _artifact(self, book: Book, spool: Spool, count: int) -> Artifact:
        issue = self.job.issue
        name = f"{issue.folder}/{book.file}" if issue.folder else book.file
        origins = tuple(
            bound.origin(post.source, book.front + 1)
            for post, bound in zip(book.posts, book.laid.bound, strict=True)
        )
        return Artifact(name, "application/pdf", b"", count, "pages", origins, spool)


def _part_of(issue: Issue, slot: Slot, number: int, count: int) -> Issue:
    """The issue as far as the volume holds it, the ``number``-th of ``count``."""
    posts = issue.posts[slot.first : slot.after]
    dates = [date for post in posts for date in (post.updated, post.published) if date]
    return replace(
        issue,
        title=f"{issue.title} ({number}/{count})",
        identifier=uuid5(NAMESPACE_URL, f"{issue.identifier}#{number}").urn,
        updated=max(dates, default=issue.updated),
        posts=posts,
    )
