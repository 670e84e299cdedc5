"""Spaces at the ends of lines: where a line may end, and what of the space is kept.

A line may end at any space between two boxes, as in browsers. Unicode's rules (UAX #14, LB13) forbid it before a full
stop, a slash or a closing bracket; so before ``.wasm`` set as code WeasyPrint looks for an earlier place, trips over
the space, and ends the line after its first word.

The space that a line ends at is painted all the same. WeasyPrint drops it, and whoever is read the page hears
"nextline" (ISO 32000-1, 14.8.2.5: words are told apart by the spaces in the text).

A word is cut only where it begins a line and is longer than that. WeasyPrint takes every box within the first
inline box of a line for the line's begin: of ``<em>… <a>Network</a></em>`` it set "Net" at the edge and "work" below.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout, line_size

_by_unicode: Final = inline.can_break_text
_split_text: Final = inline.split_text_box
_split_inline: Final = inline.split_inline_box
_remove_last: Final = inline.remove_last_whitespace


def install() -> None:
    """Puts our rules in the place of WeasyPrint's, for this process."""
    inline.can_break_text = _can_break
    inline.split_text_box = _split
    inline.split_inline_box = _fill
    inline.remove_last_whitespace = _trim


def restore(page: Any) -> None:
    """Gives lines their last spaces back, before ``page`` is painted."""
    for box in page.descendants():
        if getattr(box, "ends_word", False) and not box.pango_layout.text.endswith(" "):
            box.pango_layout.set_text(box.pango_layout.text + " ")
            if box.style["direction"] == "rtl":
                # It stands on the left, where painting begins.
                box.position_x -= _space(box)


def _space(box: Any) -> float:
    layout = create_layout(" ", box.style, None, None, 0)
    line, _ = layout.get_first_line()
    spread = getattr(box, "spread", None)
    return float(line_size(line, box.style)[0]) + (spread.space if spread else 0.0)


def _can_break(text: str, language: str) -> bool | None:
    """``text`` is the last character of one box and the first of the next."""
    found: bool | None = True if len(text) == 2 and text[0] == " " else _by_unicode(text, language)
    return found


def _fill(context: Any, box: Any, position_x: float, *rest: Any) -> Any:
    """Remembers where a line begins; there may be lines within a line."""
    if not isinstance(box, boxes.LineBox):
        return _split_inline(context, box, position_x, *rest)
    outer, context.line_begin = getattr(context, "line_begin", position_x), position_x
    made = _split_inline(context, box, position_x, *rest)
    context.line_begin = outer
    return made


def _split(context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True) -> Any:
    # Without a width nothing is broken: a table or a float asks how wide it would be, and the box has no place yet.
    is_line_start = is_line_start and (width is None or box.position_x <= context.line_begin)
    made, resume, preserved = _split_text(context, box, width, skip, is_line_start)
    if made is not None and resume is not None and box.text.endswith(" ") and " " not in made.text.strip():
        made, resume = _whole(context, box, width, skip) or (made, resume)
    if made is not None:
        before = box.text.encode()[resume - 1 : resume] if resume else b""
        made.ends_word = before in (b" ", b"\n")
    return made, resume, preserved


def _whole(context: Any, box: Any, width: float | None, skip: int) -> tuple[Any, None] | None:
    """All that is left of ``box`` where only its last space has no room: none is needed. WeasyPrint ends the line after
    its first word then.
    """
    bare, rest, _ = _split_text(context, box.copy_with_text(box.text[:-1]), width, skip)
    if rest is not None or bare is None:
        return None
    made, _, _ = _split_text(context, box, None, skip)
    made.width = bare.width
    return made, None


def _trim(context: Any, line: Any) -> None:
    last = line
    while isinstance(last, (boxes.LineBox, boxes.InlineBox)) and last.children:
        last = last.children[-1]
    is_space = isinstance(last, boxes.TextBox) and last.text.endswith(" ")
    _remove_last(context, line)
    if is_space and last.text:
        last.ends_word = True
