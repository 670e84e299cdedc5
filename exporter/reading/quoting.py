"""Callouts as our Markdown reads them, ``> [!KIND] title``: what the notations of other generators are
turned into, because a quote nests in everything."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.callouts import callout_kind
from exporter.reading.rows import Row

# A comment is a title that shows nothing: the callout has no title then, not the usual one.
UNTITLED: Final = "<!-- -->"

# Names that say no more than the kind they stand for: the title is that of the kind, in the site's language.
_PLAIN: Final = frozenset(
    ["note", "tip", "important", "warning", "caution", "info", "hint", "danger", "attention", "error"]
)
_LETTERS: Final = re.compile(r"[A-Za-z]+")


def quoted(name: str, title: str, content: list[Row], *, number: int, indent: str = "") -> list[Row]:
    """A callout of the kind ``name`` ("danger", "seealso", any word) as rows, with an empty row after it.

    Without ``title`` it is titled as its kind is.
    """
    kind = name if callout_kind(name) else "note"
    own = title.strip() or ("" if name.lower() in _PLAIN else _spoken(name))
    marks = [(number, f"{indent}> [!{kind.upper()}] {own}".rstrip())]
    if content:
        # The mark is a paragraph of its own, so that a list or code may come first.
        marks.append((number, f"{indent}>"))
    inner = [
        (at, f"{indent}> {line}".rstrip() if not line.strip() else f"{indent}> {line}")
        for at, line in content
    ]
    last = inner[-1][0] if inner else number
    return [*marks, *inner, (last, indent.rstrip(" \t"))]


def _spoken(name: str) -> str:
    """A kind as a title: ``code-review`` is "Code review"."""
    words = " ".join(part for part in re.split(r"[-_]+", name) if part)
    return words[:1].upper() + words[1:] if _LETTERS.search(words) else ""


def trimmed(lines: list[Row]) -> list[Row]:
    """``lines`` without the blank ones at either end."""
    filled = [i for i, (_, line) in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []
