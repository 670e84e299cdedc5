"""The colour of an archive: sRGB (IEC 61966-2-1) as an ICC profile, the output intent of ISO 19005-3, 6.2.3."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from exporter.backends.pdf.objects import Name, Ref

if TYPE_CHECKING:
    from exporter.backends.pdf.volume import Volume

_NAME: Final = "sRGB IEC61966-2.1"
# Primaries and white adapted to D50 by Bradford, and the matrix that adapted them (ICC.1:2010, annex E).
_XYZ: Final = {
    b"wtpt": (0.9642, 1.0, 0.8249),
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_ADAPTATION: Final = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
# g, a, b, c, d of the parametric curve of type 3.
_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _fixed(*numbers: float) -> bytes:
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">5I", 0, 1, 12, 0x656E5553, len(data)) + struct.pack(">I", 28) + data


def srgb() -> bytes:
    """An ICC profile of version 4.2, the same bytes everywhere."""
    curve = b"para\0\0\0\0\0\x03\0\0" + _fixed(*_CURVE)
    tags = {b"desc": _text(_NAME), b"cprt": _text("No copyright")}
    tags |= {name: b"XYZ \0\0\0\0" + _fixed(*value) for name, value in _XYZ.items()}
    tags[b"chad"] = b"sf32\0\0\0\0" + _fixed(*_ADAPTATION)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    start = 128 + 4 + 12 * len(tags)
    body, index, known = bytearray(), b"", dict[bytes, int]()
    for name, data in tags.items():
        if data not in known:
            known[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        index += name + struct.pack(">2I", known[data], len(data))
    size = start + len(body)
    head = struct.pack(">I", size) + bytes(4) + b"\x04\x20\0\0mntrRGB XYZ "
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + bytes(body)


def output_intent(volume: Volume) -> Ref:
    """The intent of PDF/A: what the RGB of all pages means."""
    profile = volume.add_stream({"N": 3}, srgb())
    return volume.add(
        {
            "Type": Name("OutputIntent"),
            "S": Name("GTS_PDFA1"),
            "OutputConditionIdentifier": _NAME,
            "Info": _NAME,
            "DestOutputProfile": profile,
        }
    )
