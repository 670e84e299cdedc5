"""The YAML that nearly every header is, read without the YAML library: keys with a scalar, a list of scalars, or one
table of these. Of anything else nothing is claimed, and the library is asked.

A scan of a blog from nothing spent an eighth of its time in libyaml and in the nodes PyYAML makes of it; this takes a
quarter of that. What it accepts it reads exactly as the library would, which is held by a property.
"""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.scalars import meaning

# Tabs, the line breaks that YAML has and we do not, a byte order mark, and what may not be in a stream at all.
_STRANGE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# YAML 1.2.2, 7.3.3: a plain scalar begins with no indicator, and ": " or " #" ends it; in a list in brackets a comma
# and a bracket do too. No character can be taken in two ways, so what does not fit is given up in linear time.
_FIRST: Final = r"""[^\s?:,\[\]{}#&*!|>'"%@`-]"""
_PLAIN: Final = rf"{_FIRST}[^:#\n]*+(?:(?::(?![ \n])|(?<! )#)[^:#\n]*+)*"
_QUOTED: Final = r""""[^"\\\n]*+" *+|'[^'\n]*+' *+"""
_PART: Final = rf"(?:{_QUOTED}|{_FIRST}[^:#,\[\]{{}}\n]*+)"
_LIST: Final = rf"\[ *+(?:{_PART}(?:, *+{_PART})*)?\] *+"
_VALUE: Final = rf"(?:{_QUOTED}|{_LIST}|{_PLAIN})"
_KEY: Final = r"[A-Za-z_][A-Za-z0-9_-]{0,99}"
_PAIR: Final = rf"{_KEY}:(?: ++{_VALUE}?)?\n"
_ITEMS: Final = rf"(?P<at> *)- ++{_VALUE}\n(?:(?P=at)- ++{_VALUE}\n)*"
_TABLE: Final = rf"(?P<in> ++){_PAIR}(?:(?P=in){_PAIR})*"
_ENTRY: Final = re.compile(
    rf"({_KEY}):(?: ++({_VALUE})\n| *+\n(?:({_ITEMS})|({_TABLE}))?)(?:(?:#[^\n]*+)?\n)*"
)
_ONE_PART: Final = re.compile(_PART)
# Keys that the library reads as something else and spells anew.
_SPELLED: Final = frozenset(["True", "TRUE", "False", "FALSE", "Null", "NULL"])


class _UnsureError(Exception):
    """Something that only the library can tell."""


def read_flat(text: str) -> dict[str, object] | None:
    """The mapping that ``text`` is; None where it may be something else, repeats a key or has an error."""
    if _STRANGE.search(text):
        return None
    pairs: list[tuple[str, object]] = []
    match = _ENTRY.match
    at, end = 0, len(text)
    try:
        while at < end:
            entry = match(text, at)
            if entry is None:
                return None
            key, value, items, _, table, _ = entry.groups()
            if value:
                pairs.append((key, _value(value.rstrip(" "))))
            elif items:
                pairs.append((key, [_value(item.lstrip(" ")[1:].strip(" ")) for item in _lines(items)]))
            else:
                pairs.append((key, _mapping(_pairs(table)) if table else None))
            at = entry.end()
        return _mapping(pairs)
    except _UnsureError:
        return None


def _lines(block: str) -> list[str]:
    return block[:-1].split("\n")


def _pairs(block: str) -> list[tuple[str, object]]:
    parts = [line.partition(":") for line in _lines(block)]
    return [
        (key.lstrip(" "), _value(value) if (value := rest.strip(" ")) else None) for key, _, rest in parts
    ]


def _mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs) or not _SPELLED.isdisjoint(found):
        raise _UnsureError
    return found


def _value(written: str) -> object:
    first = written[0]
    if first in "\"'":
        return written[1:-1]
    if first == "[":
        return [_value(part.rstrip(" ")) for part in _ONE_PART.findall(written)]
    value = meaning(written)
    if value is None:
        raise _UnsureError
    return value
