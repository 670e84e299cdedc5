"""python-liquid with Jekyll's tags and filters, with bounds, and with a finding where it would raise or be silent."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from re import finditer
from typing import Any, Final, TextIO

from liquid import Environment, Mode, RenderContext
from liquid.exceptions import LiquidError, LiquidSyntaxError, ResourceLimitError
from liquid.parser import get_parser
from liquid.template import BoundTemplate
from liquid.token import Token
from liquid.undefined import Undefined

from exporter.diagnostics import Diagnostic, diagnose
from exporter.reading.located import Text, constant
from exporter.sites.base import ShortcodeRule
from exporter.sites.liquid import filters
from exporter.sites.liquid.code import HighlightTag
from exporter.sites.liquid.includes import IncludeCachedTag, IncludeRelativeTag, IncludeTag, RenderTag
from exporter.sites.liquid.lexer import tokens
from exporter.sites.liquid.lines import Lines, LocatedLiteral
from exporter.sites.liquid.octopress import CodeblockTag
from exporter.sites.liquid.outputs import LocatedOutput
from exporter.sites.liquid.tags import Careful, LinkTag, PostUrlTag, StrayTag
from exporter.sites.liquid.unknown import UnknownBlockTag, UnknownTag
from exporter.sites.shortcodes.outcome import Shortcode

# What one post may cost, a hundred times what the longest of optech's does. ``work`` is what filters are given: a
# character counts 1, an item of a list 20.
BOUNDS: Final = {"output": 5_000_000, "loops": 100_000, "includes": 2_000, "work": 50_000_000}
DEEPEST_INCLUDE: Final = 20
# Tags that mean nothing without their closing tag.
BLOCKS: Final = frozenset(
    ["if", "unless", "case", "for", "tablerow", "capture", "ifchanged", "highlight", "codeblock"]
)
_TAGS: Final = (
    LocatedOutput,
    HighlightTag,
    CodeblockTag,
    IncludeTag,
    IncludeCachedTag,
    IncludeRelativeTag,
    RenderTag,
    PostUrlTag,
    LinkTag,
    StrayTag,
    UnknownTag,
    UnknownBlockTag,
)
# What the library raises besides its own errors, for an odd value or a long expression.
DEFECTS: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Spent(Exception):  # noqa: N818  ends the rendering, through handlers that take the library's errors
    """A post has written all that it may."""


class Context(RenderContext):
    """The names of a template, filters among them."""

    env: Engine

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        return self.env.careful(
            name, super().filter(name, token) if name in self.env.filters else None, token
        )

    def get_buffer(self, buf: TextIO | None = None) -> Lines:
        return Lines(self.env)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """In place of the library's, which bounds loops in loops and not one after another."""
        self.env.spend("loops", length)


class Template(BoundTemplate):
    """A template that is parsed."""

    context_class = Context


class Engine(Environment):
    """What carries out the Liquid of one post. ``line`` is that of the tag being carried out, ``found`` what is
    amiss, each once."""

    context_depth_limit = 400  # bounded by DEEPEST_INCLUDE and by the lexer
    block_nesting_limit = 60  # for what the lexer does not see: the lines of LiquidJS' ``liquid``
    template_class = Template
    deepest = DEEPEST_INCLUDE
    defects = DEFECTS

    def __init__(
        self,
        body: Text,
        *,
        include: Callable[[str], str | None],
        address: Callable[[str], str],
        rules: Mapping[str, ShortcodeRule],
        source: str,
        language: str,
    ) -> None:
        super().__init__(tolerance=Mode.LAX)
        self.address, self.rules, self.source, self.language = address, rules, source, language
        self.own: Callable[[str], Shortcode | None] = lambda _: None
        self.body, self.line = body, body.numbers[0]
        self.found: dict[Diagnostic, None] = {}
        self.depth = 0
        self.page: Mapping[str, object] = {}  # what the header says
        self._include = include
        self._held = False
        self._parsing = False
        self._spent = dict.fromkeys(BOUNDS, 0)
        self._partials: dict[str, BoundTemplate | None] = {}
        self._breaks = [found.start() for found in finditer("\n", body.text)]

    def __hash__(self) -> int:
        """That of the library is one for all engines, though no two are equal."""
        return id(self)

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        for tag in _TAGS:
            self.add_tag(tag)
        self.tags["set"] = self.tags["assign"]  # Nunjucks', which Eleventy's Markdown goes through as often
        for name, made in list(self.tags.items()):
            self.tags[name] = Careful(self, made)
        self.add_tag(LocatedLiteral)
        self.filters.update(filters.FILTERS)
        for name, same in filters.NUNJUCKS.items():
            self.filters.setdefault(name, self.filters[same])

    def run(self, names: Mapping[str, object]) -> Text:
        """The body expanded. The engine can run once."""
        written = Lines(self)
        page = names.get("page")
        self.page = page if isinstance(page, dict) else {}
        try:
            template = self.parsed(self.body.text)
            template.render_with_context(Context(template, globals=dict(names)), written)
        except Spent:
            self.report("R211", f"it makes more than {BOUNDS['output']:,} characters", None)
        get_parser.cache_clear()  # it keeps the last 128 engines, with all that they hold
        return written.text()

    def parsed(self, source: str) -> BoundTemplate:
        outer, self._parsing = self._parsing, True
        try:
            return self.from_string(source)
        finally:
            self._parsing = outer

    def tokenizer(self) -> Callable[[str], Iterator[Token]]:
        return lambda source: tokens(
            source,
            self.tags,
            BLOCKS,
            lambda code, message, offset: self.report(code, message, Token("", "", offset, source)),
        )

    def partial(self, name: str) -> BoundTemplate | None:
        """The template of a file of the site, None where there is none."""
        if name not in self._partials:
            text = self._include(name)
            self._partials[name] = None if text is None else self.parsed(text)
        return self._partials[name]

    @contextmanager
    def inside(self, token: Token) -> Iterator[None]:
        """All that is written or found here has the line of ``token``."""
        held, line, parsing = self._held, self.where(token), self._parsing
        self.line, self._held, self._parsing = line, True, False
        self.depth += 1
        try:
            yield
        finally:
            self.line, self._held, self._parsing = line, held, parsing
            self.depth -= 1

    def where(self, token: Token | None) -> int:
        """The line of the source at which ``token`` stands."""
        if self._held or token is None or token.start_index < 0:
            return self.line
        return self.body.numbers[bisect_left(self._breaks, token.start_index)]

    def located(self, text: str, token: Token) -> Text:
        """``text``, which begins at ``token``, with its lines."""
        if self._held:
            return constant(text, self.line)
        line = bisect_left(self._breaks, token.start_index)
        return Text(text, self.body.numbers[line : line + text.count("\n") + 1])

    def spend(self, what: str, amount: int) -> None:
        """Raises where a post has had its share."""
        self._spent[what] += amount
        if self._spent[what] <= BOUNDS[what]:
            return
        if what == "output":
            raise Spent
        raise ResourceLimitError(f"it has more than {BOUNDS[what]:,} of {what}", token=None)

    def report(self, code: str, message: str, token: Token | None, *, hint: str = "") -> None:
        self.found.setdefault(diagnose(code, message, self.source, self.where(token), hint=hint))

    def error(
        self, exc: type[LiquidError] | LiquidError, msg: str | None = None, token: Token | None = None
    ) -> None:
        """What the library cannot do. While it parses this raises, so that ``Careful`` can keep what is possible."""
        if not isinstance(exc, LiquidError):
            exc = exc(msg, token=token)
        if self._parsing and isinstance(exc, LiquidSyntaxError):
            raise exc
        self.told(exc, exc.token or token)

    def told(self, error: BaseException, token: Token | None, name: str = "") -> None:
        code = "R211" if isinstance(error, ResourceLimitError | RecursionError) else "R210"
        reason = str(error.args[0]) if error.args else type(error).__name__
        self.report(code, f"{name}: {reason}" if name else reason, token)

    def careful(
        self, name: str, known: Callable[..., Any] | None, token: Token | None
    ) -> Callable[..., object]:
        """``known`` made so that it takes what it is given as it is rather than raise."""
        if known is None:
            self.report(
                "R201", f"the filter {name} is unknown", token, hint="What it was given was kept as it is."
            )
            return lambda left, *_, **__: left

        def applied(left: object, *given: object, **named: object) -> object:
            try:
                self.spend("work", filters.cost(name, left, given))
                return filters.sound(known(left, *given, **named))
            except (LiquidError, *DEFECTS) as error:
                if left is not None and left != "" and not isinstance(left, Undefined):
                    self.told(error, token, name)
                return left

        return applied
