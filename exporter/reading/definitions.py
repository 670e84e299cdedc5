"""Definition lists as Goldmark reads them: several terms a definition, a paragraph only after a blank line."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

Rule = Callable[[StateBlock, int, int, bool], bool]

# A paragraph longer than this is not looked through for terms.
MOST_TERMS = 20


def add_definition_lists(md: MarkdownIt) -> None:
    """The plug-in reads one term; a rule before it reads the terms above that one."""
    md.use(deflist_plugin)
    (deflist,) = (rule.fn for rule in md.block.ruler.__rules__ if rule.name == "deflist")
    md.block.ruler.before("deflist", "terms", _terms(deflist))


def _terms(deflist: Rule) -> Rule:
    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent or state.is_code_block(start):
            return False
        last = _last_term(state, start, end)
        if last <= start or _interrupted(state, start + 1, last):
            return False
        place = len(state.tokens)
        if not deflist(state, last, end, False):
            return False
        state.tokens[place + 1 : place + 1] = [t for line in range(start, last) for t in _term(state, line)]
        if opening := state.tokens[place].map:
            opening[0] = start
        return True

    return rule


def _last_term(state: StateBlock, start: int, end: int) -> int:
    """The last line of the paragraph at ``start`` if a definition follows it; -1 otherwise."""
    line, limit = start + 1, min(end, start + MOST_TERMS + 1)
    while line < limit and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        if _is_definition(state, line):
            return line - 1
        line += 1
    blank = line < end and state.isEmpty(line)
    return line - 1 if blank and line + 1 < end and _is_definition(state, line + 1) else -1


def _is_definition(state: StateBlock, line: int) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start : start + 1] == ":" and state.src[start + 1 : start + 2] in (" ", "\t")


def _interrupted(state: StateBlock, first: int, last: int) -> bool:
    rules = state.md.block.ruler.getRules("paragraph")
    return any(rule(state, line, last + 1, True) for line in range(first, last + 1) for rule in rules)


def _term(state: StateBlock, line: int) -> list[Token]:
    level, place = state.level + 1, [line, line]
    inline = Token("inline", "", 0, map=place, level=level + 1, children=[], block=True)
    inline.content = state.getLines(line, line + 1, state.blkIndent, False).strip()
    opening = Token("dt_open", "dt", 1, map=place, level=level, block=True)
    return [opening, inline, Token("dt_close", "dt", -1, level=level, block=True)]


def settle_definitions(state: StateCore) -> None:
    """Core rule: lists that follow each other are one, and each definition is tight or loose by itself."""
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "dl_open" and tokens and tokens[-1].type == "dl_close":
            tokens.pop()
        else:
            tokens.append(token)
    state.tokens = tokens
    lines = state.src.split("\n")
    for i, token in enumerate(state.tokens):
        if token.type == "dd_open" and token.map:
            _settle(state.tokens, i, tight=bool(lines[token.map[0] - 1].strip()))


def _settle(tokens: list[Token], index: int, *, tight: bool) -> None:
    level = tokens[index].level + 1
    for i in range(index + 1, len(tokens)):
        if tokens[i].level < level:
            return
        if tokens[i].level == level and tokens[i].type in ("paragraph_open", "paragraph_close"):
            first = i == index + 1 or (i == index + 3 and tokens[i].nesting < 0)
            tokens[i].hidden = tight and first
