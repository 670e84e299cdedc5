"""The filters of Jekyll and Eleventy, and what any filter may be given and may make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from exporter.sites.liquid.lists import LISTS
from exporter.sites.liquid.moments import MOMENTS
from exporter.sites.liquid.texts import TEXTS
from exporter.sites.liquid.values import LONGEST_VALUE, shown

FILTERS: Final[Mapping[str, Callable[..., Any]]] = {**TEXTS, **LISTS, **MOMENTS}
# What Nunjucks calls them, which Eleventy's Markdown goes through as often as through Liquid.
NUNJUCKS: Final = {
    "upper": "upcase",
    "lower": "downcase",
    "trim": "strip",
    "length": "size",
    "dump": "jsonify",
}
# An integer of so many bits is squared at no cost that counts.
_WIDEST: Final = 4_096
_REPLACING: Final = frozenset(["replace", "replace_first", "replace_last"])
_JOINING: Final = frozenset(["join", "array_to_sentence_string"])


def cost(name: str, left: object, given: tuple[object, ...]) -> int:
    """What it takes to carry out a filter; see ``engine.BOUNDS``. Raises ValueError where its result is too long."""
    if name in _REPLACING and len(given) == 2:
        old, new = shown(given[0]), shown(given[1])
        if shown(left).count(old) * len(new) > LONGEST_VALUE:
            raise ValueError("it makes too long a text")
    elif name in _JOINING and isinstance(left, list | tuple):
        length = sum(len(item) for item in left if isinstance(item, str))
        if length + len(left) * len(shown(given[0]) if given else " ") > LONGEST_VALUE:
            raise ValueError("it makes too long a text")
    return 1 + _size(left) + sum(map(_size, given))


def _size(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, range):
        # Counted first: a range may be longer than memory.
        return 20 * max(0, value.stop - value.start)
    return 20 * len(value) if isinstance(value, list | tuple | dict) else 0


def sound(value: object) -> object:
    """A filter's result as it is. Raises ValueError where it is too much to go on with."""
    if isinstance(value, int) and value.bit_length() > _WIDEST:
        raise ValueError("it makes too large a number")
    if isinstance(value, str | list | tuple) and len(value) > LONGEST_VALUE:
        raise ValueError("it makes too much")
    return value
