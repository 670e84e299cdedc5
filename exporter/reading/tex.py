"""TeX between delimiters, kept as it is written: no Markdown is read inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline.state_inline import StateInline

from exporter.reading.cjk import InlineState

# What MathJax and KaTeX draw without delimiters. Where Markdown eats one backslash of two, writers put two.
_BEGIN: Final = re.compile(
    r"(?P<signs>\\{1,2})begin\{(?P<name>(?:equation|align|alignat|gather|multline|eqnarray)\*?)\}"
)
_ESCAPED: Final = re.compile(r"\\([\\_*{}\[\]#&^|<>!.()+-])")


def math_inline(opening: str, closing: str) -> Callable[[StateInline, bool], bool]:
    """Inline rule for one pair of delimiters."""

    def rule(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith(opening, state.pos) or not isinstance(state, InlineState):
            return False
        start = state.pos + len(opening)
        end = _closing(state, start, closing)
        if end < 0:
            return False
        if not silent:
            state.push("math_inline", "span", 0).content = state.src[start:end]
        state.pos = end + len(closing)
        return True

    return rule


def _closing(state: InlineState, start: int, closing: str) -> int:
    """Where the closing delimiter is, -1 where there is none.

    A single ``$`` follows pandoc's rule (tex_math_dollars): no space inside it on either side, no digit
    after it.
    """
    if closing in state.exhausted or (closing == "$" and not _may_open(state, start)):
        return -1
    end = start
    while (end := state.src.find(closing, end, state.posMax)) >= 0:
        if end > start and state.src[end - 1] != "\\" and (closing != "$" or _may_close(state, end)):
            return end
        end += len(closing)
    state.exhausted.add(closing)
    return -1


def _may_open(state: InlineState, start: int) -> bool:
    return start < state.posMax and not state.src[start].isspace() and state.src[start] != "$"


def _may_close(state: InlineState, end: int) -> bool:
    follower = state.src[end + 1 : end + 2]
    return not state.src[end - 1].isspace() and not follower.isdecimal() and follower != "$"


def math_block(opening: str, closing: str) -> Callable[[StateBlock, int, int, bool], bool]:
    """Block rule: from a line that begins with ``opening`` to one that ends with ``closing``."""

    def rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        if state.is_code_block(first) or not _line(state, first).startswith(opening):
            return False
        lines = [_line(state, first)[len(opening) :]]
        line = first
        while not lines[-1].endswith(closing):
            line += 1
            if line >= last or state.isEmpty(line) or (state.sCount[line] < state.blkIndent):
                return False
            lines.append(_line(state, line))
        if not silent:
            _push(state, lines, closing, [first, line + 1])
        return True

    return rule


def environment(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Block rule: ``\\begin{align}`` … ``\\end{align}`` on lines of their own."""
    begin = None if state.is_code_block(first) else _BEGIN.match(_line(state, first))
    if begin is None:
        return False
    closing = f"{begin['signs']}end{{{begin['name']}}}"
    lines = [_line(state, first)]
    line = first
    while not lines[-1].endswith(closing):
        line += 1
        if line >= last or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return False
        lines.append(_line(state, line))
    if not silent:
        written = "\n".join(lines)
        doubled = len(begin["signs"]) == 2 or "\\\\\\\\" in written
        _push(state, [_ESCAPED.sub(r"\1", written) if doubled else written], "", [first, line + 1])
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip(" \t")


def _push(state: StateBlock, lines: list[str], closing: str, place: list[int]) -> None:
    token = state.push("math_block", "div", 0)
    token.content = "\n".join(lines).removesuffix(closing).strip()
    token.map = place
    token.block = True
    state.line = place[1]
