"""What an author's inline style *means*, where it means something; the rest of it is dropped.

A box drawn by hand (shops, ads, profiles) becomes class ``card``, a link painted as a button class
``button``, small print
class ``credit``, so that each channel can set it in its own way.
"""

from __future__ import annotations

import re
from typing import Final

_ALIGN: Final = re.compile(r"text-align\s*:\s*(left|center|right|start|end)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BOX: Final = re.compile(r"(?:^|;)\s*(?:border\s*:\s*(?!0|none)|box-shadow\s*:)", re.IGNORECASE)
_PAINT: Final = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*(?!none|transparent)", re.IGNORECASE)
_SMALL: Final = re.compile(
    r"font-size\s*:\s*(?:[0-9]|1[0-2])(?:\.\d+)?px|font-size\s*:\s*0?\.[0-8]\d*r?em", re.IGNORECASE
)


def hides(attributes: dict[str, str]) -> bool:
    """True where the live page does not show the element at all."""
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))


def alignment(value: str) -> str | None:
    """The one property that survives, on cells of a table."""
    match = _ALIGN.search(value)
    return f"text-align:{match[1].lower()}" if match else None


def classes_of(tag: str, attributes: dict[str, str]) -> dict[str, str]:
    """``{"class": …}`` with the classes that the inline style stands for, ``{"style": …}`` for an old align
    attribute.
    """
    found: dict[str, str] = {}
    css = attributes.get("style", "")
    if tag in {"td", "th"} and "align" in attributes and not css:
        found["style"] = f"text-align:{attributes['align']}"
    mark = _mark(tag, css) if css else ""
    if mark:
        found["class"] = f"{attributes.get('class', '')} {mark}".strip()
    return found


def _mark(tag: str, css: str) -> str:
    if tag == "a":
        return "button" if _PAINT.search(css) and "padding" in css else ""
    if tag in {"div", "section", "aside"} and (_BOX.search(css) or (_PAINT.search(css) and "padding" in css)):
        return "card"
    return "credit" if tag in {"p", "div", "span"} and _SMALL.search(css) else ""
