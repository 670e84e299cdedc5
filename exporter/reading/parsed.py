"""What became of a text of YAML, TOML or JSON."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True):
    """What is wrong and at which line of the text, from 1."""

    line: int
    message: str


class Parsed(Struct, frozen=True):
    """``value`` is meaningless when there is an ``error``; ``repeated`` tells of keys that a mapping names
    twice."""

    value: object
    error: Problem | None = None
    repeated: tuple[Problem, ...] = ()


def first_line(error: Exception) -> str:
    """What a parser says is wrong, in a line."""
    if isinstance(error, RecursionError):
        return "values are nested too deeply"
    return (str(error).splitlines() or [type(error).__name__])[0]
