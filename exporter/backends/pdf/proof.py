"""A part is proven before it is kept: bound alone, read back by a reader that is not ours, and its post looked for.

What a binding does to a part afterwards is to number it; that is the gate's to check. With exporter.checks the only
file that sees pikepdf.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from exporter.backends.pdf.cmap import to_unicode
from exporter.backends.pdf.faces import Faces
from exporter.backends.pdf.fragment import Fragment, Outer, Proof
from exporter.backends.pdf.later import later
from exporter.backends.pdf.objects import FIRST, Name, Ref, Value
from exporter.backends.pdf.volume import Volume
from exporter.model.spool import Spool

with later("pikepdf.models.metadata"):  # a third of its import
    import pikepdf

if TYPE_CHECKING:
    from exporter.model.post import Source

_SHOWN: Final = re.compile(
    rb"/(\w+) [\d.]+ Tf|<([0-9a-f]+)>|ActualText<FEFF([0-9A-F]+)>>> BDC.*? EMC", re.DOTALL
)
_PAINTED: Final = re.compile(rb"/(\w+) Do")
_MAPPED: Final = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
# Letters of joined scripts stand for one another's clusters: not each of them can be read back.
_ENOUGH: Final = 0.6


def prove(fragment: Fragment, proof: Proof, post: Source) -> str:
    """What is not there of ``post``; empty when it is whole."""
    with pikepdf.open(BytesIO(specimen(fragment))) as pdf:
        reader = _Reader(pdf)
        return "; ".join(_faults(reader, post, fragment, proof))


def specimen(fragment: Fragment) -> bytes:
    """A file of that fragment alone. Its fonts have no programs, only their maps to Unicode."""
    volume = Volume(Spool())
    root, pages, fonts, blank = (volume.reserve() for _ in range(4))
    base = volume.reserve(fragment.block.size)
    volume.put_plain([(blank, b"")])
    outer: dict[int, int] = dict.fromkeys(Outer, blank)
    outer |= {Outer.PAGES: pages, Outer.FONTS: fonts, Outer.DOCUMENT: root}
    volume.place(fragment.block, base, outer)
    shift = base - FIRST
    count = len(fragment.pages)
    volume.put_plain([(shift + fragment.folios + index, b"") for index in range(count)])
    for number, _ in fragment.actions:
        volume.put(shift + number, {"S": Name("URI"), "URI": b"()"})
    faces = Faces()
    faces.add(fragment.faces)
    maps: dict[str, Value] = {
        shown.face.name: {
            "Type": Name("Font"),
            "ToUnicode": volume.add_stream({}, to_unicode(shown.glyphs())),
        }
        for shown in faces.all()
    }
    volume.put(fonts, maps)
    kids = [Ref(base + index) for index in range(count)]
    volume.put(pages, {"Type": Name("Pages"), "Count": count, "Kids": kids})
    volume.put(root, {"Type": Name("Catalog"), "Pages": Ref(pages)})
    volume.finish(Ref(root), volume.add({}))
    return bytes(volume.spool)


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = list(pdf.pages)
        self._fonts: dict[str, dict[int, str]] = {}
        self._texts: dict[int, str] = {}

    def content(self, index: int) -> bytes:
        """The post's own stream of a page, as it is stored; the stamps follow it."""
        return bytes(self.pages[index].Contents[0].read_raw_bytes())

    def absent_pictures(self, index: int) -> int:
        """How many of the forms and images that a page paints the file does not hold."""
        names = set(_PAINTED.findall(zlib.decompress(self.content(index))))
        held: Any = self.pages[index].Resources.get("/XObject", {})
        return sum(not isinstance(held.get(f"/{name.decode('ascii')}"), pikepdf.Stream) for name in names)

    def text(self, index: int) -> str:
        """What a page shows, by the fonts' own maps to Unicode."""
        if index not in self._texts:
            self._texts[index] = self._read(index)
        return self._texts[index]

    def _read(self, index: int) -> str:
        fonts = self.pages[index].Resources.Font
        table: Mapping[int, str] = {}
        out = []
        for name, codes, said in _SHOWN.findall(zlib.decompress(self.content(index))):
            if name:
                table = self._map(fonts, name.decode("ascii"))
            elif said:
                out.append(bytes.fromhex(said.decode()).decode("utf-16-be"))
            else:
                out += [table.get(int(codes[n : n + 4], 16), "") for n in range(0, len(codes), 4)]
        return "".join(out)

    def _map(self, fonts: Any, name: str) -> dict[int, str]:
        if name not in self._fonts:
            rows = _MAPPED.findall(fonts[f"/{name}"].ToUnicode.read_bytes())
            self._fonts[name] = {
                int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows
            }
        return self._fonts[name]


def _faults(reader: _Reader, post: Source, fragment: Fragment, proof: Proof) -> Iterator[str]:
    if len(reader.pages) != len(fragment.pages):
        yield f"{len(reader.pages)} of its {len(fragment.pages)} pages are there"
        return
    yield from _page_faults(reader, fragment)
    for heading in proof.headings:
        if not _has_letters(reader.text(heading.place.page), heading.text):
            yield f"its heading {heading.text[:40]!r} cannot be read"
    if not _holds(reader.text(0), post.title):
        yield "its title cannot be read on its first page"
    for name, words in (("first", proof.opening), ("last", proof.closing)):
        if not _holds(reader.text(words.page), words.text):
            yield f"its {name} words cannot be read: {words.text}"


def _page_faults(reader: _Reader, fragment: Fragment) -> Iterator[str]:
    for index, use in enumerate(fragment.pages):
        if blake2b(reader.content(index), digest_size=16).digest() != use.digest:
            yield f"its page {index + 1} is not the one laid out"
        if _links(reader.pages[index]) != use.annotations:
            yield f"links are missing on its page {index + 1}"
        if absent := reader.absent_pictures(index):
            yield f"{absent} pictures are missing on its page {index + 1}"


def _links(page: Any) -> int:
    """Annotations of a page that are links and lead somewhere."""
    notes: Sequence[Any] = page.get("/Annots", [])
    return sum(note.get("/Subtype") == "/Link" and ("/A" in note or "/Dest" in note) for note in notes)


def _holds(shown: str, words: str) -> bool:
    """True where ``shown`` has ``words``, letter by letter."""
    wanted, found = _letters(words), _letters(shown)
    if wanted in found:
        return True
    missing = Counter(wanted) - Counter(found)
    if any(map(_is_joined, words)):
        # Glyphs stand for clusters, and lines lie in the order of the eye.
        return missing.total() <= (1 - _ENOUGH) * len(wanted)
    # Numbers and Latin words change places where the text around them runs from right to left.
    return not missing and any(map(_is_joined, shown))


def _is_joined(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL") or bool(unicodedata.combining(character))


def _has_letters(shown: str, words: str) -> bool:
    """True where ``shown`` has ``words``, or at least its letters: a reading stands between those it is set above."""
    return _holds(shown, words) or not Counter(_letters(words)) - Counter(_letters(shown))


def _letters(text: str) -> str:
    """Letters and digits in their plain forms: one glyph may stand for several that look alike."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
