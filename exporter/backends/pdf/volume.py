"""The file being bound: numbers given out, objects gathered into object streams, the cross-reference at its end.

ISO 32000-1, 7.5.7 and 7.5.8. Parts are copied: their objects are bytes already, and only numbers are written over.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

from exporter.backends.pdf.fragment import Stream
from exporter.backends.pdf.objects import WIDTH, Body, Name, Ref, Value, Writer, byte_string, unpack

# A binary comment tells transports that the file is no text (7.5.2).
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# More objects in a stream compress better; a reader must inflate a whole stream to get at one.
_BATCH: Final = 400
_LEVEL: Final = 9


class Volume:
    """Grows by ``add``, ``put`` and ``place``; ``finish`` gives its bytes, once."""

    def __init__(self) -> None:
        self.chunks = [_HEADER]
        self.position = len(_HEADER)
        self.size = 1
        self.entries: dict[int, tuple[int, int, int]] = {}
        self._pending = Writer()

    def reserve(self, count: int = 1) -> int:
        """The first of ``count`` new numbers."""
        first = self.size
        self.size += count
        return first

    def add(self, value: Value) -> Ref:
        """A new object."""
        return self.put(self.reserve(), value)

    def put(self, number: int, value: Value) -> Ref:
        """The object ``number``, whose references are final."""
        self._pending.add(number, value)
        if len(self._pending.numbers) >= _BATCH:
            self._flush()
        return Ref(number)

    def add_stream(self, dictionary: Mapping[str, Value], data: bytes, *, deflate: bool = True) -> Ref:
        """A new stream; ``deflate`` compresses its data."""
        entries = dict(dictionary)
        if deflate:
            entries["Filter"], data = Name("FlateDecode"), zlib.compress(data, 9)
        head = Writer()
        head.write({**entries, "Length": len(data)})
        number = self.reserve()
        self._write_stream(number, bytes(head.content), data)
        return Ref(number)

    def place(self, body: Body, numbers: Mapping[int, int], base: int, key: int) -> None:
        """Copies the objects of a fragment.

        A number n of its own becomes ``base`` + n where ``numbers`` has no other for it; its parent tree keys count
        from ``key``.
        """
        content = bytearray(body.content)
        renumber(content, unpack(body.refs), numbers, base)
        for start in unpack(body.keys):
            content[start : start + WIDTH] = b"%*d" % (WIDTH, int(content[start : start + WIDTH]) + key)
        local = unpack(body.numbers)
        self._write_objects([numbers.get(n, base + n) for n in local], unpack(body.starts), bytes(content))

    def place_stream(self, stream: Stream, numbers: Mapping[int, int], base: int) -> None:
        """Copies a stream of a fragment."""
        head = bytearray(stream.dictionary)
        renumber(head, unpack(stream.refs), numbers, base)
        self._write_stream(numbers.get(stream.number, base + stream.number), bytes(head), stream.data)

    def finish(self, catalog: Ref, info: Ref) -> bytes:
        """The whole file. Its identifier is the digest of its content (14.4)."""
        self._flush()
        digest = blake2b(digest_size=16)
        for chunk in self.chunks:
            digest.update(chunk)
        number = self.reserve()
        self.entries[number] = (1, self.position, 0)
        rows = bytearray(b"\0\0\0\0\0\xff\xff")
        for n in range(1, self.size):
            kind, where, index = self.entries.get(n, (0, 0, 0))
            rows += bytes((kind,)) + where.to_bytes(4, "big") + index.to_bytes(2, "big")
        identifier = byte_string(digest.digest())
        start = self.position
        head = Writer()
        data = zlib.compress(_predict(bytes(rows)), 9)
        head.write(
            {
                "Type": Name("XRef"),
                "Size": self.size,
                "W": [1, 4, 2],
                "Root": catalog,
                "Info": info,
                "ID": [identifier, identifier],
                "Filter": Name("FlateDecode"),
                "DecodeParms": {"Predictor": 12, "Columns": 7},
                "Length": len(data),
            }
        )
        self._write_stream(number, bytes(head.content), data)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self.chunks)

    def _flush(self) -> None:
        if len(self._pending.numbers):
            pending, self._pending = self._pending, Writer()
            self._write_objects(list(pending.numbers), pending.starts, bytes(pending.content))

    def _write_objects(self, numbers: list[int], starts: array[int], content: bytes) -> None:
        index = " ".join(f"{n} {start}" for n, start in zip(numbers, starts, strict=True)).encode("ascii")
        data = zlib.compress(index + b"\n" + content, _LEVEL)
        number = self.reserve()
        for position, n in enumerate(numbers):
            self.entries[n] = (2, number, position)
        head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
        self._write_stream(number, head % (len(numbers), len(index) + 1, len(data)), data)

    def _write_stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        self.entries[number] = (1, self.position, 0)
        self._write(b"%d 0 obj\n" % number)
        self._write(dictionary + b"\nstream\n")
        self._write(data)
        # After data that ends in a carriage return a lone line feed could be read as the other half of it (7.3.8.1).
        self._write(b"\r\nendstream\nendobj\n" if data[-1:] == b"\r" else b"\nendstream\nendobj\n")

    def _write(self, data: bytes) -> None:
        self.chunks.append(data)
        self.position += len(data)


def renumber(content: bytearray, places: array[int], numbers: Mapping[int, int], base: int) -> None:
    """Writes final numbers over those of a fragment."""
    for start in places:
        stop = start + WIDTH
        local = int(content[start:stop])
        content[start:stop] = b"%*d" % (WIDTH, numbers.get(local, base + local))


def _predict(rows: bytes, width: int = 7) -> bytes:
    """PNG's Up filter: neighbouring entries differ little, so the table shrinks to a fifth."""
    less = bytes((a - b) & 255 for a, b in zip(rows, bytes(width) + rows, strict=False))
    return b"".join(b"\x02" + less[start : start + width] for start in range(0, len(less), width))
