"""The body of a volume: its posts, one after another, and nothing that depends on all of them.

No page of it knows the volume's title, its neighbours, or how many pages come before it. So a body of the same posts in
the same style is the same bytes: a later binding reads no part of them and copies what an earlier one wrote.
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
from exporter.backends.pdf.faces import Shown
from exporter.backends.pdf.fragment import Fragment, Line
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
    ``picture`` is the BLAKE2b-128 of its thumbnail, or empty; ``enclosed`` are the files an archive carries of it.
    """

    key: str
    bound: Bound
    line: Line | None
    picture: bytes
    enclosed: tuple[Enclosed, ...]
    absent: tuple[tuple[str, str], ...]
    told: tuple[Diagnostic, ...]


class Laid(Struct, frozen=True):
    """A body that was written: the first ``size`` bytes of a file, whose BLAKE2b-256 is ``digest``, and where its
    writing ended (Body). ``files`` are the specifications of the enclosed files, by path.
    """

    sheets: tuple[Sheet, ...]
    size: int
    digest: bytes
    state: State
    key: int
    count: int
    faces: tuple[Shown, ...]
    files: dict[str, int]

    @property
    def bound(self) -> list[Bound]:
        """Its posts in their order."""
        return [sheet.bound for sheet in self.sheets]

    def again(self, style: Style, source: Spool, spool: Spool) -> Body | None:
        """The body that the file ``source`` begins with, copied to ``spool``; None where those are other bytes."""
        for start in range(0, self.size, _PIECE):
            spool.write(source.read(start, min(_PIECE, self.size - start)))
        return self._resumed(style, spool) if spool.digest() == self.digest else None

    def _resumed(self, style: Style, spool: Spool) -> Body:
        body = Body(style, Volume(spool, self.state))
        body.key, body.count = self.key, self.count
        body.faces.restore(self.faces)
        return body


def lay(
    style: Style, spool: Spool, posts: Iterator[Post], *, most: int, dated: datetime
) -> tuple[Body, Laid]:
    """Writes as many of ``posts`` as ``most`` pages hold, 0 for all; one that has more by itself is a volume.

    ``dated`` is the date of files of posts without one.
    """
    body = Body(style, Volume(spool))
    body.volume.reserve(len(Fixed))
    sheets: list[Sheet] = []
    files: dict[str, int] = {}
    for post in posts:
        fragment = DECODER.decode(post.part.content)
        if sheets and is_full(body.count, fragment, most):
            break
        bound = body.take(fragment)
        enclosed = enclose(body.volume, post.source, fragment.attachments, files, dated)
        sheets.append(
            Sheet(
                post.key,
                bound,
                fragment.line,
                blake2b(fragment.thumbnail, digest_size=16).digest() if fragment.thumbnail else b"",
                enclosed,
                fragment.absent,
                post.part.diagnostics,
            )
        )
    body.volume.flush()
    return body, Laid(
        sheets=tuple(sheets),
        size=spool.size,
        digest=spool.digest(),
        state=body.volume.state(),
        key=body.key,
        count=body.count,
        faces=body.faces.state(),
        files=files,
    )


def is_full(count: int, fragment: Fragment, most: int) -> bool:
    """True of ``count`` pages to which those of ``fragment`` would be too many."""
    return most > 0 and count + len(fragment.pages) > most
