"""Contrast of a letter's text in light and in dark (WCAG 2.2, 1.4.3), from its own styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from exporter.checks.letter_page import Finding, Page, declarations

_HEX: Final = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_NAMED: Final = {"white": "#ffffff", "black": "#000000"}
_LEAST, _LEAST_LARGE = 4.5, 3.0
_LARGE: Final = 24.0  # CSS pixels; bold 18.66


class Look(NamedTuple):
    """What an element's text inherits: colours as ``#rrggbb``, its size in CSS pixels."""

    color: str
    background: str
    size: float
    bold: bool


def low_contrast(page: Page) -> Iterator[Finding]:
    """M1.12: the first text of each pair of colours that is too faint."""
    for dark in (False, True):
        start = Look("#000000", "#ffffff", 16.0, False)
        told: set[tuple[str, str]] = set()
        rules = _dark_rules(page) if dark else []
        for element, look in _looks(page.root, start, rules):
            pair = look.color, look.background
            least = _LEAST_LARGE if look.size >= (_LARGE * 0.777 if look.bold else _LARGE) else _LEAST
            ratio = contrast(*pair)
            if ratio < least and pair not in told:
                told.add(pair)
                name = "dark" if dark else "light"
                yield page.finding(
                    "M1.12", f"{pair[0]} on {pair[1]} in {name} mode: {ratio:.1f}, {least} needed", element
                )


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_Chain = tuple[str, ...]
_Rules = list[tuple[_Chain, Mapping[str, str]]]


def _dark_rules(page: Page) -> _Rules:
    """Selectors as chains of simple ones, weakest first, each with its declarations."""
    rules = [
        (tuple(selector.split()), dict(rule.declarations))
        for rule in page.styles
        if "prefers-color-scheme" in rule.condition and "dark" in rule.condition
        for selector in rule.selectors
    ]
    return sorted(rules, key=lambda rule: _specificity(rule[0]))


def _specificity(chain: _Chain) -> tuple[int, int]:
    return sum(one.count(".") for one in chain), sum(not one.startswith(".") for one in chain)


def _looks(element: etree._Element, before: Look, rules: _Rules) -> Iterator[tuple[etree._Element, Look]]:
    """Each element that has text of its own, with its look."""
    if str(element.tag) in {"head", "style", "script"} or callable(element.tag):
        return
    style = dict(declarations(str(element.get("style", ""))))
    if style.get("display") == "none":
        return
    for chain, values in rules:
        if _matches(element, chain):
            style |= {name: value.replace("!important", "").strip() for name, value in values.items()}
    look = Look(
        _color(style.get("color", ""), before.color),
        _color(style.get("background", style.get("background-color", "")), before.background),
        _size(style.get("font-size", ""), before.size),
        "bold" in style["font-weight"]
        if "font-weight" in style
        else before.bold or element.tag in {"b", "strong"},
    )
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        yield element, look
    for child in element:
        yield from _looks(child, look, rules)


def _matches(element: etree._Element | None, chain: _Chain) -> bool:
    if element is None or not _is(element, chain[-1]):
        return False
    rest = chain[:-1]
    return not rest or any(_matches(above, rest) for above in element.iterancestors())


def _is(element: etree._Element, simple: str) -> bool:
    tag, *names = simple.split(".")
    return (not tag or tag == element.tag) and set(names) <= set((element.get("class") or "").split())


def _color(value: str, otherwise: str) -> str:
    found = _HEX.search(_NAMED.get(value, value))
    if not found:
        return otherwise
    digits = found[1].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def _size(value: str, otherwise: float) -> float:
    return float(value.removesuffix("px")) if re.fullmatch(r"[\d.]+px", value) else otherwise
