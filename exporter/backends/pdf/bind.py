"""``bind``: the parts of an issue as one PDF, or as several where it has more pages than one should.

Each part is read once, written, and forgotten but for what links, contents and outline will ask of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.pdf.book import Book
from exporter.backends.pdf.breaks import paginate
from exporter.backends.pdf.fittings import Fittings
from exporter.backends.pdf.front import group_of
from exporter.backends.pdf.gate import check
from exporter.backends.pdf.links import Targets
from exporter.backends.pdf.part import DECODER
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Artifact, Rendered

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Fragment
    from exporter.model.issue import Issue


class Slot(NamedTuple):
    """A volume, and the index of its first post in the issue."""

    book: Book
    first: int


def bind(job: BindJob) -> Rendered:
    """Binds cover, contents and posts. Raises ThemeError for the theme, ExportError for fonts that changed."""
    issue = job.issue
    groups = group_of(issue.posts, issue.language)
    absent: dict[tuple[str, str], None] = {}
    fittings = Fittings(job)
    slots = _place(fittings, groups, absent)
    for number, slot in enumerate(slots, 1):
        last = slot.first + len(slot.book.posts)
        file = f"{issue.id}-{number}.pdf" if len(slots) > 1 else f"{issue.id}.pdf"
        entries = slot.book.entries(groups[slot.first : last], slot.first)
        slot.book.begin(_volume_of(job, slot, number, len(slots)), file, entries, slot.book.thumbnails)
    books = [slot.book for slot in slots]
    targets = Targets(issue.posts, [home for book in books for home in book.homes()])
    if len(slots) > 1:
        books.append(_index(fittings, slots))
    artifacts: list[Artifact] = []
    found: list[Diagnostic] = []
    for book in books:
        book.finish(targets)
        found += check(book)
        artifacts.append(_artifact(job, book))
    told = (*(diagnose(*each) for each in absent), *found)
    bound = slots[0].book.bound if len(slots) == 1 else []
    return Rendered(tuple(artifacts), told, paginate(issue, bound))


def _index(fittings: Fittings, slots: Sequence[Slot]) -> Book:
    """The index of an issue in several volumes: a cover, and contents that lead into them."""
    job = fittings.job
    titles = [slot.book.issue.title for slot in slots]
    labels = fittings.labels(titles)
    book = Book(fittings, labels, titles, job.spool())
    entries = [
        entry
        for slot, title in zip(slots, titles, strict=True)
        for entry in slot.book.entries([title] * len(slot.book.posts), slot.first)
    ]
    pictures = [picture for slot in slots for picture in slot.book.thumbnails]
    book.begin(job.issue, f"{job.issue.id}.pdf", entries, pictures)
    return book


def _place(fittings: Fittings, groups: list[str], absent: dict[tuple[str, str], None]) -> list[Slot]:
    """Writes all posts into volumes of as many pages as the options allow; collects what ``absent`` faces tell."""
    job = fittings.job
    headings = list(dict.fromkeys(filter(None, groups)))
    labels = fittings.labels(headings)
    slots: list[Slot] = []
    for index, (post, fragment) in enumerate(zip(job.issue.posts, _fragments(job), strict=True)):
        absent |= dict.fromkeys(fragment.absent)
        if not slots or _is_full(slots[-1].book, len(fragment.pages), job.options.max_pages):
            slots.append(Slot(Book(fittings, labels, headings, job.spool()), index))
        slots[-1].book.place(post, fragment)
    return slots


def _fragments(job: BindJob) -> Iterator[Fragment]:
    for part in job.parts:
        yield DECODER.decode(part.content)


def _is_full(book: Book, more: int, most: int) -> bool:
    """True where ``more`` pages would be too many; a post that has too many by itself is a volume."""
    return most > 0 and book.count + more > most


def _volume_of(job: BindJob, slot: Slot, number: int, count: int) -> Issue:
    """The issue as far as the volume holds it."""
    issue = job.issue
    if count == 1:
        return issue
    posts = tuple(slot.book.posts)
    dates = [date for post in posts for date in (post.updated, post.published) if date]
    return replace(
        issue,
        title=f"{issue.title} ({number}/{count})",
        identifier=uuid5(NAMESPACE_URL, f"{issue.identifier}#{number}").urn,
        updated=max(dates, default=issue.updated),
        posts=posts,
    )


def _artifact(job: BindJob, book: Book) -> Artifact:
    issue, written = job.issue, book.volume.spool
    name = f"{issue.folder}/{book.file}" if issue.folder else book.file
    origins = tuple(
        bound.origin(post.source, book.front + 1) for post, bound in zip(book.posts, book.bound, strict=True)
    )
    if job.options.linearized:
        from exporter.backends.pdf.linearize import linearize  # noqa: PLC0415

        written = linearize(written, job.spool)
    return Artifact(name, "application/pdf", b"", len(book.leaves), "pages", origins, written)
