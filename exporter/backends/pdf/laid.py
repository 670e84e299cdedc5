"""The body of a volume: its posts, one after another, and nothing that depends on all of them.

No page of it knows the volume's title, its neighbours, or how many pages come before it. So bodies in the same style
are the same bytes as far as their posts are the same: a later binding reads none of these parts and copies what an
earlier one wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from exporter.backends.pdf.attachments import Enclosed, enclose
from exporter.backends.pdf.body import Body, Fixed
from exporter.backends.pdf.bound import Bound
from exporter.backends.pdf.fragment import Face, Fragment, Line
from exporter.backends.pdf.part import DECODER
from exporter.backends.pdf.volume import State, Volume
from exporter.diagnostics import Diagnostic
from exporter.model.artifact import Part
from exporter.model.post import Source

if TYPE_CHECKING:
    from exporter.backends.pdf.style import Style
    from exporter.model.spool import Spool

_PIECE: Final = 2**20


class Post(NamedTuple):
    """A post to be laid, and the ``key`` of its part."""

    source: Source
    key: str
    part: Part


class Sheet(Struct, frozen=True, array_like=True):
    """A post that was laid: the key of its part and what that had to tell; where it lies, and its line for lists.
    ``picture`` is the BLAKE2b-128 of its thumbnail, or empty; ``enclosed`` are the files an archive carries of it;
    ``faces`` hold what it is the first to show.
    """

    key: str
    bound: Bound
    line: Line | None
    picture: bytes
    enclosed: tuple[Enclosed, ...]
    absent: tuple[tuple[str, str], ...]
    told: tuple[Diagnostic, ...]
    faces: tuple[Face, ...]


class End(Struct, frozen=True, array_like=True, gc=False):
    """Where a body ends: after ``size`` bytes of its file, whose SHA-256 is ``digest``, with so many ``numbers``
    given out; ``key`` is the next of the parent tree, ``count`` the pages so far.
    """

    size: int
    digest: bytes
    numbers: int
    key: int
    count: int


class Laid(Struct, frozen=True):
    """A body that was written; ``ends[n]`` is where its first ``n`` posts end. ``files`` are the specifications of the
    enclosed files, by path.
    """

    sheets: tuple[Sheet, ...]
    ends: tuple[End, ...]
    state: State
    files: dict[str, int]

    @property
    def bound(self) -> list[Bound]:
        """Its posts in their order."""
        return [sheet.bound for sheet in self.sheets]

    @property
    def count(self) -> int:
        """Its pages."""
        return self.ends[-1].count

    def until(self, posts: int) -> Laid:
        """The body as far as its first ``posts`` go."""
        numbers = self.ends[posts].numbers
        files = {path: number for path, number in self.files.items() if number < numbers}
        return Laid(self.sheets[:posts], self.ends[: posts + 1], self.state.until(numbers), files)

    def again(self, style: Style, source: Spool, spool: Spool) -> Body | None:
        """The body that the file ``source`` begins with, copied to ``spool``; None where those are other bytes."""
        end = self.ends[-1]
        for start in range(0, end.size, _PIECE):
            spool.write(source.read(start, min(_PIECE, end.size - start)))
        if spool.digest() != end.digest:
            return None
        body = Body(style, Volume(spool, self.state))
        body.key, body.count = end.key, end.count
        for sheet in self.sheets:
            body.faces.add(sheet.faces)
        return body


def begin(style: Style, spool: Spool) -> tuple[Body, Laid]:
    """A body without posts."""
    body = Body(style, Volume(spool))
    body.volume.reserve(len(Fixed))
    return body, Laid((), (_end(body),), body.volume.state(), {})


def lay(body: Body, laid: Laid, posts: Iterator[Post], *, most: int, dated: datetime) -> Laid:
    """Goes on with a ``body`` that is ``laid`` so far: with as many of ``posts`` as ``most`` pages hold, 0 for all. One
    that has more by itself is a volume.

    ``dated`` is the date of files of posts without one.
    """
    sheets, ends, files = [*laid.sheets], [*laid.ends], dict(laid.files)
    body.faces.news()  # not of these posts
    for post in posts:
        fragment = DECODER.decode(post.part.content)
        if sheets and is_full(body.count, fragment, most):
            break
        bound = body.take(fragment)
        enclosed = enclose(body.volume, post.source, fragment.attachments, files, dated)
        body.volume.flush()
        sheets.append(
            Sheet(
                post.key,
                bound,
                fragment.line,
                blake2b(fragment.thumbnail, digest_size=16).digest() if fragment.thumbnail else b"",
                enclosed,
                fragment.absent,
                post.part.diagnostics,
                body.faces.news(),
            )
        )
        ends.append(_end(body))
    return Laid(tuple(sheets), tuple(ends), body.volume.state(), files)


def _end(body: Body) -> End:
    spool = body.volume.spool
    return End(spool.size, spool.digest(), body.volume.table.size, body.key, body.count)


def is_full(count: int, fragment: Fragment, most: int) -> bool:
    """True of ``count`` pages to which those of ``fragment`` would be too many."""
    return most > 0 and count + len(fragment.pages) > most
