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
# Local numbers: those below FIRST stand for objects of the volume. While a block is made, what lies apart from its
# object streams is counted from APART, and entries of the parent tree from KEYS.
FIRST: Final = 16
APART: Final = 5_000_000
KEYS: Final = 8_000_000


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


class Chunk(Struct, frozen=True, array_like=True, gc=False):
    """``count`` objects from the number ``first`` on as the data of an object stream (7.5.7): a template.

    Each ``%b`` of ``content`` takes the number that the next of ``slots`` stands for, ``WIDTH`` bytes wide; so
    ``head``, the length of the index before the objects, is the same whatever the numbers. ``slots`` are packed
    unsigned 32-bit integers of this machine.
    """

    first: int
    count: int
    head: int
    content: bytes
    slots: bytes


class Stream(Struct, frozen=True, array_like=True, gc=False):
    """A stream: its dictionary, a template as in Chunk where it has ``slots``, and its data, encoded as that says.

    ``digest`` tells equal images of different posts; it is empty for what is never shared.
    """

    number: int
    dictionary: bytes
    slots: bytes
    data: bytes
    digest: str = ""


class Block(Struct, frozen=True, array_like=True, gc=False):
    """Objects that want only numbers. A local number below FIRST stands for an object of the volume; then come
    ``objects`` numbers, of those in ``chunks``, ``apart`` numbers, of streams and of what a binding adds, and ``keys``
    entries of the parent tree.
    """

    chunks: tuple[Chunk, ...]
    streams: tuple[Stream, ...]
    objects: int
    apart: int
    keys: int = 0

    @property
    def size(self) -> int:
        """How many numbers of the volume it takes."""
        return self.objects + self.apart


class Writer:
    """Serialises values and remembers where their references stand."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.numbers = array("I")
        self.starts = array("I")
        self.refs = array("I")

    def add(self, number: int, value: Value) -> Ref:
        """Writes ``value`` as the object ``number``."""
        self.numbers.append(number)
        self.starts.append(len(self.content))
        self.write(value)
        self.content += b"\n"
        return Ref(number)

    def write(self, value: Value) -> None:
        """Writes one value where the last one ended."""
        out = self.content
        if isinstance(value, Ref):
            self.refs.append(len(out))
            out += b"%*d 0 R" % (WIDTH, value.number)
        elif isinstance(value, Key):
            self.refs.append(len(out))
            out += b"%*d" % (WIDTH, KEYS + value.row)
        elif isinstance(value, Label):
            out += b"(" + LABEL
            self.refs.append(len(out))
            out += b"%*d)" % (WIDTH, value.number)
        elif isinstance(value, bytes):
            out += value
        elif value is None or isinstance(
            value, (str, int, float)
        ):  # before the abstract types, which are slow to ask
            out += scalar(value)
        elif isinstance(value, (dict, Mapping)):
            self._write_dictionary(value)
        else:
            self._write_array(value)

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
    return isinstance(value, (str, dict, list, tuple, Mapping)) and not isinstance(value, (Ref, Key, Label))


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
