"""Lines filled to the edge (JLREQ 3.8): between Latin words by their spaces, between Chinese or Japanese characters by
a little space around each of them, and never within a Latin word.

WeasyPrint widens spaces only, and without limit: a line with few of them tears open around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from exporter.backends.pdf.lettering import Spread

# Wider than this, in ems, a line looks spaced out: it stays ragged, as it does before a long word or address.
_WIDEST: Final = 0.14
# The same of what each space between words gains; a space is a quarter of an em before.
_WIDEST_SPACE: Final = 0.5
# Ideographs and kana with their punctuation; a space between Latin words gives as much as one of these.
_WIDE: Final = re.compile("[\u3000-\u9fff\uf900-\uffef]+")
_GIVING: Final = re.compile("[\u3000-\u9fff\uf900-\uffef ]+")
_SPACES: Final = re.compile("[ \u00a0]+")


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    inline.justify_line = _justify


def _justify(_: Any, line: Any, extra: float) -> None:
    found = list(_texts(line))
    text = "".join(box.text for box in found)
    em = line.style["font_size"]
    if _count(_WIDE, text) * 8 < len(text):
        spaces = inline.count_expandable_spaces(line)
        if 0 < extra <= _WIDEST_SPACE * em * spaces:
            _widen(line, 0.0, extra / spaces)
        return
    # Half of what a character gives lies on each side of it: none at the ends of the line.
    gaps = _count(_GIVING, text) - (_gives(text[:1]) + _gives(text[-1:])) / 2
    if gaps <= 0 or extra > _WIDEST * em * gaps or any(c >= "\U0001f000" for c in text):
        return
    for box in found:
        _prepare(box, extra / gaps)
    _move(line, 0.0, extra / gaps / 2 if _gives(text[:1]) else 0.0)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.descendants():
        if isinstance(child, boxes.TextBox):
            yield child


def _count(characters: re.Pattern[str], text: str) -> int:
    return sum(len(found) for found in characters.findall(text))


def _gives(character: str) -> bool:
    return bool(_GIVING.match(character))


def _widen(box: Any, advance: float, space: float) -> float:
    """Adds ``space`` to each space of ``box``, which is moved by ``advance``; returns by how much the next one is."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        gain = space * _count(_SPACES, box.text)
        if gain:
            box.spread = Spread(_SPACES, space, 0.0)
            box.width += gain
        return advance + gain
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.translate(advance, 0)
        return advance
    box.position_x += advance
    before, children = advance, box.children
    for child in children[::-1] if box.style["direction"] == "rtl" else children:
        if child.is_in_normal_flow():
            advance = _widen(child, advance, space)
    box.width += advance - before
    return advance


def _prepare(box: Any, spacing: float) -> None:
    """Says how ``box`` is to be painted, what it gains and by how much it moves."""
    if _GIVING.search(box.text):
        box.spread = Spread(_GIVING, spacing, 0.5)
    box.gain = spacing * _count(_GIVING, box.text)
    box.lead = spacing / 2 if _gives(box.text[:1]) else 0.0


def _move(box: Any, advance: float, start: float) -> float:
    """Widens ``box`` and moves it by ``advance``; returns by how much what follows it moves.

    ``start`` is what the first character of the line does not give.
    """
    if isinstance(box, boxes.TextBox):
        box.position_x += advance + box.lead - start
        box.width += box.gain
        return advance + float(box.gain)
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.translate(advance - start, 0)
        return advance
    box.position_x += advance - (start if advance else 0.0)
    before = advance
    for child in box.children:
        if child.is_in_normal_flow():
            advance = _move(child, advance, start)
    box.width += advance - before
    return advance
