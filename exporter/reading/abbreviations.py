"""``*[HTML]: HyperText Markup Language``: definitions of abbreviations, which show nothing themselves."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_DEFINITION: Final = re.compile(r"^ {0,3}\*\[[^\]\n]+\]:[^\n]*\n?", re.MULTILINE)


def without_abbreviations(body: Text) -> Text:
    """``body`` without such definitions; ``body`` itself where there are none."""
    if "*[" not in body.text:
        return body
    edits = [(*match.span(), "") for match in outside(body, _DEFINITION)]
    return body.edited(edits) if edits else body
