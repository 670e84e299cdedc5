"""Which characters count as CJK: East Asian Width (UAX #11), Hangul (UAX #24) and emoji presentation (UTS
#51)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

# Emoji_Presentation of Unicode 17, emoji-data.txt. Regional indicators are left out: their width is neutral.
_EMOJI_RANGES: Final = """
231A-231B 23E9-23EC 23F0 23F3 25FD-25FE 2614-2615 2648-2653 267F 2693 26A1 26AA-26AB 26BD-26BE 26C4-26C5
26CE 26D4 26EA 26F2-26F3 26F5 26FA 26FD 2705 270A-270B 2728 274C 274E 2753-2755 2757 2795-2797 27B0 27BF
2B1B-2B1C 2B50 2B55 1F004 1F0CF 1F18E 1F191-1F19A 1F201 1F21A 1F22F 1F232-1F236 1F238-1F23A 1F250-1F251
1F300-1F320 1F32D-1F335 1F337-1F37C 1F37E-1F393 1F3A0-1F3CA 1F3CF-1F3D3 1F3E0-1F3F0 1F3F4 1F3F8-1F43E 1F440
1F442-1F4FC 1F4FF-1F53D 1F54B-1F54E 1F550-1F567 1F57A 1F595-1F596 1F5A4 1F5FB-1F64F 1F680-1F6C5 1F6CC
1F6D0-1F6D2 1F6D5-1F6D9 1F6DC-1F6DF 1F6EB-1F6EC 1F6F4-1F6FC 1F7E0-1F7EB 1F7F0 1F90C-1F93A 1F93C-1F945
1F947-1F9FF 1FA70-1FA7C 1FA80-1FAC6 1FAC8 1FACC-1FADD 1FADF-1FAEB 1FAEF-1FAFA
"""


def _code_points(ranges: str) -> frozenset[str]:
    spans = (part.split("-") for part in ranges.split())
    return frozenset(chr(c) for span in spans for c in range(int(span[0], 16), int(span[-1], 16) + 1))


EMOJI: Final = _code_points(_EMOJI_RANGES)
QUOTATION_MARKS: Final = frozenset("‘’“”")


@lru_cache(maxsize=4096)
def is_hangul(character: str) -> bool:
    return "HANGUL" in unicodedata.name(character, "")


@lru_cache(maxsize=4096)
def is_cjk(character: str) -> bool:
    """Whether it is a CJK character of the markdown-cjk-friendly amendment, section 2.1."""
    if character < "\u1100":
        return False
    if unicodedata.east_asian_width(character) in "WFH":
        return character not in EMOJI
    return is_hangul(character)


@lru_cache(maxsize=4096)
def is_punctuation(character: str) -> bool:
    """Whether it is a Unicode punctuation character of CommonMark 0.31.2: categories P and S."""
    return unicodedata.category(character)[0] in "PS"


def is_variation_selector(character: str) -> bool:
    """Whether it is one of U+FE00 to U+FE0E: all but the one that asks for an emoji."""
    return "\ufe00" <= character <= "\ufe0e"


def is_ideographic_selector(character: str) -> bool:
    return "\U000e0100" <= character <= "\U000e01ef"


def joins_lines(before: str, after: str) -> bool:
    """Whether a line break between the two is no space: CSS Text 3, section 4.1.3, segment breaks.

    Two wide characters of which neither is Hangul, nor both emoji; beside full-width punctuation, which has
    its own room, any character.
    """
    if is_hangul(before) or is_hangul(after):
        return False
    wide = [unicodedata.east_asian_width(c) in "WFH" for c in (before, after)]
    if all(wide):
        return not (before in EMOJI and after in EMOJI)
    return (wide[0] and _is_mark(before)) or (wide[1] and _is_mark(after))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "P"
