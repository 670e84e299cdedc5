"""Quotes, dashes and dots set as Goldmark's typographer sets them, quirks included, so that text equals the
site's."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable
from typing import Final

from markdown_it.rules_inline.state_inline import StateInline

from exporter.reading.cjk import InlineState
from exporter.reading.dialect import Substitutions

Rule = Callable[[StateInline, bool], bool]


def typographer_rule(marks: Substitutions) -> Rule:
    """Inline rule for the characters ``' " - . < >``."""
    runs = [("---", marks.em_dash), ("...", marks.ellipsis), ("--", marks.en_dash), ("<<", marks.left_angle)]
    runs.append((">>", marks.right_angle))
    by_first: dict[str, list[tuple[str, str]]] = {}
    for run, mark in runs:
        if mark:
            by_first.setdefault(run[0], []).append((run, mark))

    def rule(state: StateInline, silent: bool) -> bool:
        character = state.src[state.pos]
        if character in "'\"":
            return not silent and isinstance(state, InlineState) and _quote(state, character, marks)
        for run, mark in by_first.get(character, ()):
            if state.src.startswith(run, state.pos) and state.pos + len(run) <= state.posMax:
                return _write(state, mark, len(run), silent=silent)
        return False

    return rule


# The ``info`` of a token that holds a mark; to Goldmark it is a node of its own.
TYPESET: Final = "typographer"


def _write(state: StateInline, mark: str, length: int = 1, *, silent: bool = False) -> bool:
    if not silent:
        token = state.push("text_special", "", 0)
        token.content, token.info = mark, TYPESET
    state.pos += length
    return True


_ASCII_ENDS: Final = frozenset(["", *string.punctuation, *string.whitespace])


class _Around:
    """What stands around a quote: the character before it and the rest of its line."""

    def __init__(self, state: StateInline) -> None:
        line, end, _ = state.src[state.pos : state.pos + 8].partition("\n")
        self.line = line + end
        self.before = state.src[state.pos - 1] if state.pos else "\n"
        after = self.line.lstrip(self.line[0])[:1] or " "  # what follows the run of quotes
        self.can_open = _left(self.before, after)
        self.can_close = _right(self.before, after)

    def ends_at(self, index: int) -> bool:
        """Whether the word ends before ``index``; Goldmark looks at one byte here, so only ASCII ends it."""
        return self.line[index : index + 1] in _ASCII_ENDS

    def closes(self) -> bool:
        if not self.can_close:
            return False
        return not self.can_open or (self.line[1:2] in string.punctuation and self.ends_at(2))


def _left(before: str, after: str) -> bool:
    return not after.isspace() and (not _is_punctuation(after) or before.isspace() or _is_punctuation(before))


def _right(before: str, after: str) -> bool:
    return not before.isspace() and (not _is_punctuation(before) or after.isspace() or _is_punctuation(after))


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_p(text: str) -> bool:
    return bool(text) and unicodedata.category(text[0])[0] == "P"


def _quote(state: InlineState, character: str, marks: Substitutions) -> bool:
    around = _Around(state)
    if character == "'":
        mark = _apostrophe(around, marks) or _single(state, around, marks)
    else:
        mark = _double(state, around, marks)
    return bool(mark) and _write(state, mark)


def _apostrophe(around: _Around, marks: Substitutions) -> str:
    line, before = around.line, around.before
    decade = line[1:3].isdigit() and line[3:4] == "s" and not line[4:5].isalnum()
    if decade and around.can_open and not around.can_close:
        return marks.apostrophe  # '90s
    if len(line) > 1 and (_is_p(before) or before.isspace()) and line[1] in "tenl":
        return marks.apostrophe  # 'twas, 'em, 'net
    if (before.isalpha() or before.isdecimal()) and line[1:2].isalpha():
        return marks.apostrophe
    return ""


def _single(state: InlineState, around: _Around, marks: Substitutions) -> str:
    line = around.line
    if around.can_open and not around.can_close:
        contraction = _CONTRACTION.match(line)
        if contraction and around.ends_at(contraction.end()):
            return marks.right_single  # the 's of `code`'s
        return _open(state, "'", marks.left_single)
    if len(line) > 2 and not line[1].isdecimal():
        return marks.right_single  # doin' and the Smiths'
    return _close(state, "'", marks.right_single) if around.closes() else ""


def _double(state: InlineState, around: _Around, marks: Substitutions) -> str:
    if around.can_open and not around.can_close:
        return _open(state, '"', marks.left_double)
    if not around.closes() or (around.line[1:2] == '"' and around.before.isdecimal()):
        return ""  # Monitor 21""
    return _close(state, '"', marks.right_double)


_CONTRACTION: Final = re.compile("'(?:[smtd]|ve|ll|re)")


def _waiting(state: InlineState) -> dict[str, int]:
    """How many quotes await their partners: Goldmark counts through the whole document, not only the block."""
    waiting: dict[str, int] = state.env.setdefault("quotes", {"'": 0, '"': 0})
    return waiting


def _open(state: InlineState, quote: str, mark: str) -> str:
    _waiting(state)[quote] += 1
    return mark


def _close(state: InlineState, quote: str, mark: str) -> str:
    waiting = _waiting(state)
    if not waiting[quote]:
        return ""
    waiting[quote] -= 1
    return mark
