"""Where a line begins when nothing floats beside it: WeasyPrint looks for what is in its way thrice for each line."""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout import float as floats

from exporter.backends.pdf.instead import put_instead

_by_weasyprint: Final = floats.avoid_collisions


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    put_instead(_by_weasyprint, _place)


def _place(context: Any, box: Any, containing_block: Any, outer: bool = True) -> tuple[float, float, float]:
    """The left end of a box, its top, and the width it may take."""
    if (
        context.excluded_shapes
        or not isinstance(box, LineBox)
        or containing_block.style["direction"] != "ltr"
    ):
        return _by_weasyprint(context, box, containing_block, outer)  # type: ignore[no-any-return]
    # A line has neither margins nor borders: both ways of measuring it are one.
    return containing_block.content_box_x(), box.position_y, containing_block.width
