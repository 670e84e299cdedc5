"""Characters that XML forbids, removed from headers: one in a title would end every feed and book that holds it."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source

# XML 1.0, production [2] Char.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_SUSPICIOUS: Final = re.compile(rb"\\[bfu]|\xef\xbf[\xbe\xbf]")
_encode: Final = msgspec.json.Encoder().encode


def scrub(source: Source) -> tuple[Source, tuple[Diagnostic, ...]]:
    """``source`` with clean text, and an R206 that names the fields something was removed from.

    ``source.source`` names a file and stays as it is.
    """
    if _looks_clean(source):
        return source, ()
    dirty = [
        name for name in source.__struct_fields__ if name != "source" and _is_dirty(getattr(source, name))
    ]
    if not dirty:
        return source, ()
    clean = msgspec.structs.replace(source, **{name: _clean(getattr(source, name)) for name in dirty})
    return clean, (diagnose("R206", f"removed from the header: {', '.join(dirty)}", source.source, 1),)


def _looks_clean(source: Source) -> bool:
    """At one look instead of forty: no escape and none of the two forbidden ones that JSON writes as they are."""
    try:
        return _SUSPICIOUS.search(_encode(source)) is None
    except UnicodeEncodeError:  # half of a surrogate pair
        return False


def _is_dirty(value: Any) -> bool:
    if isinstance(value, str):
        return _FORBIDDEN.search(value) is not None
    return any(_is_dirty(part) for part in _parts(value))


def _parts(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Struct):
        return msgspec.structs.astuple(value)
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, tuple) else ()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value)
    if isinstance(value, Struct):
        return type(value)(*(_clean(part) for part in msgspec.structs.astuple(value)))
    if isinstance(value, dict):
        return {_clean(key): _clean(part) for key, part in value.items()}
    return tuple(_clean(part) for part in value) if isinstance(value, tuple) else value
