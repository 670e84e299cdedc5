"""What is told of characters: those that no face holds, and those set in a face that the theme did not ask for there.

Where none of the families named for a language holds a character, Pango takes it of any other on the machine: perhaps
a kanji in its Chinese form. It can be read, so it is only told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.markup import thaw

if TYPE_CHECKING:
    from exporter.backends.pdf.engine import Painted
    from exporter.model.post import Post

_MOST: Final = 12


def missing_characters(post: Post, characters: Collection[str]) -> Iterator[Diagnostic]:
    """A P702 for each, with the line of the block that holds it."""
    for character in characters:
        name = f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
        line = _line_of(post, character)
        yield diagnose("P702", f"{name} is in no installed face", post.source, line)


def stand_ins(post: Post, painted: Painted) -> Iterator[Diagnostic]:
    """A P706 for each family that was not asked for, with the line of its first character. Pictures are exempt: emoji
    are never asked for by name.
    """
    shown: dict[str, set[str]] = {}
    for face in painted.fonts.values():
        if not (face.family in painted.asked or face.png or face.svg):
            shown.setdefault(face.family, set()).update(filter(str.strip, face.to_unicode.values()))
    for family, texts in sorted(shown.items()):
        some = " ".join(sorted(texts)[:_MOST]) + (" …" if len(texts) > _MOST else "")
        line = min(filter(None, (_line_of(post, text[0]) for text in texts)), default=0)
        yield diagnose("P706", f"{family} stands in for {some}", post.source, line)


def _line_of(post: Post, character: str) -> int:
    """The line of the first block that holds ``character``; 0 where the body has it nowhere, or knows no line."""
    line = 0
    for element in thaw(post.body).iter():
        line = int(element.get("data-line") or line)
        if character in (element.text or "") or character in (element.tail or ""):
            return line
    return 0
