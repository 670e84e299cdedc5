"""What a style does not say itself, without asking how it is said.

Every element has a style of its own, and WeasyPrint works out each of its properties when it is first asked for:
whether it is a variable, a formula, or said by its name in the other direction of writing. Nine in ten are in no rule:
they are the parent's, or the initial ones.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

_missing: Final = ComputedStyle.__missing__
# What is passed down, or worked out, by a rule of its own; custom properties are in no table.
_RULED: Final = {"float", "display", "position", "page"}
_KNOWN: Final = {
    name for name in INITIAL_VALUES if name not in _RULED and not name.startswith(("__", "text_decoration_"))
}
_COMPUTED: Final = INITIAL_NOT_COMPUTED & COMPUTER_FUNCTIONS.keys()
# By what other names a property may be said: margin_left is margin_inline_start, or, right to left, …_end.
_NAMES: Final = {
    name: tuple({logical(block="ttb", inline=inline) for inline in ("ltr", "rtl")})
    for name, logical in PHYSICAL_FUNCTIONS.items()
}


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    ComputedStyle.__missing__ = _find


def _find(style: Any, name: str) -> Any:
    rules, parent = style.cascaded, style.parent_style
    if parent is None or name in rules or name not in _KNOWN:
        return _missing(style, name)
    if name in _NAMES and any(other in rules for other in _NAMES[name]):
        return _missing(style, name)
    if name in INHERITED:
        value = parent[name]
        if check_math(value):
            return _missing(style, name)
    else:
        value = INITIAL_VALUES[name]
        if name in _COMPUTED:
            value = COMPUTER_FUNCTIONS[name](style, name, value)
    style[name] = value
    return value
