"""Tables of pipes as Goldmark reads them, which is more than GitHub's: a head with fewer cells than columns is
filled up, and a row of colons or pipes makes a table of any line above it."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS, escapedSplit

_RULE: Final = re.compile(r"[-:|][-:|\s]*\Z")
_COLUMN: Final = re.compile(r"(:?)-+(:?)\Z")
_STYLES: Final = {
    ("", ""): "",
    (":", ""): "text-align:left",
    ("", ":"): "text-align:right",
    (":", ":"): "text-align:center",
}


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a line, a rule of dashes below it, and rows up to what would end a paragraph."""
    if start + 1 >= end or not _goes_on(state, start) or not _goes_on(state, start + 1):
        return False
    styles = _columns(_line(state, start + 1))
    if styles is None or len(head := _cells(_line(state, start))) > len(styles):
        return False
    if not silent:
        _push_table(state, start, end, head, styles)
    return True


def _goes_on(state: StateBlock, line: int) -> bool:
    return state.sCount[line] >= state.blkIndent and not state.is_code_block(line)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _columns(line: str) -> list[str] | None:
    """The style of each column; None where the line is no rule, or one that is a heading's or an item of a list."""
    if not _RULE.match(line) or not {"|", ":"} & set(line) or line.startswith(("- ", "-\t")):
        return None
    found = [_COLUMN.match(part.strip()) for part in _inner(line.split("|"))]
    styles = [_STYLES[match[1], match[2]] for match in found if match]
    return styles if styles and len(styles) == len(found) else None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _inner(escapedSplit(line))]


def _inner(parts: list[str]) -> list[str]:
    """``parts`` without what stands outside the outer pipes."""
    first = int(not parts[0].strip())
    last = len(parts) - int(len(parts) > 1 and not parts[-1].strip())
    return parts[first:last]


def _push_table(state: StateBlock, start: int, end: int, head: list[str], styles: list[str]) -> None:
    parent, state.parentType = state.parentType, "table"
    opening = state.push("table_open", "table", 1)
    state.push("thead_open", "thead", 1).map = [start, start + 1]
    _push_row(state, start, "th", head, styles)
    state.push("thead_close", "thead", -1)
    line = _push_body(state, start + 2, end, styles)
    state.push("table_close", "table", -1)
    opening.map = [start, line]
    state.parentType, state.line = parent, line


def _push_body(state: StateBlock, first: int, end: int, styles: list[str]) -> int:
    """Pushes the rows from ``first`` on and gives the line after them."""
    rules = state.md.block.ruler.getRules("blockquote")
    line, spare, place = first, MAX_AUTOCOMPLETED_CELLS, len(state.tokens)
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        if any(rule(state, line, end, True) for rule in rules):
            break
        cells = _cells(_line(state, line))
        spare -= max(0, len(styles) - len(cells))
        if spare < 0:
            break
        if line == first:
            state.push("tbody_open", "tbody", 1)
        _push_row(state, line, "td", cells, styles)
        line += 1
    if line > first:
        state.tokens[place].map = [first, line]
        state.push("tbody_close", "tbody", -1)
    return line


def _push_row(state: StateBlock, line: int, tag: str, cells: list[str], styles: list[str]) -> None:
    """One row; cells beyond the last column are left out, as on the site."""
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for i, style in enumerate(styles):
        opening = state.push(f"{tag}_open", tag, 1)
        opening.attrs = {"style": style} if style else {}
        inline = state.push("inline", "", 0)
        inline.map, inline.children = [line, line + 1], []
        inline.content = cells[i] if i < len(cells) else ""
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)
