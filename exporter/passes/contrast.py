"""The contrast of two colours (WCAG 2.2, relative luminance and contrast ratio)."""

from __future__ import annotations


def contrast(one: str, other: str) -> float:
    """1 to 21, of two colours written as #rgb or #rrggbb; 1 where one is written otherwise."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    try:
        red, green, blue = (_linear(byte / 255) for byte in bytes.fromhex(digits))
    except ValueError:
        return 0.0
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
