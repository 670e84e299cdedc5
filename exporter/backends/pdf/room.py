"""A picture for which the page has not quite room is set smaller, by less than a third: otherwise it goes to the next
page, and leaves half of this one empty.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from exporter.backends.pdf.pictures import BELOW

# Smaller than this, as a part of its size, a screenshot cannot be read.
_LEAST: Final = 0.7
# In ems of the text: what a line has below a picture, a line of the caption, and what is above the first.
_DEPTH: Final = 0.8
_CAPTION: Final = 1.3
_ABOVE: Final = 0.6

_atomic: Final = inline.atomic_box


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    inline.atomic_box = _fitted


def _fitted(context: Any, box: Any, *rest: Any) -> Any:
    made = _atomic(context, box, *rest)
    if isinstance(box, boxes.ReplacedBox) and box.element is not None and made.height:
        lines = box.element.get(BELOW)
        if lines is not None:
            _shrink(made, context.page_bottom - made.position_y, int(lines))
    return made


def _shrink(box: Any, room: float, lines: int) -> None:
    """``room`` is what the page has from the top of ``box`` on, whose caption takes so many lines."""
    below = _DEPTH + (_ABOVE + lines * _CAPTION if lines else 0.0)
    scale = (room - below * box.style["font_size"]) / box.height
    if _LEAST <= scale < 1:
        box.width *= scale
        box.height *= scale
        box.baseline = box.margin_height()
