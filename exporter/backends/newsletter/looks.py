"""The theme as a mail's CSS: rules to inline, in a language's direction and faces, and rules for the head."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from msgspec import Struct, convert

from exporter.errors import ThemeError
from exporter.model.theme import Theme
from exporter.passes import code
from exporter.passes.strings import direction

_SIDES: Final = {"left": "right", "right": "left"}
_SIDE: Final = re.compile(r"\b(left|right)\b")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Code runs from left to right whatever the text around it does.
_CODE: Final = "pre{direction:ltr;text-align:left}.math{text-align:center}"
_SPACE: Final = re.compile(r"\s+")


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes in CSS pixels: of the page at its widest, and of the text within its margins."""

    width: int = 600
    column: int = 552


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """email.toml.

    ``faces`` and ``outlook`` map a language (``ja``, ``zh-hant``) or ``other`` to families; ``code`` is the fixed one.
    """

    layout: Layout
    faces: dict[str, str]
    outlook: dict[str, str]


def settings(theme: Theme) -> Settings:
    """The theme's email.toml. Raises ThemeError."""
    return _settings(theme.text("email.toml"))


@lru_cache(maxsize=4)
def _settings(text: str) -> Settings:
    try:
        found = convert(tomllib.loads(text), Settings)
    except (ValueError, RecursionError) as error:
        raise ThemeError(f"email.toml: {error}") from None
    if not {"other", "code"} <= found.faces.keys() or "other" not in found.outlook:
        raise ThemeError("email.toml: [faces] needs other and code, [outlook] needs other")
    return found


def face(faces: Mapping[str, str], language: str) -> str:
    """The families for ``language``: by the longest tag that is named, else ``other``."""
    tag = language.lower()
    while tag:
        if tag in faces:
            return faces[tag]
        tag = tag.rpartition("-")[0]
    return faces["other"]


def sheet(theme: Theme, language: str) -> str:
    """The rules to inline, mirrored for a language written from right to left."""
    css = theme.stylesheet("email.css") + code.stylesheet(theme)
    faces = settings(theme).faces
    css += f".mail{{font-family:{face(faces, language)}}}pre,code{{font-family:{faces['code']}}}"
    if direction(language) == "rtl":
        css = _mirror(css)
    if language.lower().startswith("ja"):
        css += ".mail{line-break:strict}"
    return css + _CODE


def _mirror(css: str) -> str:
    return _SIDE.sub(lambda match: _SIDES[match[1]], css)


def narrow_sheet(theme: Theme) -> str:
    """The media queries for small screens, for the head."""
    return _tight(theme.stylesheet("email-narrow.css"))


def dark_sheet(theme: Theme) -> str:
    """The dark rules for the head, twice: for clients that ask the system, and for Outlook's own attributes.

    Each declaration is important, else the inlined light one would win.
    """
    css = theme.stylesheet("email-dark.css") + code.stylesheet(theme, dark=True)
    rules = [(_list(selectors), _important(body)) for selectors, body in _RULE.findall(_tight(css))]
    media = "".join(f"{','.join(selectors)}{{{body}}}" for selectors, body in rules)
    outlook = "".join(
        f"{','.join(f'[data-ogsc] {selector}' for selector in selectors)}{{{body}}}"
        for selectors, body in rules
    )
    return f"@media (prefers-color-scheme:dark){{{media}}}{outlook}"


def _list(selectors: str) -> list[str]:
    return [selector.strip() for selector in selectors.split(",")]


def _important(body: str) -> str:
    return ";".join(f"{one.strip()} !important" for one in body.split(";") if one.strip())


def _tight(css: str) -> str:
    return _SPACE.sub(" ", _COMMENT.sub("", css)).strip()
