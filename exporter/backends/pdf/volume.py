"""The file being bound: numbers given out, blocks copied into it, the cross-reference at its end.

ISO 32000-1, 7.5.7 and 7.5.8. A block is bytes already: numbers are put in by one formatting, and nothing is parsed.
What was written is forgotten, so a volume of a gigabyte takes no more memory than a small one.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from exporter.backends.pdf.crossref import ROW, CrossReference
from exporter.backends.pdf.objects import (
    FIRST,
    WIDTH,
    Block,
    Chunk,
    Name,
    Ref,
    Stream,
    Value,
    Writer,
    byte_string,
)
from exporter.backends.pdf.predictor import difference
from exporter.model.spool import Spool

# A binary comment tells transports that the file is no text (7.5.2).
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# More objects in a stream compress better; a reader must inflate a whole stream to get at one.
_BATCH: Final = 400
_WIDE: Final = b"%%%dd" % WIDTH
# Objects are a tenth of a volume. The levels above 3 take thrice the time to save one part in two hundred of the file.
_LEVEL: Final = 3


class State(NamedTuple):
    """The rows of the cross-reference so far, and the numbers of the images by their digests."""

    rows: bytes
    images: dict[str, int]

    def until(self, numbers: int) -> State:
        """What it was when so many numbers were given out, and nothing was pending."""
        images = {digest: number for digest, number in self.images.items() if number < numbers}
        return State(self.rows[: numbers * ROW], images)


class Volume:
    """Grows by ``add``, ``put`` and ``place``; ``finish`` ends it, once. All goes to ``spool``, after what lies there
    where it goes on from a ``state``.
    """

    def __init__(self, spool: Spool, state: State | None = None) -> None:
        self.spool = spool
        self.table = CrossReference()
        self.images: dict[str, int] = {}
        self._pending = Writer()
        if state is None:
            self.spool.write(_HEADER)
        else:
            self.table.rows[:] = state.rows
            self.images |= state.images

    def state(self) -> State:
        """What another needs to go on after the bytes of this one, when nothing is pending (``flush``)."""
        return State(bytes(self.table.rows), dict(self.images))

    def reserve(self, count: int = 1) -> int:
        """The first of ``count`` new numbers."""
        return self.table.reserve(count)

    def add(self, value: Value) -> Ref:
        """A new object."""
        return self.put(self.reserve(), value)

    def put(self, number: int, value: Value) -> Ref:
        """The object ``number``, whose references are final."""
        self._pending.add(number, value)
        if len(self._pending.numbers) >= _BATCH:
            self.flush()
        return Ref(number)

    def add_stream(self, dictionary: Mapping[str, Value], data: bytes, *, deflate: bool = True) -> Ref:
        """A new stream; ``deflate`` compresses its data."""
        entries = dict(dictionary)
        if deflate:
            entries["Filter"], data = Name("FlateDecode"), zlib.compress(data, 9)
        head = Writer()
        head.write({**entries, "Length": len(data)})
        number = self.reserve()
        self._write_streams([(number, bytes(head.content), data)])
        return Ref(number)

    def put_plain(self, streams: Sequence[tuple[int, bytes]]) -> None:
        """Streams of a few bytes, by their numbers, stored as they are."""
        self._write_streams([(number, b"<</Length %d>>" % len(data), data) for number, data in streams])

    def place(
        self,
        block: Block,
        base: int,
        outer: Mapping[int, int],
        key: int = 0,
        *,
        at: Mapping[int, int] | None = None,
    ) -> None:
        """Copies a block, whose own numbers begin at ``base``; ``at`` gives some of its streams others.

        ``outer`` are the numbers of the objects of the volume that it refers to; its entries of the parent tree begin
        at ``key``. Of images of one digest only the first is written.
        """
        numbers = [*(outer.get(n, 0) for n in range(FIRST)), *range(base, base + block.size)]
        for own, number in (at or {}).items():
            numbers[own] = number
        streams = list(self._news(block, numbers))
        table = [_WIDE % n for n in chain(numbers, range(key, key + block.keys))]
        for chunk in block.chunks:
            self._write_chunk(chunk, base - FIRST, table)
        self._write_streams(
            [(numbers[s.number], _filled(s.dictionary, s.slots, table), s.data) for s in streams]
        )

    def finish(self, catalog: Ref, info: Ref) -> None:
        """The cross-reference. The identifier of the file is the digest of its content (14.4)."""
        self.flush()
        identifier = byte_string(self.spool.digest()[:16])
        number = self.reserve()
        start = self.spool.size
        self.table.lies_at(number, start)
        data = zlib.compress(difference(self.table.rows, ROW), 6)
        head = Writer()
        head.write(
            {
                "Type": Name("XRef"),
                "Size": self.table.size,
                "W": [1, 4, ROW - 5],
                "Root": catalog,
                "Info": info,
                "ID": [identifier, identifier],
                "Filter": Name("FlateDecode"),
                "DecodeParms": {"Predictor": 12, "Columns": ROW},
                "Length": len(data),
            }
        )
        self._write_streams([(number, bytes(head.content), data)])
        self.spool.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _news(self, block: Block, numbers: list[int]) -> Iterator[Stream]:
        """The streams that the volume does not hold yet; ``numbers`` then lead to those it holds."""
        for stream in block.streams:
            if stream.digest:
                number = self.images.setdefault(stream.digest, numbers[stream.number])
                if number != numbers[stream.number]:
                    numbers[stream.number] = number
                    continue
            yield stream

    def _write_chunk(self, chunk: Chunk, shift: int, table: Sequence[bytes]) -> None:
        number = self.reserve()
        self.table.run_lies_in(number, chunk.first + shift, chunk.count)
        self._write_objects(number, chunk.count, chunk.head, _filled(chunk.content, chunk.slots, table))

    def flush(self) -> None:
        """Writes all that was added so far."""
        if len(self._pending.numbers):
            pending, self._pending = self._pending, Writer()
            pairs = zip(pending.numbers, pending.starts, strict=True)
            index = " ".join(f"{n} {start}" for n, start in pairs).encode("ascii") + b"\n"
            number = self.reserve()
            self.table.lies_in(number, list(pending.numbers))
            self._write_objects(number, len(pending.numbers), len(index), index + bytes(pending.content))

    def _write_objects(self, number: int, count: int, first: int, content: bytes) -> None:
        data = zlib.compress(content, _LEVEL)
        head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
        self._write_streams([(number, head % (count, first, len(data)), data)])

    def _write_streams(self, streams: Sequence[tuple[int, bytes, bytes]]) -> None:
        out = []
        position = self.spool.size
        for number, dictionary, data in streams:
            self.table.lies_at(number, position)
            # After data that ends in a carriage return a line feed could be read as the other half of it (7.3.8.1).
            end = b"\r\nendstream\nendobj\n" if data[-1:] == b"\r" else b"\nendstream\nendobj\n"
            head = b"%d 0 obj\n%b\nstream\n" % (number, dictionary)
            out += [head, data, end]
            position += len(head) + len(data) + len(end)
        self.spool.write(b"".join(out))


def _filled(template: bytes, slots: bytes, table: Sequence[bytes]) -> bytes:
    """``template`` with its numbers."""
    return template % tuple(map(table.__getitem__, array("I", slots))) if slots else template
