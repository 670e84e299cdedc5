"""Volumes that earlier bindings wrote: what is remembered of each, and when it is still the same."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from exporter.backends.pdf.laid import Laid, is_full
from exporter.backends.pdf.part import DECODER

if TYPE_CHECKING:
    from exporter.backends.contract import BindJob
    from exporter.backends.pdf.style import Style

_encode: Final = msgspec.msgpack.Encoder().encode


class Record(Struct, frozen=True):
    """A finished volume: its body, the SHA-256 of its ``file`` of ``count`` pages, and that of all that shaped
    what stands around the body (``Book.rest``).
    """

    laid: Laid
    file: bytes
    count: int
    rest: bytes


_decode: Final = msgspec.msgpack.Decoder(Record).decode


class Shelf:
    """The volumes of one issue, in one style. A volume is known by the part it begins with."""

    def __init__(self, job: BindJob, style: Style) -> None:
        self._job = job
        undated = [post.id for post in job.issue.posts if not (post.updated or post.published)]
        dated = str(job.issue.updated) if undated and job.options.wants_originals else ""
        self._frame = _encode([astuple(job.options), style, job.issue.identifier, dated])

    def volume(self, first: int) -> Record | None:
        """The volume that began, at the last binding, with the part of the index ``first``."""
        return self._find(self._job.keys[first]) if self._job.keys else None

    def alike(self, record: Record, first: int) -> int:
        """How many posts of a volume, from its first on, are those from the index ``first`` on."""
        pairs = zip(record.laid.sheets, self._job.keys[first:], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0].key == pair[1], pairs))

    def ends(self, record: Record, after: int) -> bool:
        """Whether the post of the index ``after``, which alone is read, has no room behind those of a volume."""
        if after == len(self._job.keys):
            return True
        fragment = DECODER.decode(self._job.parts[after].content)
        return is_full(record.laid.count, fragment, self._job.options.max_pages)

    def index(self) -> Record | None:
        """The index of several volumes."""
        return self._find("") if self._job.keys else None

    def keep(self, record: Record) -> None:
        """Remembers a volume, or the index."""
        if self._job.keys:
            first = record.laid.sheets[0].key if record.laid.sheets else ""
            self._job.earlier.remember(self._name(first), _encode(record))

    def _find(self, key: str) -> Record | None:
        content = self._job.earlier.recall(self._name(key))
        return _decode(content) if content else None

    def _name(self, key: str) -> tuple[bytes, ...]:
        return b"volume", self._frame, key.encode()
