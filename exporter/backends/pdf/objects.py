"""PDF objects as bytes (ISO 32000-1, 7.3), each reference at a known place and of one width.

So an object may be written once, when a post is laid out, and given its final number by overwriting seven bytes
when a volume is bound: nothing is parsed, nothing is serialised again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias, Union

from msgspec import Struct

# Blank-padded: 7.2.2 lets any amount of white space stand between tokens. Seven digits number ten million objects.
WIDTH: Final = 7
LABEL: Final = b"note"


class Ref(NamedTuple):
    """An indirect reference to an object of the same table."""

    number: int


class Key(NamedTuple):
    """An entry of the structure parent tree (14.7.4.4), counted within the part; the binding adds its base."""

    row: int


class Label(NamedTuple):
    """An identifier made of an object's number, and so unique in the volume (/ID of a structure element)."""

    number: int


class Name(str):
    """A name without its solidus, of regular characters only."""

    __slots__ = ()


Value: TypeAlias = Union[  # noqa: UP007 the operator cannot join names of types still to come
    Ref, Key, Label, Name, str, bytes, bool, int, float, Sequence["Value"], Mapping[str, "Value"], None
]


class Body(Struct):
    """Objects one after the other, each ending in a line feed, with what must be overwritten before they are bound.

    ``numbers[i]`` is the number of the object that begins at ``starts[i]``; ``refs`` are the places of references and
    ``keys`` those of parent tree keys. Arrays are packed as unsigned 32-bit integers of this machine.
    """

    content: bytes
    numbers: bytes
    starts: bytes
    refs: bytes
    keys: bytes


class Writer:
    """Serialises values and remembers where their references stand."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.numbers = array("I")
        self.starts = array("I")
        self.refs = array("I")
        self.keys = array("I")

    def add(self, number: int, value: Value) -> Ref:
        """Writes ``value`` as the object ``number``."""
        self.numbers.append(number)
        self.starts.append(len(self.content))
        self.write(value)
        self.content += b"\n"
        return Ref(number)

    def body(self) -> Body:
        """What was written, ready to be stored."""
        return Body(
            bytes(self.content),
            self.numbers.tobytes(),
            self.starts.tobytes(),
            self.refs.tobytes(),
            self.keys.tobytes(),
        )

    def write(self, value: Value) -> None:
        """Writes one value where the last one ended."""
        out = self.content
        if isinstance(value, Ref):
            self.refs.append(len(out))
            out += b"%*d 0 R" % (WIDTH, value.number)
        elif isinstance(value, Key):
            self.keys.append(len(out))
            out += b"%*d" % (WIDTH, value.row)
        elif isinstance(value, Label):
            out += b"(" + LABEL
            self.refs.append(len(out))
            out += b"%*d)" % (WIDTH, value.number)
        elif isinstance(value, bytes):
            out += value
        elif isinstance(value, Mapping):
            self._write_dictionary(value)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            self._write_array(value)
        else:
            out += scalar(value)

    def _write_dictionary(self, value: Mapping[str, Value]) -> None:
        self.content += b"<<"
        for key, item in value.items():
            self.content += b"/" + key.encode("ascii")
            if not _delimits_itself(item):
                self.content += b" "
            self.write(item)
        self.content += b">>"

    def _write_array(self, value: Iterable[Value]) -> None:
        self.content += b"["
        for index, item in enumerate(value):
            if index:
                self.content += b" "
            self.write(item)
        self.content += b"]"


def _delimits_itself(value: Value) -> bool:
    return isinstance(value, (Name, str, Mapping, list, tuple)) and not isinstance(value, (Ref, Key, Label))


def scalar(value: Name | str | bool | float | None) -> bytes:
    """A value without parts."""
    if isinstance(value, Name):
        return b"/" + value.encode("ascii")
    if isinstance(value, str):
        return text_string(value)
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if value is None:
        return b"null"
    return number(value)


def number(value: float) -> bytes:
    """A number to a thousandth: a point's thousandth is far below what any device shows."""
    if isinstance(value, int) or value == int(value):
        return b"%d" % value
    return b"%.3f" % value if abs(value) < 1e9 else b"%d" % value


_ESCAPES: Final = {ord("\\"): "\\\\", ord("("): "\\(", ord(")"): "\\)", ord("\r"): "\\r", ord("\n"): "\\n"}


def text_string(text: str) -> bytes:
    """A text string (7.9.2.2): literal where ASCII says it, UTF-16BE with its mark otherwise."""
    if text.isascii():
        return b"(" + text.translate(_ESCAPES).encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode("ascii") + b">"


def byte_string(data: bytes) -> bytes:
    """A string of bytes, in hexadecimal."""
    return b"<" + data.hex().upper().encode("ascii") + b">"


def unpack(data: bytes) -> array[int]:
    """A packed array of a Body."""
    values = array("I")
    values.frombytes(data)
    return values
