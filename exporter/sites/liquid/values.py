"""Values as text, as Jekyll shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from liquid.undefined import Undefined

# A list may hold one thing many times, and that again: what it comes to is cut here.
LONGEST_VALUE: Final = 1_000_000


def shown(value: object) -> str:
    """``value`` in the text of a page; what is undefined shows nothing."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S ") + (value.strftime("%z") or "+0000")
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, list | tuple):
        return limited(shown(item) if not isinstance(item, list | tuple) else as_json(item) for item in value)
    if isinstance(value, Mapping):
        return as_json(value)
    return str(value)


def as_json(value: object) -> str:
    """``value`` as JSON."""
    return limited(_ENCODER.iterencode(value))


def limited(pieces: Iterable[str]) -> str:
    """The pieces one after another. Raises ValueError where they are too many."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST_VALUE:
            raise ValueError("it is too long")
        kept.append(piece)
    return "".join(kept)


def _plain(value: object) -> object:
    if isinstance(value, Undefined):
        return None
    if isinstance(value, date):
        return shown(value)
    return list(value) if isinstance(value, range | tuple) else str(value)


class _Encoder(json.JSONEncoder):
    def default(self, o: object) -> object:
        return _plain(o)


_ENCODER: Final = _Encoder(ensure_ascii=False, allow_nan=False, check_circular=True)
