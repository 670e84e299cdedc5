"""Characters that XML forbids, removed from headers: one in a title would end every feed and book that holds it."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.characters import FORBIDDEN
from exporter.model.post import Source

# XML 1.0, production [2] Char.

_SUSPICIOUS: Final = re.compile(rb"\\[bfu]|\xef\xbf[\xbe\xbf]")
_encode: Final = msgspec.json.Encoder().encode


def scrub(source: Source) -> tuple[Source, tuple[Diagnostic, ...]]:
    """``source`` with clean text, and an R206 that names the fields something was removed from.

    ``source.source`` names a file and stays as it is.
    """
    if encode_clean(source) is not None:
        return source, ()
    dirty = [
        name for name in source.__struct_fields__ if name != "source" and _is_dirty(getattr(source, name))
    ]
    if not dirty:
        return source, ()
    clean = msgspec.structs.replace(source, **{name: _clean(getattr(source, name)) for name in dirty})
    return clean, (diagnose("R206", f"removed from the header: {', '.join(dirty)}", source.source, 1),)


def encode_clean(value: object) -> bytes | None:
    """The JSON of a value that holds no forbidden character for certain: no escape and none of the two that JSON writes
    as they are. One look instead of forty a source.
    """
    try:
        encoded = _encode(value)
    except UnicodeEncodeError:  # half of a surrogate pair
        return None
    return None if _SUSPICIOUS.search(encoded) else encoded


def _is_dirty(value: Any) -> bool:
    if isinstance(value, str):
        return FORBIDDEN.search(value) is not None
    return any(_is_dirty(part) for part in _parts(value))


def _parts(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Struct):
        return msgspec.structs.astuple(value)
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, tuple) else ()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return FORBIDDEN.sub("", value)
    if isinstance(value, Struct):
        return type(value)(*(_clean(part) for part in msgspec.structs.astuple(value)))
    if isinstance(value, dict):
        return {_clean(key): _clean(part) for key, part in value.items()}
    return tuple(_clean(part) for part in value) if isinstance(value, tuple) else value
