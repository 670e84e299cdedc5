"""Bars of a comparison as an SVG picture that a browser shows in light and in dark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f } .bar { fill: #2f6f9f } .over { fill: #b4532a }
line { stroke: #8a9199; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bar { fill: #6fb3e0 } .over { fill: #e58a5c } }
"""


class Bar(NamedTuple):
    """``share`` is 1 where the target is met exactly; ``said`` is written behind the bar."""

    name: str
    share: float
    said: str


def draw(title: str, bars: Sequence[Bar], *, scale: int = 220) -> str:
    """An SVG of 760 pixels' width; a bar longer than twice the target is cut."""
    rows = "".join(_row(bar, 60 + 28 * i, scale) for i, bar in enumerate(bars))
    height = 60 + 28 * len(bars) + 10
    mark = f'<line x1="{270 + scale}" x2="{270 + scale}" y1="40" y2="{height - 12}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {height}" role="img">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f'<text x="10" y="24" font-weight="600">{escape(title)}</text>{mark}{rows}</svg>\n'
    )


def _row(bar: Bar, y: int, scale: int) -> str:
    width = max(2, round(min(bar.share, 2) * scale))
    kind = "bar" if bar.share <= 1 else "over"
    return (
        f'<text x="260" y="{y + 14}" text-anchor="end">{escape(bar.name)}</text>'
        f'<rect class="{kind}" x="270" y="{y}" width="{width}" height="18" rx="3"/>'
        f'<text x="{278 + width}" y="{y + 14}">{escape(bar.said)}</text>'
    )
