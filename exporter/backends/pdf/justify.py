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
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

# Wider than this, in ems, a line looks spaced out: it stays ragged, as it does before a long word or address.
_WIDEST: Final = 0.14
# The same of what each space between words gains; a space is a quarter of an em before.
_WIDEST_SPACE: Final = 0.5
# Ideographs and kana with their punctuation; a space between Latin words gives as much as one of these.
_WIDE: Final = re.compile("[\u3000-\u9fff\uf900-\uffef]+")
_GIVING: Final = re.compile("[\u3000-\u9fff\uf900-\uffef ]+")
_spread_spaces: Final = inline.justify_line


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    inline.justify_line = _justify


def _justify(context: Any, line: Any, extra: float) -> None:
    found = list(_texts(line))
    text = "".join(box.text for box in found)
    em = line.style["font_size"]
    if _count(_WIDE, text) * 8 < len(text):
        if extra <= _WIDEST_SPACE * em * inline.count_expandable_spaces(line):
            _spread_spaces(context, line, extra)
        return
    # Half of what a character gives lies on each side of it: none at the ends of the line.
    gaps = _count(_GIVING, text) - (_gives(text[0]) + _gives(text[-1])) / 2
    if gaps <= 0 or extra > _WIDEST * em * gaps or any(c >= "\U0001f000" for c in text):
        return
    for box in found:
        _prepare(box, extra / gaps)
    _move(line, 0.0, extra / gaps / 2 if _gives(text[0]) else 0.0)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.descendants():
        if isinstance(child, boxes.TextBox):
            yield child


def _count(characters: re.Pattern[str], text: str) -> int:
    return sum(len(found) for found in characters.findall(text))


def _gives(character: str) -> bool:
    return bool(_GIVING.match(character))


def _prepare(box: Any, spacing: float) -> None:
    """Says how ``box`` is to be painted: as a whole with space between its characters, or each by Pango."""
    if _GIVING.fullmatch(box.text):
        box.tracking = spacing
    elif _GIVING.search(box.text):
        box.pango_layout.__class__ = _Spread
        box.pango_layout.spacing = spacing
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


class _Spread(Layout):  # type: ignore[misc]
    """A line of text, as Pango sets it again for painting, with ``spacing`` around each character that gives."""

    spacing: float

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        found = pango.pango_layout_get_attributes(self.layout)
        attributes = found
        if found == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for start, end in _ranges(self.text):
            space = pango.pango_attr_letter_spacing_new(int(self.spacing * TO_UNITS))
            space.start_index, space.end_index = start, end
            pango.pango_attr_list_change(attributes, space)
        pango.pango_layout_set_attributes(self.layout, attributes)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Where the characters that give begin and end, in bytes of UTF-8."""
    places = [0]
    for character in text:
        places.append(places[-1] + len(character.encode()))
    for match in _GIVING.finditer(text):
        yield places[match.start()], places[match.end()]
