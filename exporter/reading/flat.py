"""The YAML that nearly every header is, read without the YAML library: keys with a scalar, a list of scalars, or one
table of these. Of anything else nothing is claimed, and the library is asked.

A scan of a blog from nothing spent an eighth of its time in libyaml and in the nodes PyYAML makes of it; this takes a
quarter of that. What it accepts it reads exactly as the library would, which is held by a property.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NoReturn

from exporter.reading.scalars import meaning

# Tabs, the line breaks that YAML has and we do not, a byte order mark, and what may not be in a stream at all.
_STRANGE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")
# Keys that the library reads as something else and spells anew.
_SPELLED: Final = frozenset(["True", "TRUE", "False", "FALSE", "Null", "NULL"])
# YAML 1.2.2, 7.3.3: a plain scalar begins with no indicator, and ": " or " #" ends it; in brackets others do too.
_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`")
_PART: Final = r"""(?:"[^"\\]*+" *+|'[^']*+' *+|[^ ?:,\[\]{}#&*!|>'"%@`-][^:#,\[\]{}]*+)"""
_LIST: Final = rf"\[ *+(?:{_PART}(?:, *+{_PART})*)?\]"


class _UnsureError(Exception):
    """Something that only the library can tell."""


def read_flat(text: str) -> dict[str, object] | None:
    """The mapping that ``text`` is; None where it may be something else, repeats a key or has an error."""
    if _STRANGE.search(text) or (text and not text.endswith("\n")):
        return None
    try:
        return _read(text.split("\n")[:-1])
    except _UnsureError:
        return None


def _read(lines: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    key, margin, block = "", 0, None  # the key that is open, and its list or table as far as it was read
    for line in lines:
        if not line or line[0] == "#":
            key, block = "", None
        elif line[0] not in " -":
            key, block = _add(found, line), None
        else:
            content = line.lstrip(" ")
            if block is None:
                margin = len(line) - len(content)
                block = _begin(found, key, content)
            if len(line) - len(content) != margin:
                raise _UnsureError
            _go_on(block, content)
    return found


def _begin(found: dict[str, object], key: str, content: str) -> list[object] | dict[str, object]:
    if not key:
        raise _UnsureError
    block: list[object] | dict[str, object] = [] if content.startswith("-") else {}
    found[key] = block
    return block


def _go_on(block: list[object] | dict[str, object], content: str) -> None:
    if isinstance(block, dict):
        _add(block, content)
        return
    value = content[2:].strip(" ")
    if not value or not content.startswith("- "):
        raise _UnsureError
    block.append(_value(value))


def _add(found: dict[str, object], line: str) -> str:
    """Adds what a line ``key: value`` says, and returns the key if it has no value."""
    key, colon, rest = line.partition(":")
    value = rest.strip(" ")
    if not colon or (value and rest[0] != " ") or key in found or not _is_key(key):
        raise _UnsureError
    found[key] = _value(value) if value else None
    return "" if value else key


@lru_cache(maxsize=256)  # headers of one blog have the same keys
def _is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None and text not in _SPELLED


def _value(text: str) -> object:
    first = text[0]
    if first == '"':
        return text[1:-1] if text.find('"', 1) == len(text) - 1 and "\\" not in text else _unsure()
    if first == "'":
        return text[1:-1] if text.find("'", 1) == len(text) - 1 else _unsure()
    if first == "[":
        return (
            [_value(part.rstrip(" ")) for part in re.findall(_PART, text)]
            if re.fullmatch(_LIST, text)
            else _unsure()
        )
    if first in _INDICATORS or ": " in text or " #" in text or text[-1] == ":":
        return _unsure()
    value = meaning(text)
    return _unsure() if value is None else value


def _unsure() -> NoReturn:
    raise _UnsureError
