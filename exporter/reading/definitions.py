"""Definition lists as Goldmark reads them: every line of a paragraph is a term, and what follows `: ` defines it."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# A paragraph longer than this is not looked through for terms.
MOST_TERMS: Final = 20

# A definition whose text stands further in than this begins with indented code.
_WIDEST: Final = 7

_UNDERLINE: Final = re.compile(r"(?:=+|-+)[ \t]*\Z")


def add_definition_lists(md: MarkdownIt) -> None:
    """The rule comes before that of underlined headings, for `=` may be a line of a definition."""
    md.block.ruler.before(
        "lheading", "definitions", _definitions, {"alt": ["paragraph", "reference", "blockquote"]}
    )


def _definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule for one run of terms with its definitions; silent, whether a definition begins here."""
    if silent:
        return state.ddIndent >= 0 and _begins(state, start, state.ddIndent)
    if state.is_code_block(start):
        return False
    line = _first_definition(state, start, end)
    if line < 0 or _is_interrupted(state, start + 1, line):
        return False
    state.push("dl_open", "dl", 1).map = extent = [start, line]
    for term in range(start, line):
        if not state.isEmpty(term):
            _push_term(state, term)
    while line < end and _begins(state, line, state.blkIndent):
        _push_definition(state, line, end)
        line = state.line
    extent[1] = line
    state.push("dl_close", "dl", -1)
    return True


def _begins(state: StateBlock, line: int, indent: int) -> bool:
    """Whether ``line`` begins a definition of the list that stands at column ``indent``."""
    start = state.bMarks[line] + state.tShift[line]
    return state.sCount[line] == indent and state.src.startswith((": ", ":\t"), start, state.eMarks[line])


def _first_definition(state: StateBlock, start: int, end: int) -> int:
    """The line of the definition that follows the paragraph at ``start``; -1 where none does."""
    line, limit = start + 1, min(end, start + MOST_TERMS + 1)
    while line < limit and not state.isEmpty(line):
        if _begins(state, line, state.blkIndent):
            return line
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if state.sCount[line] < state.blkIndent or _UNDERLINE.match(text):
            return -1
        line += 1
    line = state.skipEmptyLines(line)
    return line if line < end and _begins(state, line, state.blkIndent) else -1


def _is_interrupted(state: StateBlock, first: int, last: int) -> bool:
    rules = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    found = any(rule(state, line, last, True) for line in range(first, last) for rule in rules)
    state.parentType = parent
    return found


def _push_term(state: StateBlock, line: int) -> None:
    state.push("dt_open", "dt", 1).map = [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.map, inline.children = [line, line + 1], []
    inline.content = state.getLines(line, line + 1, state.blkIndent, False).strip()
    state.push("dt_close", "dt", -1)


def _push_definition(state: StateBlock, line: int, end: int) -> None:
    opening = state.push("dd_open", "dd", 1)
    opening.meta = {"tight": not state.isEmpty(line - 1)}
    kept = (state.blkIndent, state.ddIndent, state.tShift[line], state.sCount[line], state.parentType)
    text, column = _after_colon(state, line)
    width = column - state.sCount[line] - 1
    state.ddIndent = state.blkIndent
    state.blkIndent += 1 + (width if width <= _WIDEST else 5)
    state.tShift[line], state.sCount[line] = text - state.bMarks[line], column
    state.parentType = "definition"
    state.md.block.tokenize(state, line, end)
    state.blkIndent, state.ddIndent, state.tShift[line], state.sCount[line], state.parentType = kept
    opening.map = [line, state.line]
    state.push("dd_close", "dd", -1)


def _after_colon(state: StateBlock, line: int) -> tuple[int, int]:
    """Where the text of the definition begins: its offset and its column."""
    offset, column = state.bMarks[line] + state.tShift[line] + 1, state.sCount[line] + 1
    while offset < state.eMarks[line] and state.src[offset] in " \t":
        column += 4 - (column + state.bsCount[line]) % 4 if state.src[offset] == "\t" else 1
        offset += 1
    return offset, column


def settle_definitions(state: StateCore) -> None:
    """Core rule: lists that follow each other are one, and each definition is tight or loose by itself."""
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "dl_open" and tokens and tokens[-1].type == "dl_close":
            tokens.pop()
        else:
            tokens.append(token)
    state.tokens = tokens
    for i, token in enumerate(state.tokens):
        if token.type == "dd_open":
            _settle(state.tokens, i, tight=token.meta["tight"])


def _settle(tokens: list[Token], index: int, *, tight: bool) -> None:
    level = tokens[index].level + 1
    for i in range(index + 1, len(tokens)):
        if tokens[i].level < level:
            return
        if tokens[i].level == level and tokens[i].type in ("paragraph_open", "paragraph_close"):
            first = i == index + 1 or (i == index + 3 and tokens[i].nesting < 0)
            tokens[i].hidden = tight and first
