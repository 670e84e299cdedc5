"""Typed reads from the untyped tables of headers and configuration files: never raises, whatever the author wrote.

Tables are dicts, as our parsers make them: asking for an abstract Mapping instead took a tenth of a scan's time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

Table = Mapping[str, Any]
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


def lowered(value: object) -> Any:
    """``value`` with the keys of every table in it in lower case: generators do not mind how a key is written."""
    if isinstance(value, dict):
        return {
            key.lower(): lowered(child) if isinstance(child, dict | list) else child
            for key, child in value.items()
        }
    if isinstance(value, list):
        return [lowered(child) for child in value]
    return value


def text(value: object) -> str:
    """A scalar as text without blanks around it; empty for nothing, a table or a list."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float | date | datetime) else ""


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, or of one scalar; empty ones left out and each once."""
    if value is None:  # a header has few of the names that are asked for
        return ()
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys([found for item in items if (found := text(item))]))


def table(value: object) -> Table:
    """``value`` where it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: object) -> tuple[Table, ...]:
    """The tables of a list, or the one table."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, dict))


def flag(value: object, default: bool = False) -> bool:
    """True for ``true`` and ``"true"``, False for the opposites, else ``default``."""
    return default if value is None else _FLAGS.get(text(value).lower(), default)


def integer(value: object, default: int = 0) -> int:
    """A whole number written as a number or as digits, else ``default``."""
    try:
        return int(text(value))
    except ValueError:
        return default


def dig(value: Table, path: str) -> Any:
    """What lies at a dotted path ("cover.image") in tables in tables; None where nothing does."""
    if "." not in path:
        return value.get(path)
    name, _, rest = path.partition(".")
    found = value.get(name)
    return dig(found, rest) if isinstance(found, dict) else None


def first(value: Table, paths: Iterable[str]) -> str:
    """The first text that is not empty at one of the dotted ``paths``."""
    for path in paths:
        if found := text(dig(value, path)):
            return found
    return ""


def merged(under: Table, over: Table) -> dict[str, Any]:
    """Both tables in one, table by table; where both have a value, that of ``over``."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        nested = isinstance(below, dict) and isinstance(value, dict)
        result[key] = merged(table(below), value) if nested else value
    return result
