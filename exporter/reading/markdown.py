"""Markdown to HTML, in the dialect of the site, every block with the line it came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.reading import linkify
from exporter.reading.attributes import attribute_line, block_attributes, heading_attributes
from exporter.reading.callouts import callouts
from exporter.reading.cjk import CjkState, Inline, InlineState, join_lines, literal_on_site
from exporter.reading.definitions import add_definition_lists, settle_definitions
from exporter.reading.dialect import HUGO, Dialect, Substitutions
from exporter.reading.emoji import emoji
from exporter.reading.footnotes import add_footnotes
from exporter.reading.heading_ids import identify
from exporter.reading.located import Text
from exporter.reading.pairs import add_pair
from exporter.reading.pipes import table
from exporter.reading.tasks import boxes, draw_boxes
from exporter.reading.tex import environment, math_block, math_inline
from exporter.reading.tokens_html import RENDERERS, SAFE, UNSAFE
from exporter.reading.typographer import typographer_rule
from exporter.reading.wiki import add_comments, add_wiki_links

__all__ = ["HUGO", "Dialect", "Rendered", "Substitutions", "render"]

# Deeper nesting is cut off. Every level costs some four Python frames of the thousand there are.
MOST_NESTING: Final = 50


class Rendered(Struct, frozen=True):
    """HTML as it follows from the Markdown, neither sanitised nor well-formed where the post's own HTML is
    not."""

    html: str
    diagnostics: tuple[Diagnostic, ...] = ()


def render(body: Text, dialect: Dialect, source: str = "") -> Rendered:
    """``body`` as HTML. Pure; never raises for what the author wrote.

    Blocks carry ``data-line``; a block of raw HTML is preceded by ``<!--line N-->`` instead.
    """
    md = _parser(dialect)
    text = body.text if body.text.endswith("\n") else f"{body.text}\n"
    literal: list[int] = []
    env: dict[str, object] = {"numbers": body.numbers, "literal": literal}
    tokens = md.parse(text, env)
    html: str = md.renderer.render(tokens, md.options, env)
    found = (*_unclosed(tokens, source), *(_literal(literal, body, source) if dialect.flanking else ()))
    return Rendered(html, (*found, *_unused(env.get("unused"), body, source)))


@lru_cache(maxsize=16)
def _parser(dialect: Dialect) -> MarkdownIt:
    md = MarkdownIt("zero")
    inline = Inline(CjkState if dialect.cjk_emphasis else InlineState)
    md.inline = inline
    md.configure("commonmark", {"maxNesting": MOST_NESTING, "html": True, "xhtmlOut": False})
    md.options["breaks"] = dialect.hard_breaks
    md.options["strikethrough_single_tilde"] = not dialect.subscript
    md.validateLink = _accept  # type: ignore[method-assign,assignment]
    md.core.ruler.at("inline", partial(_parse_inlines, inline=inline))
    _add_blocks(md, dialect)
    _add_inlines(md, dialect)
    _add_core(md, dialect)
    for kind, draw in {**RENDERERS, **(UNSAFE if dialect.unsafe else SAFE)}.items():
        md.add_render_rule(kind, draw)
    md.inline.terminator_re = _terminators(dialect)
    return md


def _accept(_: str) -> bool:
    """Every link becomes one: it is the sanitiser that judges schemes and reports them."""
    return True


def _add_blocks(md: MarkdownIt, dialect: Dialect) -> None:
    if dialect.tables:
        # After lists, quotes and headings: any line that begins none of them may be the head of a table.
        md.block.ruler.before("lheading", "pipes", table, {"alt": ["paragraph", "reference"]})
    if dialect.definition_lists:
        add_definition_lists(md)
    if dialect.footnotes:
        add_footnotes(md, inline=dialect.inline_footnotes)
    for i, pair in enumerate(dialect.math_block):
        md.block.ruler.before(
            "fence", f"math{i}", math_block(*pair), {"alt": ["paragraph", "blockquote", "list"]}
        )
    if dialect.math_block:
        md.block.ruler.before(
            "fence", "environment", environment, {"alt": ["paragraph", "blockquote", "list"]}
        )
    if dialect.block_attributes:
        ends = ["paragraph", "reference", "blockquote", "list", "table"]
        md.block.ruler.before("table", "attributes", attribute_line, {"alt": ends})


def _add_inlines(md: MarkdownIt, dialect: Dialect) -> None:
    rules = md.inline.ruler
    if dialect.linkify:
        rules.before("text", "linkify_bare", linkify.linkify_rule(dialect.linkify_protocol))
    if dialect.strikethrough:
        md.enable("strikethrough")
    for i, pair in enumerate((*dialect.math_block, *dialect.math_inline)):
        rules.before("escape", f"math{i}", math_inline(*pair))
    for run, tag in _pairs(dialect):
        add_pair(md, run, tag)
    if dialect.wiki_links:
        add_wiki_links(md)
    if dialect.comments:
        add_comments(md)
    if dialect.emoji:
        rules.push("emoji", emoji)
    if dialect.typographer is not None:
        rules.push("typographer", typographer_rule(dialect.typographer))


def _pairs(dialect: Dialect) -> list[tuple[str, str]]:
    wanted = {
        ("==", "mark"): dialect.mark,
        ("++", "ins"): dialect.insert,
        ("~", "sub"): dialect.subscript,
        ("^", "sup"): dialect.superscript,
    }
    return [pair for pair, on in wanted.items() if on]


def _add_core(md: MarkdownIt, dialect: Dialect) -> None:
    """What runs after the blocks are known, in this order, and what after the inlines are."""
    before: list[tuple[bool, Callable[[StateCore], None]]] = [
        (dialect.heading_attributes, heading_attributes),
        (dialect.block_attributes, block_attributes),
        (dialect.definition_lists, settle_definitions),
        (dialect.alerts, partial(callouts, language=dialect.language)),
        (dialect.task_lists, boxes),
    ]
    after: list[tuple[bool, Callable[[StateCore], None]]] = [
        (dialect.task_lists, draw_boxes),
        (dialect.cjk_softbreak and not dialect.hard_breaks, join_lines),
        (True, _number),
    ]
    for i, (on, rule) in enumerate(before):
        if on:
            md.core.ruler.before("inline", f"before{i}", rule)
    if dialect.heading_ids:
        md.core.ruler.before("text_join", "heading_ids", partial(identify, style=dialect.heading_ids))
    for i, (on, rule) in enumerate(after):
        if on:
            md.core.ruler.push(f"after{i}", rule)


def _terminators(dialect: Dialect) -> re.Pattern[str]:
    """Where text stops and a rule may begin: markdown-it's own list stops at every full stop of a
    linkifying dialect."""
    stops = [r"[\n&*_<\[\]\\`]", r"!(?=\[)"]
    stops += [re.escape(opening) for opening, _ in (*dialect.math_block, *dialect.math_inline)]
    stops += [re.escape(run) for run, _ in _pairs(dialect)]
    stops += ["%%"] * dialect.comments
    stops += ["~"] * dialect.strikethrough + [r"\^(?=\[)"] * dialect.inline_footnotes
    stops += [r":(?=[A-Za-z0-9_+-]+:)"] * dialect.emoji
    stops += [r"['\"]|--|\.\.\.|>>"] * (dialect.typographer is not None)
    stops += [linkify.STOP, linkify.STOP_MAIL] * dialect.linkify
    return re.compile("|".join(stops))


def _parse_inlines(state: StateCore, *, inline: Inline) -> None:
    for token in _in_reading_order(state.tokens):
        line = literal_on_site(inline, token, state.md, state.env)
        if line >= 0 and token.map:
            state.env["literal"].append(token.map[0] + line)


def _in_reading_order(tokens: list[Token]) -> list[Token]:
    """The inline tokens; notes where the first of them stands, for so Goldmark numbers those that notes refer to."""
    before: list[Token] = []
    notes: list[Token] = []
    after: list[Token] = []
    depth = 0
    for token in tokens:
        if token.type in ("footnote_reference_open", "footnote_reference_close"):
            depth += token.nesting
        elif token.type == "inline":
            (notes if depth else after if notes else before).append(token)
    return [*before, *notes, *after]


def _number(state: StateCore) -> None:
    """Core rule: each block's source line."""
    numbers = state.env["numbers"]
    for token in state.tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(numbers[min(token.map[0], len(numbers) - 1)]))


def _unclosed(tokens: list[Token], source: str) -> list[Diagnostic]:
    """R203: a fence whose block has no line to spare for its end."""
    return [
        diagnose(
            "R203",
            f"the fence “{token.markup}” is never closed",
            source,
            int(token.attrGet("data-line") or 0),
        )
        for token in tokens
        if token.type == "fence"
        and token.map
        and token.content.count("\n") == token.map[1] - token.map[0] - 1
    ]


def _unused(notes: object, body: Text, source: str) -> list[Diagnostic]:
    """R208: one for each note."""
    return [
        diagnose("R208", f"nothing refers to the note [^{label}]", source, body.numbers[line])
        for line, label in (notes if isinstance(notes, list) else [])
    ]


def _literal(lines: list[int], body: Text, source: str) -> list[Diagnostic]:
    """R204: one for each line."""
    texts = body.text.split("\n") if lines else []
    found = {body.numbers[line]: "**" in texts[line] for line in lines}
    return [_told_literal(source, number, double=found[number]) for number in sorted(found)]


def _told_literal(source: str, number: int, *, double: bool) -> Diagnostic:
    if double:
        return diagnose("R204", "emphasis beside full-width punctuation", source, number)
    # 「Q*（…）」 means an asterisk, and the amendment takes a pair of them for emphasis.
    hint = "Write \\* where an asterisk is meant."
    return diagnose("R204", "single marks became emphasis", source, number, hint=hint)
