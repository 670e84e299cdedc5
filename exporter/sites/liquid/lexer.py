"""Cuts a template into the tokens that python-liquid parses, with every tag that must be closed closed.

The library's own lexer takes time that grows with the square of the text and gives up at the first tag that does not
end; this one keeps such a tag as text, as ``nest`` of Hugo's shortcodes does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from typing import Final, Literal

from liquid.token import TOKEN_CONTENT, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token
from msgspec import Struct

# A tag that the engine does not know: alone, opening one with a closing tag, and that.
UNKNOWN: Final = "unknown tag"
UNKNOWN_BLOCK: Final = "unknown block"
UNKNOWN_END: Final = "end of unknown block"
# Each level costs some of Python's thousand frames when it is parsed, and when it is rendered.
DEEPEST: Final = 24
# Expressions take time that grows with the square of their brackets; what Jekyll's own tags say is none.
LONGEST_EXPRESSION: Final = 4_000
LONGEST_TAG: Final = 20_000
MOST_BRACKETS: Final = 60
# Parts of blocks; one that stands elsewhere shows nothing.
BRANCHES: Final = frozenset(["else", "elsif", "when"])
_WITHOUT_EXPRESSION: Final = frozenset(
    [
        "include",
        "include_cached",
        "include_relative",
        "set",
        "render",
        "link",
        "post_url",
        "highlight",
        "codeblock",
    ]
)

_OPEN: Final = re.compile(r"\{(?P<mark>[{%])(?P<trim>-?)")
_NAME: Final = re.compile(r"\s*(?P<name>#|\w+)\s*")
_COMMENT: Final = re.compile(
    r"\{%-?\s*(?P<name>comment|endcomment)\b(?:(?!%\}).){0,200}?(?P<trim>-?)%\}", re.DOTALL
)
_END_OF_RAW: Final = re.compile(r"\{%(?P<trim>-?)\s*endraw\s*(?P<after>-?)%\}")
_WORD: Final = re.compile(r"[\w-]+")
_BRACKET: Final = re.compile(r"[(\[]")
# Ruby's parser takes ``include.[name]``, which optech's templates write; the library's does not.
_DOTTED: Final = re.compile(r"(\"[^\"]*\"|'[^']*')|\.(?=\[)")

Report = Callable[[str, str, int], None]  # code, message, offset


class Piece(Struct):
    """What stands from ``start`` up to ``end``: an output, a tag, nothing at all, or text that is no template.

    ``markup`` is what it says besides its ``name`` and begins at ``at``. ``before`` and ``after`` tell whether the
    blanks of the text around it go.
    """

    kind: Literal["output", "tag", "nothing", "raw"]
    start: int
    end: int
    name: str = ""
    markup: str = ""
    at: int = 0
    before: bool = False
    after: bool = False


def tokens(source: str, known: Container[str], blocks: Container[str], report: Report) -> Iterator[Token]:
    """The tokens of ``source``: ``known`` are the tags that the engine has, ``blocks`` those of them to be closed.
    What is amiss is reported and stays in the text as it was written."""
    position, trim = 0, False
    for piece in _balanced(list(_Scan(source, report)), known, blocks, report):
        yield from _text(source, position, piece.start, trim, piece.before)
        if piece.kind == "raw":
            yield from _text(source, piece.at, piece.at + len(piece.markup))
        elif piece.kind == "output":
            yield Token(TOKEN_OUTPUT, "{{", piece.start, source)
            yield Token(TOKEN_EXPRESSION, piece.markup, piece.at, source)
        elif piece.kind == "tag":
            yield Token(TOKEN_TAG, piece.name, piece.start, source)
            if piece.markup:
                yield Token(TOKEN_EXPRESSION, piece.markup, piece.at, source)
        position, trim = piece.end, piece.after
    yield from _text(source, position, len(source), trim)


def _text(source: str, start: int, end: int, left: bool = False, right: bool = False) -> Iterator[Token]:
    if left:
        start = end - len(source[start:end].lstrip())
    if right:
        end = start + len(source[start:end].rstrip())
    if start < end:
        yield Token(TOKEN_CONTENT, source[start:end], start, source)


class _Scan:
    """The tags of a text one after another, whether they belong together or not."""

    def __init__(self, source: str, report: Report) -> None:
        self._source, self._report = source, report
        self._comments: dict[int, re.Match[str]] | None = None
        self._last = {end: source.rfind(end) for end in ("}}", "%}")}
        self._endless = False  # whether no raw that is still to come ends

    def __iter__(self) -> Iterator[Piece]:
        position = 0
        while opening := _OPEN.search(self._source, position):
            piece = self._output(opening) if opening["mark"] == "{" else self._tag(opening)
            if piece is None:
                position = opening.end()
            else:
                yield piece
                position = piece.end

    def _output(self, opening: re.Match[str]) -> Piece | None:
        piece = self._between(opening, "}}")
        if piece is None:
            return None
        piece.markup = piece.markup.strip()
        piece.kind = "output" if piece.markup else "nothing"
        return self._readable(piece)

    def _tag(self, opening: re.Match[str]) -> Piece | None:
        name = _NAME.match(self._source, opening.end())
        if name is None:
            self._report("R202", "a tag has no name", opening.start())
            return None
        piece = self._between(opening, "%}")
        if piece is None:
            return None
        piece.markup = piece.markup[name.end() - piece.at :].rstrip()
        piece.name, piece.at = name["name"], name.end()
        if piece.name == "#":
            piece.kind = "nothing"
        elif piece.name == "comment":
            return self._comment(piece)
        elif piece.name == "raw":
            return self._raw(piece)
        elif piece.name == "capture":
            # Ruby's takes any characters for a name: optech's templates capture to /dev/null.
            word = _WORD.search(piece.markup)
            piece.markup = word[0] if word else ""
        return self._readable(piece)

    def _between(self, opening: re.Match[str], end: str) -> Piece | None:
        start = opening.end()
        stop = self._source.find(end, start, start + LONGEST_TAG) if start <= self._last[end] else -1
        if stop < 0:
            self._report("R202", f"{opening[0]} is not followed by {end}", opening.start())
            return None
        markup = self._source[opening.end() : stop]
        after = markup.endswith("-")
        return Piece(
            "tag",
            opening.start(),
            stop + 2,
            markup=markup.removesuffix("-"),
            at=opening.end(),
            before=bool(opening["trim"]),
            after=after,
        )

    def _readable(self, piece: Piece) -> Piece | None:
        """None for what an expression's parser would need much time or many frames for."""
        if piece.name not in _WITHOUT_EXPRESSION and (
            len(piece.markup) > LONGEST_EXPRESSION or len(_BRACKET.findall(piece.markup)) > MOST_BRACKETS
        ):
            return self._amiss(piece, "a tag is too long", "R211")
        if ".[" in piece.markup:
            piece.markup = _DOTTED.sub(lambda found: found[1] or " ", piece.markup)
        return piece

    def _amiss(self, piece: Piece, reason: str, code: str = "R202") -> Piece | None:
        self._report(code, reason, piece.start)
        return None

    def _comment(self, piece: Piece) -> Piece | None:
        if self._comments is None:
            self._comments = _comments(self._source)
        closing = self._comments.get(piece.start)
        if closing is None:
            return self._amiss(piece, "comment is never closed")
        piece.kind, piece.end, piece.after = "nothing", closing.end(), bool(closing["trim"])
        return piece

    def _raw(self, piece: Piece) -> Piece | None:
        closing = None if self._endless else _END_OF_RAW.search(self._source, piece.end)
        if closing is None:
            self._endless = True
            return self._amiss(piece, "raw is never closed")
        text = self._source[piece.end : closing.start()]
        shown = text.lstrip() if piece.after else text
        piece.at = closing.start() - len(shown)
        piece.markup = shown.rstrip() if closing["trim"] else shown
        piece.kind, piece.end, piece.after = "raw", closing.end(), bool(closing["after"])
        return piece


def _comments(source: str) -> dict[int, re.Match[str]]:
    """What closes the comment that begins at each offset: they lie one in another."""
    pairs: dict[int, re.Match[str]] = {}
    opened: list[int] = []
    for tag in _COMMENT.finditer(source):
        if tag["name"] == "comment":
            opened.append(tag.start())
        elif opened:
            pairs[opened.pop()] = tag
    return pairs


def _balanced(
    pieces: list[Piece], known: Container[str], blocks: Container[str], report: Report
) -> Iterator[Piece]:
    """The pieces without the tags that open or close nothing, and those below DEEPEST."""
    pairs = _pairs(pieces)
    closings = set(pairs.values())
    depth = 0
    for number, piece in enumerate(pieces):
        if piece.kind != "tag":
            yield piece
        elif number in closings:
            depth -= 1
            if depth < DEEPEST:
                piece.name = piece.name if piece.name[3:] in known else UNKNOWN_END
                piece.markup = ""
                yield piece
        elif piece.name.startswith("end") and piece.name not in known:
            report("R202", f"{piece.name} closes nothing", piece.start)
        elif number not in pairs:
            if piece.name in blocks:
                report("R202", f"{piece.name} is never closed", piece.start)
            else:
                yield _named(piece, known, UNKNOWN)
        else:
            depth += 1
            if depth <= DEEPEST:
                yield _named(piece, known, UNKNOWN_BLOCK)
            else:
                report("R211", "tags are nested too deeply", piece.start)


def _named(piece: Piece, known: Container[str], stranger: str) -> Piece:
    if piece.name == "else":
        piece.markup = ""
    if piece.name not in known and piece.name not in BRANCHES:
        piece.markup = f"{piece.name} {piece.markup}"
        piece.name = stranger
    return piece


def _pairs(pieces: list[Piece]) -> dict[int, int]:
    """The numbers of opening tags and of those that close them. A closing tag closes the nearest open one of its
    name; those opened since then have none of their own."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    places: dict[str, list[int]] = {}  # of each name in ``opened``
    for number, piece in enumerate(pieces):
        if piece.kind != "tag":
            continue
        opener = piece.name.removeprefix("end")
        if opener == piece.name:
            places.setdefault(opener, []).append(len(opened))
            opened.append(number)
        elif places.get(opener):
            place = places[opener][-1]
            pairs[opened[place]] = number
            while len(opened) > place:
                places[pieces[opened.pop()].name].pop()
    return pairs
