"""Backgrounds and borders of one colour as one path each.

WeasyPrint clips to a box, clips again and fills; one side of a border is a frame of four, clipped. On a page of inline
code and headings that is half of the bytes.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint import draw
from weasyprint.draw.border import SIDES, rounded_box
from weasyprint.draw.color import get_color

_background: Final = draw.draw_background
_border: Final = draw.draw_border


def install() -> None:
    """Puts our drawing in the place of WeasyPrint's, for this process."""
    draw.draw_background = _draw_background
    draw.draw_border = _draw_border


def _draw_background(stream: Any, background: Any, clip_box: bool = True, **marks: Any) -> None:
    if background is None or marks or not clip_box or not _is_flat(background):
        _background(stream, background, clip_box, **marks)
    elif background.color.alpha:
        with stream.artifact():
            stream.set_color(background.color)
            rounded_box(stream, background.layers[0].clipped_boxes[0])
            stream.fill()


def _is_flat(background: Any) -> bool:
    """A colour on one box, and nothing else."""
    layers = background.layers
    return (
        len(layers) == 1
        and layers[0].image is None
        and len(layers[0].clipped_boxes) == 1
        and not background.style["box_shadow"]
    )


def _draw_border(stream: Any, box: Any) -> None:
    side = _only_side(box)
    if not side:
        _border(stream, box)
        return
    left, top, width, height = box.rounded_border_box()[:4]
    thickness = getattr(box, f"border_{side}_width")
    if side == "right":
        left += width - thickness
    if side == "bottom":
        top += height - thickness
    if side in ("left", "right"):
        width = thickness
    else:
        height = thickness
    with stream.artifact():
        stream.set_color(get_color(box.style, f"border_{side}_color"))
        stream.rectangle(left, top, width, height)
        stream.fill()


def _only_side(box: Any) -> str:
    """The side of ``box`` that has a border, where it is but one and a plain line."""
    sides = [side for side in SIDES if getattr(box, f"border_{side}_width")]
    if len(sides) != 1:
        return ""
    style, side = box.style, sides[0]
    plain = (
        style["visibility"] == "visible"
        and style[f"border_{side}_style"] == "solid"
        and style["border_image_source"][0] == "none"
        and style["column_width"] == style["column_count"] == "auto"
        and get_color(style, f"border_{side}_color").alpha
        and not any(rx or ry for rx, ry in box.rounded_border_box()[4:])
    )
    return side if plain else ""
