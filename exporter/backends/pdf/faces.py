"""The faces of a fragment, and those of many as one: which glyphs were shown, and what each stands for."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Container, Iterable
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from exporter.backends.pdf.fragment import Face
from exporter.errors import ExportError

_SHOWN: Final = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9a-f]+)>")


def shown_codes(content: bytes) -> dict[str, set[int]]:
    """The glyphs that a content stream shows, by the names of their faces."""
    found: dict[str, set[int]] = {}
    codes: set[int] = set()
    for name, text in _SHOWN.findall(content):
        if name:
            codes = found.setdefault(name.decode("ascii"), set())
        else:
            codes.update(int(text[n : n + 4], 16) for n in range(0, len(text), 4))
    return found


def face(name: str, font: Any, codes: Container[int] | None = None) -> Face:
    """The record of a face of WeasyPrint's, under the ``name`` of its resource; of all its glyphs, or of ``codes``."""
    glyphs = sorted((g, text) for g, text in font.to_unicode.items() if codes is None or g in codes)
    plain = [(glyph, text) for glyph, text in glyphs if len(text) == 1 and text <= "\uffff"]
    return Face(
        name=name,
        family=font.family,
        style=int(font.style),
        weight=int(font.weight),
        file_size=font.fingerprint,
        flags=font.flags,
        pictures=bool(font.png),
        glyphs=array("I", (glyph << 16 | ord(text) for glyph, text in plain)).tobytes(),
        others={glyph: text for glyph, text in glyphs if len(text) != 1 or text > "\uffff"},
    )


class Shown(NamedTuple):
    """A face of a volume: its record in one of the fragments, and all that any of them shows."""

    face: Face
    codes: set[int]
    others: set[tuple[int, str]]

    def glyphs(self) -> dict[int, str]:
        """The text each glyph stands for, in the order of their ids; of several the plainest."""
        pairs = [(code >> 16, chr(code & 0xFFFF)) for code in self.codes]
        found: dict[int, str] = {}
        for glyph, text in sorted((*pairs, *self.others)):
            if found.setdefault(glyph, text) != text:
                found[glyph] = min(found[glyph], text, key=_plainness)
        return found


class Faces:
    """Gathers the faces of fragments as they come. Raises ExportError where a font file changed between two of them."""

    def __init__(self) -> None:
        self._shown: dict[str, Shown] = {}
        self._news: list[Face] = []

    def add(self, faces: Iterable[Face]) -> None:
        """Those of a fragment."""
        for each in faces:
            is_new = each.name not in self._shown
            known = self._shown.setdefault(each.name, Shown(each, set(), set()))
            if known.face.file_size != each.file_size:
                raise ExportError(
                    f"the font {each.family} changed between two posts", "Build again with --fresh."
                )
            codes = set(array("I", each.glyphs)) - known.codes
            others = each.others.items() - known.others
            if is_new or codes or others:
                known.codes.update(codes)
                known.others.update(others)
                glyphs = array("I", sorted(codes)).tobytes()
                self._news.append(replace(each, glyphs=glyphs, others=dict(sorted(others))))

    def news(self) -> tuple[Face, ...]:
        """What nothing before it had shown, since this was last asked; who adds it all has the same faces."""
        found, self._news = tuple(self._news), []
        return found

    def all(self) -> list[Shown]:
        """In the order of their names."""
        return [shown for _, shown in sorted(self._shown.items())]


def _plainness(text: str) -> tuple[bool, bool, int, str]:
    """Orders what a glyph may stand for: U+5DF1 rather than the radical U+2F30 that looks the same."""
    seen = clean(text)
    return (not seen, unicodedata.normalize("NFKC", seen) != seen, len(seen), seen)


def clean(text: str) -> str:
    """Without what is never drawn (joiners, zero-width spaces, soft hyphens)."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c == "\t")
