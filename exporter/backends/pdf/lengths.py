"""The lengths of a box, read from its style once.

WeasyPrint resolves fourteen lengths and four borders each time it meets a box, since some may be in percents of what is
around it: a line, a word, a cell and a row, again for each page it is tried on. In most styles none is in percents, and
what was found holds for all boxes of the style, whatever is around them: an eighth of layout.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import percent

from exporter.backends.pdf.instead import put_instead

_SIDES: Final = ("top", "right", "bottom", "left")
_LENGTHS: Final = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
_BORDERS: Final = tuple(f"border_{side}_width" for side in _SIDES)
_by_weasyprint: Final = percent.resolve_percentages


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    put_instead(_by_weasyprint, _resolve)


def _resolve(box: Any, containing_block: Any) -> None:
    style = box.style
    if "lengths" not in style.__dict__:
        style.lengths = _lengths(style)
    if style.lengths is None or not isinstance(
        box, Box
    ):  # what stands for a box elsewhere has no attributes itself
        _by_weasyprint(box, containing_block)
        return
    mine = box.__dict__
    mine.update(style.lengths)
    collapse = style["border_collapse"] == "collapse"
    for name in _BORDERS:
        if not (collapse and hasattr(box, name)):  # where borders collapse, a cell's were settled before
            mine[name] = style[name]


def _lengths(style: Any) -> dict[str, object] | None:
    """The used values of a style by the names of a box's attributes; None where they depend on what is around."""
    if style["box_sizing"] != "content-box":
        return None
    found: dict[str, object] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            found[name] = 0 if name.startswith("min_") else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return None
    return found
