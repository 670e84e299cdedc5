"""The container: a ZIP whose bytes follow from its content alone (EPUB 3.3, 4.2).

The standard library's writer cannot take what is already compressed, and a bound issue is mostly that.
"""

from __future__ import annotations

import struct
import zlib
from datetime import datetime
from typing import Final, NamedTuple

from exporter.errors import OutputError

MIMETYPE: Final = b"application/epub+zip"

_STORED: Final = 0
_DEFLATED: Final = 8
_VERSION: Final = 20  # 2.0: deflate and folders; nothing here needs more
_UTF8: Final = 0x0800
_REGULAR: Final = 0o100644 << 16
_LEVEL: Final = 6
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_MAX_FILES: Final = 0xFFFF
_MAX_BYTES: Final = 0xFFFFFFFF
# Compressed already; deflate would win a percent and cost a second.
_DENSE: Final = (".jpg", ".png", ".gif", ".webp", ".woff2")


class Entry(NamedTuple):
    """A file in the container as it lies there; ``size`` and ``crc`` are of the file itself."""

    data: bytes
    crc: int
    size: int
    deflated: bool

    def content(self) -> bytes:
        """The file itself."""
        return zlib.decompress(self.data, -zlib.MAX_WBITS) if self.deflated else self.data


def deflate(content: bytes) -> Entry:
    """``content`` compressed."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packer.compress(content) + packer.flush()
    return Entry(data, zlib.crc32(content), len(content), deflated=True)


def store(content: bytes) -> Entry:
    """``content`` as it is."""
    return Entry(content, zlib.crc32(content), len(content), deflated=False)


def entry_of(name: str, content: bytes) -> Entry:
    """``content`` compressed, unless its name says that it is already."""
    return store(content) if name.endswith(_DENSE) else deflate(content)


def pack(files: dict[str, Entry], updated: datetime) -> bytes:
    """The container of ``files``: ``mimetype`` first and stored, then by name; every file dated ``updated``.

    Raises OutputError past the limits of plain ZIP: 65,535 files, 4 GB.
    """
    if len(files) >= _MAX_FILES:
        raise OutputError(f"{len(files):,} files in one EPUB; a ZIP holds {_MAX_FILES:,}")
    time, date = _dos(updated)
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, entry in [("mimetype", store(MIMETYPE)), *sorted(files.items())]:
        encoded = name.encode()
        method = _DEFLATED if entry.deflated else _STORED
        flags = 0 if name.isascii() else _UTF8
        facts = (flags, method, time, date, entry.crc, len(entry.data), entry.size, len(encoded))
        body += [_LOCAL.pack(b"PK\x03\x04", _VERSION, *facts, 0), encoded, entry.data]
        row = _CENTRAL.pack(b"PK\x01\x02", 0x0300 | _VERSION, _VERSION, *facts, 0, 0, 0, 0, _REGULAR, offset)
        directory += [row, encoded]
        offset += _LOCAL.size + len(encoded) + len(entry.data)
        if offset > _MAX_BYTES:
            raise OutputError("an EPUB of more than 4 GB", 'Make smaller issues, or use profile = "small".')
    rows = b"".join(directory)
    count = len(files) + 1
    return b"".join([*body, rows, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(rows), offset, 0)])


def _dos(moment: datetime) -> tuple[int, int]:
    """DOS time and date, to two seconds, of 1980 to 2107; the zone is the moment's own."""
    if moment.year < 1980:
        return 0, 0x21
    year = min(moment.year, 2107) - 1980
    return (
        moment.hour << 11 | moment.minute << 5 | moment.second // 2,
        year << 9 | moment.month << 5 | moment.day,
    )
