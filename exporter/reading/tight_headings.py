"""``##Words``: headings without a blank, as Python-Markdown, RDiscount, Redcarpet and kramdown itself take them."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_TIGHT: Final = re.compile(r"(?m)^#{1,6}(?=[^#\s])")


def tight_headings(body: Text) -> Text:
    """``body`` with a blank in them; ``body`` itself where there are none."""
    edits = [(found.end(), found.end(), " ") for found in outside(body, _TIGHT)] if "#" in body.text else []
    return body.edited(edits) if edits else body
