"""``:octicons-search-24:``: the icons of Material for MkDocs. They are drawn by the site's fonts, and vanish."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

# The sets that material.extensions.emoji ships; an attribute list may follow.
_ICON: Final = re.compile(
    r":(?:octicons|material|fontawesome|simple)-(?P<name>[a-z0-9]+(?:[-_][a-z0-9]+)*):(?:\{[^{}\n]*\})?"
)
_LINK: Final = re.compile(
    rf"(?P<open>\[)[ \t]*(?:{_ICON.pattern}[ \t]*)+\]\(<?(?P<target>[^()\s<>]*)>?(?P<rest>[^()\n]*)\)"
)
_TITLE: Final = re.compile(r"""\s*["'(](.+)["')]\s*\Z""")
_SIZE: Final = re.compile(r"-\d+$")


def icons(body: Text) -> Text:
    """``body`` without icons, and without the space that set one apart from its words; a link that shows
    nothing else is named by its title, its host or what the icon is called."""
    if not _ICON.search(body.text):
        return body
    named = body.edited(
        [
            (match.start("open") + 1, match.end("open") + _shown(match), _name(match))
            for match in outside(body, _LINK)
        ]
    )
    return named.edited([_gone(named.text, match) for match in outside(named, _ICON)])


def _shown(match: re.Match[str]) -> int:
    """How many characters stand between the brackets."""
    return match[0].index("](") - 1


def _name(match: re.Match[str]) -> str:
    title = _TITLE.match(match["rest"])
    if title:
        return title[1]
    try:
        host = urlsplit(match["target"]).hostname
    except ValueError:
        host = None
    return host or _SIZE.sub("", match["name"]).replace("-", " ")


def _gone(text: str, match: re.Match[str]) -> tuple[int, int, str]:
    start, end = match.span()
    before = text[start - 1] if start else "\n"
    if before in "\n\t [(\"'*_" and text[end : end + 1] == " ":
        return start, end + 1, ""
    if before == " " and text[end : end + 1] in ("", "\n"):
        return start - 1, end, ""
    return start, end, ""
