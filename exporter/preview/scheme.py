"""Light or dark, whatever the browser is set to: a frame cannot be told which, so the condition is settled for it."""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[str, ...]] = get_args(Scheme)
_CONDITION: Final = re.compile(rb"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)")


def in_scheme(content: bytes, scheme: Scheme) -> bytes:
    """Style sheet or page with every ``prefers-color-scheme`` (Media Queries 5, 11.5) answered."""
    return _CONDITION.sub(
        lambda found: b"(min-width:0px)" if found[1] == scheme.encode() else b"(max-width:0px)", content
    )
