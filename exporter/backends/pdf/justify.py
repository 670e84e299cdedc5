"""Lines of Chinese and Japanese filled to the edge by a little space between all their characters (JLREQ 3.8).

WeasyPrint widens spaces only: a line without any stays ragged, one with a single number in it tears open around it.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

# Wider than this, in ems, a line looks spaced out: it stays ragged, as it does before a long word or address.
_WIDEST: Final = 0.14
_spread_spaces: Final = inline.justify_line


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    inline.justify_line = _justify


def _justify(context: Any, line: Any, extra: float) -> None:
    text = "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))
    wide = sum(map(_is_wide, text))
    if wide * 8 < len(text):
        _spread_spaces(context, line, extra)
        return
    spacing = extra / max(len(text) - 1, 1)
    if any(c >= "\U0001f000" for c in text) or spacing > _WIDEST * line.style["font_size"]:
        return
    _track(line, spacing, 0.0)


def _is_wide(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uf900" <= character <= "\uffef"


def _track(box: Any, spacing: float, advance: float) -> float:
    """Widens ``box`` and moves it by ``advance``; returns by how much what follows it moves."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        extra = spacing * len(box.text)
        box.width += extra
        box.tracking = spacing
        return advance + extra
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.translate(advance, 0)
        return advance
    box.position_x += advance
    before = advance
    for child in box.children:
        if child.is_in_normal_flow():
            advance = _track(child, spacing, advance)
    box.width += advance - before
    return advance
