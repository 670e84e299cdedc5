"""The book's one stylesheet: the theme's, and its colours for code."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.backends.epub.fonts import Font
from exporter.backends.epub.styles import judge_style
from exporter.model.theme import BASE, Theme
from exporter.passes import code


def stylesheet(theme: Theme, fonts: Sequence[Font] = (), *, vertical: bool = False) -> str:
    """epub.css with the tokens in place, then code in light and dark; first its own fonts, with their licences.

    Raises ThemeError.
    """
    own, *more = (_judged(theme, name) for name in ("epub.css", "epub-vertical.css")[: 1 + vertical])
    dark = "".join(f"  {line}\n" for line in code.stylesheet(theme, dark=True).splitlines())
    columns = "".join(f"{sheet}\n" for sheet in more)
    faces = "".join(f"/* {font.family}: {font.licence.replace('*/', '')} */\n{font.rule}\n" for font in fonts)
    return (
        f"{faces}{own}\n{columns}{code.stylesheet(theme)}\n@media (prefers-color-scheme: dark) {{\n{dark}}}\n"
    )


def _judged(theme: Theme, name: str) -> str:
    css = theme.stylesheet(name)
    if BASE in theme.files:  # it lies on another, which is ours
        judge_style(theme.name, name, css)
    return css
