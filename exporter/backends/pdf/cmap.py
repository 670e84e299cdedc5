"""The map of a font from its glyphs to Unicode (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from exporter.backends.pdf.faces import clean

_CMAP: Final = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
%sendcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def to_unicode(glyphs: Mapping[int, str]) -> bytes:
    """What each glyph stands for; one that continues another's cluster stands for nothing wide."""
    items = [(cid, clean(text) or "\u200b") for cid, text in sorted(glyphs.items())]
    rows = bytearray()
    for start in range(0, len(items), 100):
        batch = items[start : start + 100]
        rows += b"%d beginbfchar\n" % len(batch)
        for cid, text in batch:
            rows += b"<%04X> <%s>\n" % (cid, text.encode("utf-16-be").hex().upper().encode("ascii"))
        rows += b"endbfchar\n"
    return _CMAP % bytes(rows)
