"""Emphasis beside CJK characters, and line breaks between them.

``**「重要」**です`` stays literal in plain CommonMark, whose delimiters look at punctuation without asking for
its script (commonmark-spec #650). The markdown-cjk-friendly amendment (``specification.md`` there) changes
what counts as left- and right-flanking; this is that amendment as a replacement of markdown-it's
``scanDelims``.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from exporter.reading.characters import (
    QUOTATION_MARKS,
    is_cjk,
    is_ideographic_selector,
    is_punctuation,
    is_variation_selector,
    joins_lines,
)

# Unicode whitespace of CommonMark 0.31.2: category Zs and the controls.
_SPACE = frozenset("\t\n\v\f\r \u00a0\u1680\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}


_BRACKET = re.compile(r"(?<!\\)[\[\]]")


class InlineState(StateInline):
    """``differs`` is where a delimiter run first got another meaning than in plain CommonMark; -1 where
    none did.

    ``exhausted`` holds closing delimiters known not to occur any more, so that no rule looks for one twice.
    ``brackets`` is how many ``[`` are open up to an offset, and that offset.
    """

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.differs = -1
        self.exhausted: set[str] = set()
        self.brackets = (0, 0)

    def open_brackets(self) -> int:
        """How many ``[`` before ``pos`` await their ``]``, escapes and code aside."""
        start, depth = self.brackets
        for bracket in _BRACKET.finditer(self.src, start, self.pos):
            depth = max(0, depth + (1 if bracket[0] == "[" else -1))
        self.brackets = (self.pos, depth)
        return depth


class CjkState(InlineState):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        plain = super().scanDelims(start, canSplitWord)
        end = start + plain.length
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        if (before < "\u1100" and after < "\u1100") or before in _SPACE or after in _SPACE:
            return plain
        scanned = self._scan(start, after, canSplitWord, plain.length)
        if scanned != plain and self.differs < 0:
            self.differs = start
        return scanned

    def _scan(self, start: int, after: str, may_split_word: bool, length: int) -> Scanned:
        """Section 6.2 of the amendment, where whitespace is on neither side."""
        before, punctuated, cjk = self._preceding(start)
        follows = is_punctuation(after) and not is_cjk(after)
        precedes = punctuated and not is_cjk(before) and not cjk
        left = not follows or precedes or cjk
        right = not precedes or follows or is_cjk(after)
        if may_split_word:
            return Scanned(left, right, length)
        return Scanned(
            left and (not right or punctuated), right and (not left or is_punctuation(after)), length
        )

    def _preceding(self, start: int) -> tuple[str, bool, bool]:
        """The character before ``start`` without its variation selector; whether it is punctuation; whether
        CJK."""
        last = self.src[start - 1]
        if is_ideographic_selector(last):
            return last, False, True
        if not is_variation_selector(last) or start < 2 or self.src[start - 2] in _SPACE:
            return last, is_punctuation(last), is_cjk(last)
        main = self.src[start - 2]
        full_width_quote = last == "\ufe01" and main in QUOTATION_MARKS
        return main, is_punctuation(main), is_cjk(main) or full_width_quote


class Inline(ParserInline):
    """markdown-it's inline parser with a state of ours."""

    def __init__(self, state: type[InlineState]) -> None:
        super().__init__()
        self.state = state

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        return self.run(self.state(src, md, env, tokens))

    def run(self, state: InlineState) -> list[Token]:
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def literal_on_site(inline: Inline, token: Token, md: MarkdownIt, env: EnvType) -> int:
    """Parses ``token``; the line of it, from 0, where plain CommonMark leaves delimiters literal; -1 where
    nowhere."""
    token.children = []
    state = inline.state(token.content, md, env, token.children)
    inline.run(state)
    if state.differs < 0:
        return -1
    plain = inline.run(InlineState(token.content, md, {"references": env.get("references", {})}, []))
    if _delimiters(plain) <= _delimiters(token.children):
        return -1
    return token.content.count("\n", 0, state.differs)


def _delimiters(tokens: list[Token]) -> int:
    return sum(token.content.count(mark) for token in tokens if token.type == "text" for mark in "*_~")


def join_lines(state: StateCore) -> None:
    """Core rule: a soft break between two CJK characters vanishes."""
    for token in state.tokens:
        if token.children and "\n" in token.content:
            vanishing = _breaks_within_cjk(token.children)
            token.children = [child for child in token.children if id(child) not in vanishing]


def _breaks_within_cjk(tokens: list[Token]) -> set[int]:
    """The identities of the soft breaks that have a CJK character on either side."""
    found: set[int] = set()
    before, line_break = "", None
    for token in tokens:
        if not _shows(token):
            continue
        text = "" if token.type == "image" else token.content
        if line_break is not None and before and text and joins_lines(before, text[0]):
            found.add(id(line_break))
        line_break = token if token.type == "softbreak" else None
        if line_break is None:
            before = _last_base(text) if text else ""
    return found


def _shows(token: Token) -> bool:
    """Whether the token stands for something on the line, and is not the edge of an element with text to
    come."""
    return token.type in ("image", "hardbreak", "softbreak", "footnote_ref") or bool(
        token.content and token.type != "html_inline"
    )


def _last_base(text: str) -> str:
    last = text[-1]
    selector = is_variation_selector(last) or is_ideographic_selector(last) or last == "\ufe0f"
    return text[-2] if selector and len(text) > 1 else last
