"""``<div markdown="1">``: HTML whose content is Markdown, as kramdown, PHP Markdown Extra and Python-Markdown's
md_in_html have it."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_TAG: Final = re.compile(
    r"""<(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>"""
)
_MARKDOWN: Final = re.compile(r"""[ \t\n]+markdown(?:=(?:"(\w*)"|'(\w*)'|(\w+)))?(?=[\s/>]|\Z)""")

_Edit = tuple[int, int, str]


def markdown_in_html(body: Text) -> Text:
    """``body`` with blank lines around the tags of such elements, for then CommonMark reads what is between
    them; the attribute vanishes. ``body`` itself where there are none."""
    if "markdown" not in body.text:
        return body
    edits: list[_Edit] = []
    opened: dict[str, list[bool]] = {}  # by name, whether each element that is open holds Markdown
    for match in outside(body, _TAG):
        name = match["name"].lower()
        if match["closing"]:
            levels = opened.get(name)
            if levels and levels.pop():
                edits.append(_apart(body.text, match, match[0]))
            continue
        marked = _MARKDOWN.search(match["attributes"])
        value = (marked[1] or marked[2] or marked[3] or "1") if marked else "0"
        alone = not body.text[body.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        holds = value != "0" and alone
        if not match["attributes"].endswith("/"):
            opened.setdefault(name, []).append(holds)
        if marked:
            tag = match[0].replace(marked[0], "", 1)
            edits.append(_apart(body.text, match, tag) if holds else (*match.span(), tag))
    return body.edited(edits) if edits else body


def _apart(text: str, match: re.Match[str], tag: str) -> _Edit:
    """``tag`` on a line of its own between blank ones."""
    start, end = match.span()
    line = text.rfind("\n", 0, start) + 1
    margin = text[line:start]
    if margin.strip():
        before, start = "\n\n", len(text[:start].rstrip(" \t"))
    else:
        before = "" if not text[:line].strip() or text[:line].endswith("\n\n") else "\n"
        before, start = f"{before}{margin}", line
    after = text[end:].partition("\n")[0]
    end += len(after) - len(after.lstrip(" \t"))
    blank = (
        ""
        if not after.strip() and text[end + 1 : end + 2] in ("", "\n")
        else "\n"
        if not after.strip()
        else "\n\n"
    )
    return start, end, f"{before}{tag}{blank}"
