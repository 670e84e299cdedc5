"""The book's one stylesheet: the theme's, and its colours for code."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.backends.epub.fonts import Font
from exporter.model.theme import Theme
from exporter.passes import code


def stylesheet(theme: Theme, fonts: Sequence[Font] = (), *, vertical: bool = False) -> str:
    """epub.css with the tokens in place, then code in light and dark; first its own fonts, with their licences.

    Raises ThemeError.
    """
    dark = "".join(f"  {line}\n" for line in code.stylesheet(theme, dark=True).splitlines())
    columns = f"{theme.stylesheet('epub-vertical.css')}\n" if vertical else ""
    faces = "".join(f"/* {font.family}: {font.licence.replace('*/', '')} */\n{font.rule}\n" for font in fonts)
    return (
        f"{faces}{theme.stylesheet('epub.css')}\n{columns}{code.stylesheet(theme)}\n"
        f"@media (prefers-color-scheme: dark) {{\n{dark}}}\n"
    )
