"""Alternative texts of images that describe nothing (WCAG 2.2, 1.1.1): names, files, phrases for all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

# Words that name a picture but do not describe it; so does its file's name.
_EMPTY: Final = re.compile(
    r"((the |an? )?(image|picture|photo|img|fig|figure|screen ?shot|thumbnail|cover( image)?|logo|icon|banner)"
    r"|画像|写真|図|スクリーンショット|サムネイル|صورة)?[\s_-]*[0-9]*"
    r"|[\w.%-]+\.(jpe?g|png|gif|webp|svg|avif)|[0-9a-f]{8,}",
    re.IGNORECASE,
)
# The same words for this many different pictures describe none of them.
REPEATED: Final = 3


def folded(alt: str) -> str:
    """``alt`` as it is compared: without regard to case and spaces."""
    return " ".join(alt.split()).casefold()


def says_nothing(alt: str) -> bool:
    """True for no words, "image 3", "IMG_1234.jpg" and their like."""
    return _EMPTY.fullmatch(folded(alt)) is not None


def repeated(shown: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The folded texts, of pairs of text and picture, that stand for too many different pictures."""
    pictures: dict[str, set[str]] = defaultdict(set)
    for alt, picture in shown:
        pictures[folded(alt)].add(picture)
    return frozenset(alt for alt, seen in pictures.items() if alt and len(seen) >= REPEATED)
