"""``{ .class data-x }`` and ``{: #id }`` as Python-Markdown's attr_list and markdown-it-attrs read them: ids of
headings stay, the rest is the site's styling and vanishes."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_ITEM: Final = r"""(?:[.#][\w:-]+|[A-Za-z@][\w:.@-]*(?:=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"'=]+))?)"""
_LIST: Final = re.compile(rf"\{{:?[ \t]*(?P<items>{_ITEM}(?:[ \t]+{_ITEM})*)[ \t]*\}}")
_ID: Final = re.compile(r"(?:^|\s)#([\w:-]+)")
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]")
_MARKED: Final = re.compile(r"""[.#]|[\w:-]+=|[\w@:-]*-""")
# What a list may follow directly: the end of a link, a picture, emphasis, code, an element.
_ENDS: Final = frozenset(")]*_`>")


def attribute_lists(body: Text) -> Text:
    """``body`` without attribute lists; a heading keeps its id, as ``{#id}``.

    A list is one that stands at the end of a line, or directly behind a link, picture, emphasis or code
    span; braces elsewhere are words.
    """
    if "{" not in body.text:
        return body
    edits = [edit for match in outside(body, _LIST) if (edit := _edit(body.text, match))]
    return body.edited(edits) if edits else body


def _edit(text: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    start = text.rfind("\n", 0, match.start()) + 1
    stop = text.find("\n", match.end())
    line = text[start : match.start()]
    after = text[match.end() : stop if stop >= 0 else len(text)].strip()
    before = line.rstrip(" \t")
    begin = start + len(before)
    if not _meant(match) or line.endswith(("{", "$", "\\")):
        return None
    if _HEADING.match(line) and not after.strip("#"):
        identity = _ID.search(match["items"])
        return begin, match.end(), f" {{#{identity[1]}}}" if identity else ""
    directly = line[-1:] in _ENDS and bool(line)
    if not directly and (after or (before == line and before.strip(" \t>"))):
        return None
    return (match.start() if directly else begin), match.end(), ""


def _meant(match: re.Match[str]) -> bool:
    """Whether the braces hold what only an attribute list does."""
    return match[0][1] == ":" or match["items"] == "annotate" or bool(_MARKED.match(match["items"]))
