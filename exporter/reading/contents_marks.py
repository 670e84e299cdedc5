"""``[TOC]`` and ``[[_TOC_]]``: where the generator puts a table of contents of the page. A feed has none, a book
its own."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_MARK: Final = re.compile(
    r"^ {0,3}(?:\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\})[ \t]*$", re.MULTILINE | re.IGNORECASE
)


def without_contents(body: Text) -> Text:
    """``body`` without such marks on lines of their own; ``body`` itself where there are none."""
    edits = [(*match.span(), "") for match in outside(body, _MARK)]
    return body.edited(edits) if edits else body
