"""The text of an element of a laid-out document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BREAKS = dict.fromkeys(map(ord, "\u200b\u2060\u00ad"))


def one_line(element: Element) -> str:
    """Its text on one line, without the marks that only say where a line may end."""
    text = "".join(element.itertext()).translate(_BREAKS)
    return " ".join(text.split())
