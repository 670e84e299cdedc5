"""The mark at the head of each line that goes on with the code above it: drawn, so no face need hold it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from weasyprint.formatting_structure import boxes

from exporter.backends.pdf.long_lines import LONG, PARTED

# In ems of the code's type, from the left edge of the line and up from its baseline.
_INDENT: Final = 2.0
_GRAY: Final = 0.45


def hooks(root: Any, scale: float, height: float) -> list[bytes]:
    """The operators of all marks of a page as one artifact; ``height`` is the page's, in points."""
    drawn = [
        _hook(line, scale, height) for block in _blocks(root) for line in block.children[_first(block) :]
    ]
    if not drawn:
        return []
    pen = b"q 0.6 w %.2f G" % _GRAY
    # The page's own content has left its matrix turned upside down (8.3.4).
    turn = b"1 0 0 -1 0 %.3f cm" % height
    return [b"/Artifact", b"BMC", pen, turn, *drawn, b"Q", b"EMC"]


def _blocks(box: Any) -> Iterator[Any]:
    """The blocks of long lines below ``box``."""
    if not isinstance(box, boxes.ParentBox):
        return
    element = box.element
    if element is not None and element.get("class") in (LONG, PARTED) and _has_lines(box):
        yield box
        return
    for child in box.children:
        yield from _blocks(child)


def _has_lines(box: Any) -> bool:
    return bool(box.children) and all(isinstance(child, boxes.LineBox) for child in box.children)


def _first(block: Any) -> int:
    """The first line that goes on: all of them where the block itself goes on from the page before."""
    line = block.children[0]
    text = next((box for box in line.descendants() if isinstance(box, boxes.TextBox)), line)
    return 1 if text.position_x < block.content_box_x() - 0.5 * line.style["font_size"] else 0


def _hook(line: Any, scale: float, height: float) -> bytes:
    em = line.style["font_size"] * scale
    x = line.position_x * scale - _INDENT * em
    y = height - (line.position_y * scale + line.baseline * scale)
    top, middle, tip = y + 0.75 * em, y + 0.3 * em, x + 1.05 * em
    path = b"%.2f %.2f m %.2f %.2f l %.2f %.2f l S" % (x + 0.3 * em, top, x + 0.3 * em, middle, tip, middle)
    head = b"%.2f %.2f m %.2f %.2f l %.2f %.2f l S"
    return b"\n".join(
        (
            path,
            head % (tip - 0.25 * em, middle + 0.22 * em, tip, middle, tip - 0.25 * em, middle - 0.22 * em),
        )
    )
