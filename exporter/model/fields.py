"""Fields of a message as RFC 5322 folds them, where the standard library folds them wrongly."""

from __future__ import annotations

import re
import textwrap
from email.header import Header
from typing import Final

_LINE: Final = 78  # RFC 5322, 2.1.1
_ROOM: Final = _LINE - len("From: ")
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*")


def begun(folded: bytes) -> bytes:
    """A folded field that begins in its first line.

    The standard library leaves that line empty where the words just fit into the second; then a subject begins with a
    space for whoever reads it, Python's own parser among them.
    """
    name, gap, value = folded.partition(b":\r\n ")
    if not gap or b":" in name:
        return folded
    start = name + b": "
    line, end, rest = (start + value).partition(b"\r\n")
    space = line.rfind(b" ", len(start), _LINE + 1) if len(line) > _LINE else -1
    return (line if space < 0 else line[:space] + b"\r\n" + line[space:]) + end + rest


def mailbox(address: str, name: str) -> bytes:
    """``name <address>`` for a field such as To (RFC 5322, 3.4), in lines that are joined by a folding.

    Not by the standard library's Address: where its line is folded, quotes in a long name lose their backslashes
    and the rest of the name becomes addresses. Raises ValueError for control characters.
    """
    if any(ord(letter) < 0x20 or letter == "\x7f" for letter in name):
        raise ValueError("a control character in a name")
    if not name:
        return address.encode("ascii")
    if name.isascii():
        phrase = name if _ATOMS.fullmatch(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
        lines = [f"{phrase} <{address}>"]
        if len(lines[0]) > _ROOM:
            lines = textwrap.wrap(lines[0], _ROOM, break_long_words=False, break_on_hyphens=False)
    else:
        lines = [*Header(name, "utf-8", maxlinelen=_ROOM).encode().split("\n "), f"<{address}>"]
        if len(lines) == 2 and sum(map(len, lines)) < _ROOM:
            lines = [" ".join(lines)]
    return "\r\n ".join(lines).encode("ascii")
