"""GIF: its frames, how long each is shown, and how often all are (GIF89a; Netscape's and ICC's extensions)."""

from __future__ import annotations

import re
from typing import Final

from exporter.passes.bare.fields import Fields

_BLOCK: Final = re.compile(rb"[\x21\x2c\x3b]")  # an extension, an image, the end
_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_CONTROL: Final = 0xF9
_APPLICATION: Final = 0xFF
_KEPT: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def bare(content: bytes) -> tuple[bytes, Fields]:
    """It and nothing that it may say: who made it has no place in the format, and comments are of programs."""
    at = 13 + _colours(content, 10)
    kept = [content[:at]]
    while found := _BLOCK.search(content, at):
        start = found.start()
        at = _after(content, start)
        if _is_kept(content, start):
            kept.append(content[start:at])
        if content[start] == _END:
            break
    return b"".join(kept), Fields()


def _is_kept(content: bytes, start: int) -> bool:
    if content[start] != _EXTENSION:
        return True
    label = content[start + 1 : start + 2]
    if label == bytes((_APPLICATION,)):
        return content[start + 3 : start + 14] in _KEPT
    return label == bytes((_CONTROL,))


def _after(content: bytes, start: int) -> int:
    """Where the block that begins at ``start`` ends."""
    if content[start] == _END:
        return start + 1
    at = start + 2
    if content[start] == _IMAGE:
        at = start + 11 + _colours(content, start + 9)
    while at < len(content) and content[at]:
        at += 1 + content[at]
    return min(at + 1, len(content))


def _colours(content: bytes, flags: int) -> int:
    """How many bytes the table of colours takes that the byte at ``flags`` tells of."""
    told = content[flags] if flags < len(content) else 0
    return 3 * (2 << (told & 7)) if told & 0x80 else 0
