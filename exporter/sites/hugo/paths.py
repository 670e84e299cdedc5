"""The rules by which Hugo makes URL paths of file names, titles and slugs (compared with 0.168)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, unquote

from msgspec import Struct

_HEX: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_ALLOWED: Final = frozenset("./\\_#+~-@")
# Most paths hold nothing else, and are known to stay as they are at one look.
_CLEAN: Final = re.compile(r"[A-Za-z0-9./\\_#+~@-]*")
# What Go's net/url leaves as it is in a path.
_GO_PATH: Final = "/-_.~$&+,:;=@?"
_ENCODED: Final = re.compile(r"[A-Za-z0-9/_.~$&+,:;=@?-]*")


class PathRules(Struct, frozen=True):
    """``disablePathToLower`` and ``removePathAccents`` of the configuration."""

    keep_case: bool = False
    remove_accents: bool = False

    def clean(self, path: str) -> str:
        """``path`` in the characters Hugo allows: spaces become one hyphen, other marks vanish, letters are lowered."""
        if _CLEAN.fullmatch(path):
            return path if self.keep_case else path.lower()
        if self.remove_accents:
            path = without_accents(path)
        result: list[str] = []
        gap = after_hyphen = False
        for position, char in enumerate(path):
            if char in _ALLOWED or _is_word(char) or (char == "%" and _HEX.match(path, position)):
                after_hyphen = char == "-"
                if gap and not after_hyphen:
                    result.append("-")
                gap = False
                result.append(char)
            elif result and char.isspace() and not after_hyphen:
                gap = True
        cleaned = "".join(result)
        return cleaned if self.keep_case else cleaned.lower()

    def segment(self, text: str) -> str:
        """A title as one path segment."""
        return self.clean(text.replace("/", "-"))

    def named(self, path: str) -> str:
        """The path of a content file as Hugo keeps it: lower case and each space a hyphen, or as it is."""
        return path if self.keep_case else path.replace(" ", "-").lower()


def without_accents(text: str) -> str:
    """``text`` without its combining marks."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare)


def encoded(path: str) -> str:
    """A path with everything percent-encoded that Go's net/url would, and nothing twice."""
    return path if _ENCODED.fullmatch(path) else quote(unquote(path), safe=_GO_PATH)


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"
