"""Ruby in a page, ``<%= link_to "words", "/a/" %>``: links and pictures that it plainly makes; all else is left out."""

from __future__ import annotations

import re
from typing import Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.reading.located import Text
from exporter.reading.verbatim import outside

# None reaches into the next: many that never end were each looked for to the end of the page.
_TAG: Final = re.compile(
    r"<%(?P<sign>[=#-]?=?)(?P<code>(?:(?!<%).)*?)-?%>[ \t]*(?P<end>\n(?=\n|\Z))?", re.DOTALL
)
_TEXT: Final = r"(?:\"({})\"|'({})')"
_LINK: Final = re.compile(
    r"\s*link_to[ (]\s*"
    + _TEXT.format(r"[^\"]*", r"[^']*")
    + r"\s*,\s*"
    + _TEXT.format(r"[^\"]*", r"[^']*")
    + r"[^\n]*"
)
_IMAGE: Final = re.compile(r"\s*image_tag[ (]\s*" + _TEXT.format(r"[^\"]*", r"[^']*") + r"(?P<more>[^\n]*)")
_ALT: Final = re.compile(r"alt(?:\s*=>|:)\s*" + _TEXT.format(r"[^\"]*", r"[^']*"))


def without_ruby(body: Text, source: str) -> tuple[Text, tuple[Diagnostic, ...]]:
    """``body`` without what only a program can run, and an R209 for each value that was left out."""
    edits: list[tuple[int, int, str]] = []
    told: list[Diagnostic] = []
    for tag in outside(body, _TAG) if "<%" in body.text else ():
        made = _made(tag["code"]) if tag["sign"].startswith("=") else ""
        if not made and tag["sign"].startswith("="):
            said = " ".join(tag["code"].split())
            told.append(
                diagnose("R209", f"the expression <%= {said} %> was left out", source, body.line(tag.start()))
            )
        edits.append((tag.start(), tag.end() - len(tag["end"] or ""), made))
    return (body.edited(edits) if edits else body), tuple(told)


def _made(code: str) -> str:
    if link := _LINK.match(code):
        return f"[{link[1] or link[2] or ''}]({link[3] or link[4] or ''})"
    if image := _IMAGE.match(code):
        alt = _ALT.search(image["more"])
        return f"![{(alt[1] or alt[2] or '') if alt else ''}]({image[1] or image[2] or ''})"
    return ""
