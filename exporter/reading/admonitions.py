"""``!!! note "Title"``, ``??? tip`` and ``=== "Tab"``: Python-Markdown's admonitions and what pymdownx makes
of them, as callouts and labelled blocks."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.callouts import callout_kind
from exporter.reading.located import Text
from exporter.reading.quoting import UNTITLED, quoted, trimmed
from exporter.reading.rows import Row, dedented, fenced, indent, joined, nested, rows

# Their content is indented by so much.
_STEP: Final = 4
# Deeper ones are words: every level is one more mark before every row.
_DEEPEST: Final = 20

# markdown.extensions.admonition and pymdownx.details: a kind, more classes, a title; details may lack a kind.
_ADMONITION: Final = re.compile(
    r'[ \t]*(?:!!!(?= ?[\w"])|\?\?\?\+?(?= ?[\w"])) ?'
    r'(?P<kind>[\w-]+)?(?P<classes>(?: +[\w-]+)*)(?: *"(?P<title>.*)")?[ \t]*\Z'
)
# pymdownx.tabbed: ``+`` is the tab shown first, ``!`` begins another set.
_TAB: Final = re.compile(r"""[ \t]*===[+!]{0,2} ?(?:"(?P<double>.*)"|'(?P<single>.*)')[ \t]*\Z""")


def admonitions(body: Text) -> Text:
    """``body`` with admonitions as callouts (``> [!NOTE] Title``), and each tab as a bold paragraph of its
    label before its content; ``body`` itself where there are none."""
    if not any(mark in body.text for mark in ("!!!", "???", "===")):
        return body
    lines = rows(body)
    found = _settled(lines)
    return body if found == lines else joined(found)


def _settled(lines: list[Row], depth: int = 0) -> list[Row]:
    code = fenced(lines)
    inside = list(nested(lines, code))
    found: list[Row] = []
    i = 0
    while i < len(lines):
        number, line = lines[i]
        at_home = depth < _DEEPEST and not code[i] and (indent(line) < _STEP or inside[i])
        block = (_ADMONITION.match(line) or _TAB.match(line)) if at_home else None
        end = _end(lines, i + 1, indent(line) + _STEP) if block else i
        if block is None or (end == i + 1 and not _meant(block)):
            found.append(lines[i])
            i += 1
            continue
        content = [(at, dedented(text, indent(line) + _STEP)) for at, text in lines[i + 1 : end]]
        found += _apart(found, number)
        found += _made(block, _settled(trimmed(content), depth + 1), number, " " * indent(line))
        i = end
    return found


def _end(lines: list[Row], start: int, columns: int) -> int:
    """The index after the content that begins at ``start``; blank rows behind it are not of it."""
    end = start
    for i in range(start, len(lines)):
        if not lines[i][1].strip():
            continue
        if indent(lines[i][1]) < columns:
            break
        end = i + 1
    return end


def _meant(block: re.Match[str]) -> bool:
    """Whether a line without content is one of ours: ``??? what now`` is a question."""
    named = block.groupdict()
    return named.get("title") is not None or "classes" not in named or bool(callout_kind(named["kind"] or ""))


def _apart(before: list[Row], number: int) -> list[Row]:
    return [(number, "")] if before and before[-1][1].strip() else []


def _made(block: re.Match[str], content: list[Row], number: int, margin: str) -> list[Row]:
    groups = block.groupdict()
    if "classes" not in groups:
        label = (groups["double"] or groups["single"] or "").strip()
        own = [(number, f"{margin}**{label}**"), (number, "")] if label else []
        inner = [(at, margin + text if text.strip() else text) for at, text in content]
        return [*own, *inner, ((inner or [(number, "")])[-1][0], "")]
    title = groups["title"]
    if title is not None and not title.strip():
        title = UNTITLED
    return quoted(groups["kind"] or "note", title or "", content, number=number, indent=margin)
