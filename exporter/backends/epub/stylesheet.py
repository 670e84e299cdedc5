"""The book's one stylesheet: the theme's, and its colours for code."""

from __future__ import annotations

from exporter.model.theme import Theme
from exporter.passes import code


def stylesheet(theme: Theme) -> str:
    """epub.css with the tokens in place, then code in light and dark. Raises ThemeError."""
    dark = "".join(f"  {line}\n" for line in code.stylesheet(theme, dark=True).splitlines())
    return (
        f"{theme.stylesheet('epub.css')}\n{code.stylesheet(theme)}\n"
        f"@media (prefers-color-scheme: dark) {{\n{dark}}}\n"
    )
