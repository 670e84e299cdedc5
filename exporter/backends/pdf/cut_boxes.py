"""Boxes that a page's end cuts, and whose frame each piece has whole (``box-decoration-break: clone``): code, callouts.

WeasyPrint leaves room for what is below the text of such a box three times: as the box does, as its parent does, and
once more, for the margin, which the end of a page swallows. Code lost two lines at every page's end, and a callout that
had room went to the next page.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.layout import block

from exporter.backends.pdf.instead import put_instead

_child: Final = block._in_flow_layout
_box: Final = block.block_level_layout
_lines: Final = block._linebox_layout


def install() -> None:
    """Puts our rules in the place of WeasyPrint's, for this process."""
    put_instead(_child, _noted)
    put_instead(_box, _own)
    put_instead(_lines, _own_lines)


def _noted(context: Any, box: Any, index: int, child: Any, *rest: Any) -> Any:
    """Where the page ends for ``child``, before its parent takes off what is below the child's text."""
    child.bottom_space = rest[5]
    return _child(context, box, index, child, *rest)


def _own(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
    if box.style["box_decoration_break"] == "clone" and hasattr(box, "bottom_space"):
        margin = 0 if box.margin_bottom == "auto" else box.margin_bottom
        bottom_space = box.bottom_space - margin
    return _box(context, box, bottom_space, *rest, **named)


def _own_lines(context: Any, box: Any, *rest: Any) -> Any:
    if box.style["box_decoration_break"] == "clone":
        below = box.padding_bottom + box.border_bottom_width
        rest = (*rest[:7], rest[7] - below, *rest[8:])
    return _lines(context, box, *rest)
