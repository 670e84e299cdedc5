"""A line may end at any space between two boxes, as in browsers.

Unicode's rules (UAX #14, LB13) forbid it before a full stop, a slash or a closing bracket; so before ``.wasm`` set
as code WeasyPrint looks for an earlier place, trips over the space, and ends the line after its first word.
"""

from __future__ import annotations

from typing import Final

from weasyprint.layout import inline

_by_unicode: Final = inline.can_break_text


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    inline.can_break_text = _can_break


def _can_break(text: str, language: str) -> bool | None:
    """``text`` is the last character of one box and the first of the next."""
    found: bool | None = True if len(text) == 2 and text[0] == " " else _by_unicode(text, language)
    return found
