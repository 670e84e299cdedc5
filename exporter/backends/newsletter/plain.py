"""Plain strings made fit for a line, a header or a paragraph."""

from __future__ import annotations

from typing import Final

from exporter.backends.newsletter.standins import disarm

_CLIP_AT: Final = "。．！？!?.、，, 　"


def one_line(text: str) -> str:
    """A post's ``text`` without line ends, control and direction-override characters: nothing in it can begin a header,
    nor stand where a reader's own token will.
    """
    return disarm(own_line(text))


def own_line(text: str) -> str:
    """The same of what is not a post's."""
    kept = (c if c.isprintable() or c in "\u200c\u200d" else " " for c in text)
    return " ".join("".join(kept).split())


def clip(text: str, columns: int) -> str:
    """``text`` up to ``columns`` of display width (CJK counts two), cut at a mark or a space where one is near."""
    used = 0
    for position, character in enumerate(text):
        used += 1 if character < "\u1100" else 2
        if used > columns:
            return f"{_cut(text[:position])}…"
    return text


def _cut(text: str) -> str:
    near = text[-len(text) // 4 :]
    last = max(near.rfind(mark) for mark in _CLIP_AT)
    cut = text if last < 0 else text[: len(text) - len(near) + last]
    return cut.rstrip(_CLIP_AT)
