"""How a mail counts; its words are in passes.strings."""

from __future__ import annotations


def count(number: int, one: str, many: str) -> str:
    """``one`` for 1, else ``many`` with the number in it."""
    return one if number == 1 else many.format(n=number)
