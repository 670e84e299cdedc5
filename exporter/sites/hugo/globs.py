"""The glob patterns of Hugo's mounts and cascades, as regular expressions."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def glob(pattern: str) -> re.Pattern[str]:
    """``*`` and ``?`` stay within a segment, ``**`` crosses them, ``{a,b}`` is either, ``[a-z]`` one of a class."""
    result: list[str] = []
    depth = position = 0
    while position < len(pattern):
        piece = "**" if pattern.startswith("**", position) else pattern[position]
        if piece == "[" and (end := pattern.find("]", position + 2)) > 0:
            piece = pattern[position : end + 1]
        depth += {"{": 1, "}": -1}.get(piece, 0)
        result.append(_expression(piece, depth))
        position += len(piece)
    try:
        return re.compile("".join(result), re.IGNORECASE)
    except re.error:
        return re.compile(re.escape(pattern), re.IGNORECASE)


def _expression(piece: str, depth: int) -> str:
    if len(piece) > 2:
        body = piece[1:-1].replace("\\", r"\\")
        return f"[^{body[1:]}]" if body.startswith("!") else f"[{body}]"
    fixed = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")"}
    if piece == "," and depth > 0:
        return "|"
    return fixed.get(piece, re.escape(piece))


def matches(pattern: str, path: str) -> bool:
    """Whether the whole of ``path`` is of the pattern; ``!`` before it turns the answer round."""
    pattern = pattern.strip()
    if pattern.startswith("!"):
        return not matches(pattern[1:], path)
    return glob(pattern).fullmatch(path) is not None
