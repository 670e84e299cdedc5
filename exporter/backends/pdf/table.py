"""The objects of a block while it is made: numbers given out, objects and streams collected; at last a template."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from exporter.backends.pdf.objects import APART, FIRST, KEYS, WIDTH, Block, Chunk, Ref, Stream, Value, Writer
from exporter.backends.pdf.press import to_gray

LEVEL: Final = 9
# The index of an object in its stream takes two bytes of the cross-reference; few posts have so many.
_CHUNK: Final = 20_000


class Table:
    """``gray`` leaves one ink of many in content streams."""

    def __init__(self, *, gray: bool = False) -> None:
        self.gray = gray
        self.writer = Writer()
        self.streams: list[Stream] = []
        self.known: dict[int, Ref] = {}  # streams of the engine's that were added, by their identity
        self._next = FIRST
        self._apart = APART

    def reserve(self, count: int = 1) -> int:
        """The first of ``count`` new numbers of objects."""
        first = self._next
        self._next += count
        return first

    def reserve_apart(self, count: int = 1) -> int:
        """The first of ``count`` new numbers of streams, or of what the binding will add."""
        first = self._apart
        self._apart += count
        return first

    def add(self, value: Value) -> Ref:
        """A new object."""
        return self.writer.add(self.reserve(), value)

    def put(self, number: int, value: Value) -> Ref:
        """The object of a number that was reserved."""
        return self.writer.add(number, value)

    def add_stream(self, dictionary: Mapping[str, Value], data: bytes, digest: str = "") -> Ref:
        """A new stream whose data is encoded already."""
        head = Writer()
        head.write({**dictionary, "Length": len(data)})
        number = self.reserve_apart()
        slots = head.refs.tobytes()  # places until all numbers are known
        self.streams.append(Stream(number, bytes(head.content), slots, data, digest))
        return Ref(number)

    def add_deflated(self, dictionary: Mapping[str, Value], data: bytes) -> Ref:
        """A new content stream, not encoded yet."""
        data = to_gray(data) if self.gray else data
        return self.add_stream({**dictionary, "Filter": b"/FlateDecode"}, zlib.compress(data, LEVEL))

    def data_of(self, reference: Ref) -> bytes:
        """What a stream holds, encoded as it is."""
        return next(stream.data for stream in self.streams if stream.number == reference.number)

    def final(self, number: int) -> int:
        """A number of the block, once all are given out, for one that was given out."""
        if number < APART:
            return number
        if number < KEYS:
            return number - APART + self._next
        return number - KEYS + self._next + self._apart - APART

    def block(self, keys: int = 0) -> Block:
        """What was collected. ``keys`` is how many entries of the parent tree it has."""
        objects = list(self._objects())
        starts = range(0, len(objects), _CHUNK)
        chunks = tuple(self._chunk(FIRST + start, objects[start : start + _CHUNK]) for start in starts)
        streams = tuple(self._stream(stream) for stream in self.streams)
        return Block(chunks, streams, self._next - FIRST, self._apart - APART, keys)

    def _objects(self) -> Iterator[tuple[bytes, Sequence[int]]]:
        """Each object as a template and the numbers it names, in the order of their own numbers; none is left out."""
        writer = self.writer
        stops = [*writer.starts[1:], len(writer.content)]
        spans = dict(zip(writer.numbers, zip(writer.starts, stops, strict=False), strict=True))
        content, refs = bytes(writer.content), writer.refs
        for number in range(FIRST, self._next):
            start, stop = spans.get(number, (0, 0))
            if stop == 0:
                yield b"null\n", ()
            else:
                places = refs[bisect_left(refs, start) : bisect_left(refs, stop)]
                yield self._template(content[start:stop], [place - start for place in places])

    def _template(self, content: bytes, places: Sequence[int]) -> tuple[bytes, list[int]]:
        pieces, numbers, at = [], [], 0
        for place in places:
            pieces.append(content[at:place])
            at = place + WIDTH
            numbers.append(self.final(int(content[place:at])))
        pieces.append(content[at:])
        return b"%b".join(piece.replace(b"%", b"%%") for piece in pieces), numbers

    def _chunk(self, first: int, objects: Sequence[tuple[bytes, Sequence[int]]]) -> Chunk:
        index, at = [], 0
        for template, numbers in objects:
            index.append(b"%%b %d" % at)
            at += len(template) - template.count(b"%%") + (WIDTH - len(b"%b")) * len(numbers)
        slots = array("I", range(first, first + len(objects)))
        for _, numbers in objects:
            slots.extend(numbers)
        head = b" ".join(index) + b"\n"
        content = head + b"".join(template for template, _ in objects)
        length = len(head) + (WIDTH - len(b"%b")) * len(objects)
        return Chunk(first, len(objects), length, content, slots.tobytes())

    def _stream(self, stream: Stream) -> Stream:
        number, dictionary, slots = self.final(stream.number), stream.dictionary, b""
        if stream.slots:
            dictionary, numbers = self._template(dictionary, array("I", stream.slots))
            slots = array("I", numbers).tobytes()
        return Stream(number, dictionary, slots, stream.data, stream.digest)
