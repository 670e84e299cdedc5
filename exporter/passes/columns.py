"""Text in columns: how wide it is on a terminal or in a plain-text mail, and where its lines may break.

Widths follow Unicode's East_Asian_Width (UAX #11): wide and full-width characters take two columns, marks none.
Breaks follow the parts of UAX #14 that a reader notices: between words, and between any two CJK characters but
before closing punctuation and small kana and after opening brackets (kinsoku, JIS X 4051).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Characters that need no space to break a line beside them. Hangul is not among them: Korean breaks at spaces.
_WIDE: Final = (
    "\u2e80-\u30ff\u3100-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff65\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd"
)
_OPEN: Final = "(\\[{‘“〈《「『【〔〖〘（［｛｟«"
_CLOSE: Final = (
    ")\\]}’”〉》」』】〕〗〙）］｝｠»、。，．,.・：；:;？！?!‼⁇⁈⁉‐〜～ー"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ々〻ゝゞヽヾ…‥゛゜"
)
_SPACE: Final = re.compile(
    r"[ \t\r\f\v]+"
)  # not U+00A0, which forbids a break, nor U+3000, which is typed to be seen
_EXTEND: Final = "\ufe0e\ufe0f\u3099\u309a\u20e3\U0001f3fb-\U0001f3ff"
_UNIT: Final = re.compile(
    rf"[{_OPEN}]*(?:(?:[{_WIDE}][{_EXTEND}]*(?:\u200d.[{_EXTEND}]*)*)|[^{_WIDE}]+)?[{_CLOSE}]*"
)


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """The columns ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


# Most pieces are one character out of a few hundred.
_unit_width: Final = lru_cache(maxsize=4096)(width)


def pad(text: str, columns: int, align: str = "left") -> str:
    """``text`` with spaces up to ``columns``; ``align`` is left, right or center."""
    gap = max(columns - width(text), 0)
    before = {"right": gap, "center": gap // 2}.get(align, 0)
    return " " * before + text + " " * (gap - before)


def units(word: str) -> list[str]:
    """``word``, free of white space, in the pieces between which a line may break."""
    if word.isascii():
        return [word]
    return [unit for unit in _UNIT.findall(word) if unit]


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns``; a piece that is longer (a URL) has a line of its own. ``\\n`` breaks a line."""
    return [line for part in text.split("\n") for line in _fill(_SPACE.split(part.strip()), columns)]


def _fill(words: list[str], columns: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in words:
        glue = " " if line else ""
        for unit in units(word):
            size = _unit_width(unit)
            if line and used + len(glue) + size > columns:
                lines.append(line)
                line, used, glue = "", 0, ""
            line += glue + unit
            used += len(glue) + size
            glue = ""
    return [*lines, line]
