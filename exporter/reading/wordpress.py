"""What WordPress leaves in posts that were exported as Markdown: ``[caption]``, ``[embed]``, ``[gallery]``, its
comments for blocks. Exporters write the brackets with backslashes or without."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_O, _C = r"\\?\[", r"\\?\]"
_PICTURE = r"!\[[^\]]*\]\([^()\n]*\)"
_CAPTION: Final = re.compile(
    rf"{_O}caption\b[^\]\n]*{_C}[ \t]*"
    rf"(?P<image>\[{_PICTURE}\]\([^()\n]*\)|{_PICTURE}|(?:<a\b[^>]*>)?<img\b[^>]*>(?:</a>)?)"
    rf"(?P<words>(?:(?!\[caption).)*?){_O}/caption{_C}",
    re.DOTALL,
)
_EMBED: Final = re.compile(
    rf"{_O}(?:embed|youtube|vimeo|video|audio)\b(?:[ =\t]+(?:\w+=)?\"?(?P<given>https?://[^\s\"\]\\]+)[^\]\n]*)?{_C}"
    rf"(?:[ \t]*(?P<inner>https?://[^\s\[\\]+)[ \t]*)?(?:{_O}/(?:embed|video|audio){_C})?"
)
_GALLERY: Final = re.compile(rf"{_O}(?:gallery|playlist)\b[^\]\n]*{_C}")
_BLOCK: Final = re.compile(r"<!-- /?wp:[^<>]*-->\n?")


def wordpress(body: Text) -> Text:
    """``body`` without them: captions and links to players stay; which pictures a gallery had, only WordPress knows."""
    for pattern in (_CAPTION, _EMBED, _GALLERY, _BLOCK):
        edits = [(*found.span(), _made(found)) for found in outside(body, pattern)]
        body = body.edited(edits) if edits else body
    return body


def _made(found: re.Match[str]) -> str:
    parts = found.groupdict()
    if "image" in parts:
        words = found["words"].strip()
        lines = (
            "<figure>",
            "",
            found["image"],
            "",
            *(("<figcaption>", "", words, "", "</figcaption>") if words else ()),
            "</figure>",
        )
        return "\n".join(lines)
    address = parts.get("given") or parts.get("inner")
    return f"<{address}>" if address else (found[0] if "given" in parts else "")
