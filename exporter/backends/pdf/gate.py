"""The gate before a volume leaves: the finished file is read back and every page of every post looked for in it.

Each part was proven when it was made (proof.py): its pages show its title, headings, words, links and pictures. Here it
is proven that those pages are in the file: in their order, with the content that was proven, byte by byte, with their
links, and that every object lies where the cross-reference says. So the file holds what the parts hold.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from exporter.backends.pdf.body import Fixed
from exporter.backends.pdf.crossref import ROW
from exporter.backends.pdf.objects import FIRST
from exporter.backends.pdf.predictor import restored
from exporter.diagnostics import Diagnostic, diagnose

if TYPE_CHECKING:
    from exporter.backends.pdf.book import Book
    from exporter.backends.pdf.bound import Bound
    from exporter.model.spool import Spool

_LENGTH: Final = re.compile(rb"/Length (\d+)")
_FIRST: Final = re.compile(rb"/First (\d+)")
_CONTENTS: Final = re.compile(rb"/Contents\[ *(\d+) 0 R")
_LINKS: Final = re.compile(rb"/Annots\[([^\]]*)\]")
_START: Final = re.compile(rb"startxref\n(\d+)\n%%EOF\n$")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R")
_WINDOW: Final = 2**20
_HEAD: Final = 512  # more than a stream's dictionary has before its Length


def check(book: Book, *, copied: int = 0) -> tuple[Diagnostic, ...]:
    """A P703 for each post of a finished volume that is not whole in its file, and one for a file that is not.

    The first ``copied`` posts are, byte for byte, those of a volume that passed: they are not looked through again.
    """
    file = Written(book.volume.spool)
    found = []
    pairs = zip(book.posts, book.laid.bound, strict=True)
    for post, bound in islice(pairs, copied, None):
        if fault := "; ".join(_faults(file, bound)):
            found.append(diagnose("P703", f"{post.title[:60]!r}: {fault}", post.source))
    wanted = [leaf.number for leaf in book.leaves]
    if file.page_numbers(Fixed.PAGES) != wanted:
        found.append(diagnose("P703", f"the file does not have its {len(wanted)} pages in their order"))
    if lost := file.misplaced(book.laid.ends[copied].numbers if copied else 0):
        found.append(diagnose("P703", f"{lost} objects are not where the cross-reference says"))
    return tuple(found)


def _faults(file: Written, bound: Bound) -> Iterator[str]:
    for index, use in enumerate(bound.uses):
        written = file.object(bound.base + FIRST + index)
        content = _CONTENTS.search(written)
        if not content or blake2b(file.stream(int(content[1])), digest_size=16).digest() != use.digest:
            yield f"its page {index + 1} is not the one laid out"
        links = _LINKS.search(written)
        if (links[1].count(b" 0 R") if links else 0) != use.annotations:
            yield f"links are missing on its page {index + 1}"


class Written:
    """A finished file by nothing but its bytes: found from its end, as a reader finds it."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._rows = b""
        self._window = (0, b"")
        self._opened = (0, b"", [0])
        end = _START.search(spool.read(max(0, spool.size - 64), 64))
        if end is not None:
            self._rows = restored(zlib.decompress(self._stream_at(int(end[1]))), ROW)

    def object(self, number: int) -> bytes:
        """An object of an object stream; empty where there is none."""
        kind, where, place = self._row(number)
        if kind != 2:
            return b""
        if self._opened[0] != where:
            self._opened = (where, *self._open(where))
        _, content, index = self._opened
        if index[2 * place : 2 * place + 1] != [number]:
            return b""
        start = index[2 * place + 1]
        return content[start : index[2 * place + 3] if 2 * place + 3 < len(index) else len(content)]

    def stream(self, number: int) -> bytes:
        """The data of a stream as it is stored; empty where there is none."""
        kind, where, _ = self._row(number)
        head = b"%d 0 obj\n" % number
        return self._stream_at(where) if kind == 1 and self._read(where, len(head)) == head else b""

    def page_numbers(self, number: int) -> list[int]:
        """The kids of the page tree."""
        return [int(kid) for kid in _REFERENCE.findall(self.object(number).partition(b"/Kids")[2])]

    def misplaced(self, begin: int = 0) -> int:
        """How many of the streams do not begin where their rows say: the fixed ones, and those from ``begin`` on."""
        fixed, end = max(Fixed) + 1, len(self._rows) // ROW
        lost = 0
        for number in chain(range(1, fixed), range(max(fixed, begin), end)):
            kind, where, _ = self._row(number)
            if kind == 1:
                head = b"%d 0 obj\n" % number
                lost += self._read(where, len(head)) != head
        return lost

    def _row(self, number: int) -> tuple[int, int, int]:
        row = self._rows[number * ROW : (number + 1) * ROW]
        return (row[0], int.from_bytes(row[1:5], "big"), int.from_bytes(row[5:], "big")) if row else (0, 0, 0)

    def _open(self, number: int) -> tuple[bytes, list[int]]:
        """The objects of an object stream, and of each its number and where it begins."""
        where = self._row(number)[1]
        first = _FIRST.search(self._read(where, _HEAD))
        if first is None:
            return b"", []
        content = zlib.decompress(self._stream_at(where))
        head = int(first[1])
        return content[head:], list(map(int, content[:head].split()))

    def _stream_at(self, where: int) -> bytes:
        head = self._read(where, _HEAD)
        length = _LENGTH.search(head)
        start = head.find(b"stream\n") + len(b"stream\n")
        return self._read(where + start, int(length[1])) if length else b""

    def _read(self, offset: int, size: int) -> bytes:
        """Of a window into the file, for a part lies in one place."""
        start, seen = self._window
        if offset < start or offset + size > start + len(seen):
            start, seen = self._window = (offset, self._spool.read(offset, max(size, _WINDOW)))
        return seen[offset - start : offset - start + size]
