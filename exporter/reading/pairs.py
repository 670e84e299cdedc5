"""``==mark==``, ``++insert++``, ``H~2~O`` and ``x^2^``: delimiters that pair as those of emphasis do."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter, StateInline


def add_pair(md: MarkdownIt, run: str, tag: str) -> None:
    """Teaches ``md`` that exactly ``run`` before and after makes a ``tag``."""
    # After notes within a line, which begin with one of them: ``^[…]``.
    md.inline.ruler.push(f"pair_{tag}", _opener(run))
    md.inline.ruler2.after("balance_pairs", f"pair_{tag}", _closer(run, tag))


def _marker(run: str) -> int:
    """A number of its own in the list of delimiters: ``~`` and ``~~`` must not pair."""
    return ord(run[0]) + (len(run) << 24)


def _opener(run: str) -> Callable[[StateInline, bool], bool]:
    def tokenize(state: StateInline, silent: bool) -> bool:
        # Of a longer run only the end can pair; to scan it anew from each of its characters would take its square.
        if (
            silent
            or not state.src.startswith(run, state.pos)
            or state.src.startswith(run + run[0], state.pos)
        ):
            return False
        scanned = state.scanDelims(state.pos, True)
        state.push("text", "", 0).content = run
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(_marker(run), 0, place, -1, scanned.can_open, scanned.can_close))
        state.pos += scanned.length
        return True

    return tokenize


def _closer(run: str, tag: str) -> Callable[[StateInline], None]:
    def finish(state: StateInline) -> None:
        nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
        for delimiters in [state.delimiters, *nested]:
            for delimiter in delimiters:
                if delimiter.marker == _marker(run) and delimiter.end >= 0:
                    _turn(state, delimiter.token, f"{tag}_open", tag, 1)
                    _turn(state, delimiters[delimiter.end].token, f"{tag}_close", tag, -1)

    return finish


def _turn(state: StateInline, index: int, kind: str, tag: str, nesting: int) -> None:
    token = state.tokens[index]
    token.type, token.tag, token.content = kind, tag, ""
    token.nesting = 1 if nesting > 0 else -1
