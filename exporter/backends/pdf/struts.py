"""The strut of a line (CSS 2.1, 10.8.1) and the face it is set in, asked of a style once.

WeasyPrint has a table of struts, and for its key writes out fifteen properties for each word and each line; and it
describes the face to Pango anew for each line.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.text import fonts, line_break

from exporter.backends.pdf.instead import put_instead

_strut: Final = line_break.strut
_describe: Final = fonts.get_font_description


def install() -> None:
    """Puts our rules in the place of WeasyPrint's, for this process."""
    put_instead(_strut, _known_strut)


def _known_strut(style: Any) -> Any:
    """Height and baseline of an empty line, in pixels."""
    if "strut" not in style.__dict__:
        style.strut = _strut(style)
    return style.strut


def description(style: Any) -> Any:
    """Pango's description of the face that a style asks for; Pango copies what it is given."""
    if "face" not in style.__dict__:
        style.face = _describe(style)
    return style.face
