"""The gate before a volume leaves: the finished file is read back and every post looked for in it.

With exporter.checks.pdf_file the only file that sees pikepdf. Whatever wrote the bytes, a reader that is not ours must
find each post's pages, their content as it was laid out, its title, its first and last words, and its links.
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

import pikepdf

from exporter.diagnostics import Diagnostic, diagnose

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Fragment
    from exporter.model.post import Source

_SHOWN: Final = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9a-f]+)>")
_PAINTED: Final = re.compile(rb"/(\w+) Do")
_MAPPED: Final = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
# Letters of joined scripts stand for one another's clusters: not each of them can be read back.
_ENOUGH: Final = 0.6


def check(
    content: bytes, first: int, posts: Sequence[Source], fragments: Sequence[Fragment], *, after: int
) -> tuple[Diagnostic, ...]:
    """Reads ``content`` back; the pages of the first post begin at ``first``, ``after`` pages follow the last post's.

    A P703 for each post not whole.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        reader = _Reader(pdf)
        found = []
        for post, fragment in zip(posts, fragments, strict=True):
            if fault := "; ".join(_faults(reader, first, post, fragment)):
                found.append(diagnose("P703", f"{post.title[:60]!r}: {fault}", post.source))
            first += len(fragment.pages)
        if len(reader.pages) != first + after:
            wanted = first + after
            found.append(diagnose("P703", f"the file has {len(reader.pages)} pages, its parts have {wanted}"))
    return tuple(found)


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = list(pdf.pages)
        self._fonts: dict[str, dict[int, str]] = {}
        self._last: tuple[object, str] = (None, "")

    def content(self, page: Any) -> bytes:
        """The post's own stream of a page, as it is stored; the stamp follows it."""
        return bytes(page.Contents[0].read_raw_bytes())

    def absent_pictures(self, page: Any) -> int:
        """How many of the forms and images that a page paints the file does not hold."""
        names = set(_PAINTED.findall(zlib.decompress(self.content(page))))
        held = page.Resources.get("/XObject", {})
        return sum(not isinstance(held.get(f"/{name.decode('ascii')}"), pikepdf.Stream) for name in names)

    def text(self, page: Any) -> str:
        """What a page shows, by the fonts' own maps to Unicode."""
        key = page.objgen
        if self._last[0] != key:
            self._last = (key, self._read(page))
        return self._last[1]

    def _read(self, page: Any) -> str:
        fonts = page.Resources.Font
        table: Mapping[int, str] = {}
        out = []
        for name, codes in _SHOWN.findall(zlib.decompress(self.content(page))):
            if name:
                table = self._map(fonts, name.decode("ascii"))
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


def _faults(reader: _Reader, first: int, post: Source, fragment: Fragment) -> Iterator[str]:
    pages = reader.pages[first : first + len(fragment.pages)]
    if len(pages) != len(fragment.pages):
        yield f"{len(pages)} of its {len(fragment.pages)} pages are there"
        return
    yield from _page_faults(reader, pages, fragment)
    for heading in fragment.headings:
        if not _has_letters(reader.text(pages[heading.place.page]), heading.text):
            yield f"its heading {heading.text[:40]!r} cannot be read"
    if not _holds(reader.text(pages[0]), post.title):
        yield "its title cannot be read on its first page"
    for name, words in (("first", fragment.opening), ("last", fragment.closing)):
        if not _holds(reader.text(pages[words.page]), words.text):
            yield f"its {name} words cannot be read: {words.text}"


def _page_faults(reader: _Reader, pages: Sequence[Any], fragment: Fragment) -> Iterator[str]:
    streams = {stream.number: stream.data for stream in fragment.streams}
    for number, (page, use) in enumerate(zip(pages, fragment.pages, strict=True), 1):
        if blake2b(reader.content(page)).digest() != blake2b(streams[use.content]).digest():
            yield f"its page {number} is not the one laid out"
        if len(page.get("/Annots", [])) != len(use.annotations):
            yield f"links are missing on its page {number}"
        if absent := reader.absent_pictures(page):
            yield f"{absent} pictures are missing on its page {number}"


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
