"""A theme's own stylesheet judged before a book holds it: with what does not parse or asks for a file none is valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from exporter.errors import ThemeError

_NESTED: Final = frozenset(("media", "supports", "layer"))  # rules that hold rules
_HINT: Final = "A stylesheet of a book stands alone: no @import, no file but data:."


def judge_style(theme: str, name: str, css: str) -> None:
    """Raises ThemeError at the first slip of ``css``, the file ``name`` of ``theme``: EPUBCheck's CSS-008, and what
    would be fetched (EPUB 3.3, 3.6).
    """
    import tinycss2  # noqa: PLC0415 - themes of a site's own alone are read

    try:
        slips = list(_slips(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))
    except RecursionError:
        raise ThemeError(f"theme {theme!r}: {name}: nested too deeply") from None
    for line, reason in slips:
        raise ThemeError(f"theme {theme!r}: {name}:{line}: {reason}", _HINT)


def _slips(nodes: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of rules, declarations and what they hold, in their order."""
    for node in nodes:
        if node.type == "error":
            yield node.source_line, node.message
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            yield node.source_line, "@import"
        elif node.type == "declaration":
            yield from _fetches(node.value)
        elif node.type in ("at-rule", "qualified-rule") and node.content is not None:
            yield from _slips(_inside(node))


def _inside(rule: Any) -> list[Any]:
    import tinycss2  # noqa: PLC0415 - as above

    holds_rules = rule.type == "at-rule" and rule.lower_at_keyword in _NESTED
    parse = tinycss2.parse_rule_list if holds_rules else tinycss2.parse_blocks_contents
    found: list[Any] = parse(rule.content, skip_comments=True, skip_whitespace=True)
    return found


def _fetches(values: Iterable[Any]) -> Iterator[tuple[int, str]]:
    for value in values:
        function = value.type == "function" and value.lower_name in ("url", "src", "image-set", "image")
        text = value.value if value.type == "url" else _first_text(value) if function else "data:"
        if not text.lower().startswith(("data:", "#")):
            yield value.source_line, f"url({text[:60]})"
        for inner in ("arguments", "content"):
            yield from _fetches(getattr(value, inner, None) or ())


def _first_text(function: Any) -> str:
    return next((str(token.value) for token in function.arguments if token.type == "string"), "")
