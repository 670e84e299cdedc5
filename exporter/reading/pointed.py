"""``![](a path with [brackets] and spaces.png)``: destinations that CommonMark does not take, between the
angles with which it does."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

# Up to the last parenthesis that closes, one level deep; a title may stand before it.
_IMAGE: Final = re.compile(
    r"!\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\((?P<target>(?![<\s])(?:[^()\n]|\([^()\n]*\)){1,500}?)"
    r"""(?P<title>[ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*\)"""
)
_LINK: Final = re.compile(
    r"(?<!!)(?<!\\)\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\((?P<target>(?:\.{0,2}/|[\w.-]+/|https?://)(?:[^()\n\"']|\([^()\n]*\)){1,500}?\.\w{2,5}(?:#[^\s()]*)?)"
    r"""(?P<title>[ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*\)"""
)


def pointed(body: Text) -> Text:
    """``body`` with blanks in the path of a picture, or of a link to a file, made acceptable:
    ``![](<a b.png>)``. ``body`` itself where there are none."""
    if "](" not in body.text:
        return body
    matches = [*outside(body, _IMAGE), *outside(body, _LINK)]
    spans = sorted(match.span("target") for match in matches if _needs(match["target"]))
    edits: list[tuple[int, int, str]] = []
    for start, end in spans:
        if not edits or start >= edits[-1][1]:
            edits.append((start, end, f"<{body.text[start:end].strip()}>"))
    return body.edited(edits) if edits else body


def _needs(target: str) -> bool:
    return any(blank in target.strip() for blank in " \t") and not any(mark in target for mark in "<>")
