"""What a YAML scalar without quotes means, by the core schema of YAML 1.2 with Hugo's additions."""

from __future__ import annotations

import re
from typing import Final

_INTEGER = r"[-+]?(?:0b[01_]+|0o?[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+)"
_FLOAT = (
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
RESOLVERS: Final = {
    "bool": ("true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (_INTEGER, "-+0123456789"),
    "float": (_FLOAT, "-+0123456789."),
    "null": ("~|null|Null|NULL|", ["~", "n", "N", ""]),
    "merge": ("<<", "<"),
}
_OTHER: Final = re.compile("(?:" + "|".join(pattern for pattern, _ in RESOLVERS.values()) + ")")
_FIRSTS: Final = frozenset(first for _, firsts in RESOLVERS.values() for first in firsts)
_FLAGS: Final = {"true": True, "false": False}
_DECIMAL: Final = re.compile("0|[1-9][0-9]{0,17}")


def meaning(scalar: str) -> str | bool | int | None:
    """The text, truth value or number that ``scalar`` (not empty) is; None where it takes the library to say so."""
    if scalar[0] not in _FIRSTS or not _OTHER.fullmatch(scalar):
        return scalar
    return int(scalar) if _DECIMAL.fullmatch(scalar) else _FLAGS.get(scalar)
