"""Source code in colour: Pygments' tokens as spans, with classes where a stylesheet goes along, else inline.

Few colours, few spans: seven roles for Pygments' eighty types, and no span for what keeps the text's colour.
A span a token costs PDF and e-readers dearly: spans are 13 % of a whole archive's layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree
from pygments.lexers import find_lexer_class_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

if TYPE_CHECKING:
    from pygments.lexer import Lexer

    from exporter.model.theme import Theme

# Regular expressions of some lexers are quadratic on text made to hurt them: what is longer stays plain.
LONGEST: Final = 100_000

# Role to class. A role's colour is the theme's token "code-ROLE", its dark twin "dark-code-ROLE".
ROLES: Final[Mapping[str, str]] = {
    "keyword": "k",
    "name": "n",
    "string": "s",
    "number": "m",
    "comment": "c",
    "inserted": "i",
    "deleted": "d",
}

# A type missing here has the role of its parent; "" is the colour of the text.
_TYPES: Final[Mapping[_TokenType, str]] = {
    Keyword: "keyword",
    Keyword.Constant: "number",
    Operator.Word: "keyword",
    Name.Attribute: "name",
    Name.Builtin: "name",
    Name.Builtin.Pseudo: "",
    Name.Class: "name",
    Name.Decorator: "name",
    Name.Entity: "number",
    Name.Exception: "name",
    Name.Function: "name",
    Name.Tag: "name",
    Literal.Date: "string",
    String: "string",
    String.Escape: "number",
    String.Interpol: "",
    Number: "number",
    Comment: "comment",
    Comment.Preproc: "keyword",
    Comment.PreprocFile: "string",
    Generic.Deleted: "deleted",
    Generic.Error: "deleted",
    Generic.Heading: "name",
    Generic.Inserted: "inserted",
    Generic.Prompt: "comment",
    Generic.Subheading: "name",
    Generic.Traceback: "deleted",
}


class CodeStyle(NamedTuple):
    """How a role is written: as which attribute of a span, with which value."""

    attribute: str
    values: Mapping[str, str]


CLASSES: Final = CodeStyle("class", ROLES)


def inline(theme: Theme) -> CodeStyle:
    """The theme's light colours as style attributes, for feeds and mail. Raises ThemeError."""
    return CodeStyle("style", {role: f"color:{theme.token(f'code-{role}')}" for role in ROLES})


def stylesheet(theme: Theme, *, dark: bool = False) -> str:
    """The rules for CLASSES, one a line, in the theme's light or dark colours. Raises ThemeError."""
    prefix = "dark-code-" if dark else "code-"
    return "".join(f"pre .{short}{{color:{theme.token(prefix + role)}}}\n" for role, short in ROLES.items())


def highlight(root: etree._Element, style: CodeStyle) -> None:
    """Colours every ``<pre><code class="language-x">`` below ``root``; its text never changes.

    An unknown language, code with elements in it and code over LONGEST characters stay as they are.
    """
    for code in root.iter("code"):
        parent = code.getparent()
        if parent is None or parent.tag != "pre" or len(code) or not code.text or len(code.text) > LONGEST:
            continue
        lexer = _lexer(_language(code))
        if lexer is not None:
            _colour(code, _runs(lexer, code.text), style)


def _language(code: etree._Element) -> str:
    names = (code.get("class") or "").split()
    return next((name[len("language-") :].lower() for name in names if name.startswith("language-")), "")


@cache
def _lexer(language: str) -> type[Lexer] | None:
    """None where Pygments knows no such language or the language is none."""
    if language in {"", "text", "txt", "plain", "plaintext", "none", "output"}:
        return None
    try:
        return find_lexer_class_by_name(language)
    except ClassNotFound:
        return None


@cache
def _role(kind: _TokenType) -> str:
    while kind not in _TYPES:
        if kind.parent is None:
            return ""
        kind = kind.parent
    return _TYPES[kind]


def _runs(lexer: type[Lexer], text: str) -> list[tuple[str, str]]:
    """``text`` in pieces (role, piece), neighbours of one role joined; one plain piece if the lexer fails."""
    # Lexers expect the last line to end; get_tokens() would also strip blank lines and rewrite line ends.
    line_end = "" if text.endswith("\n") else "\n"
    try:
        tokens = [
            (_role(kind), value)
            for _, kind, value in lexer().get_tokens_unprocessed(text + line_end)
            if value
        ]
    except Exception:
        # A lexer is fed whatever an author wrote: plain code is right, a lost post is not.
        return [("", text)]
    runs = [(role, "".join(value for _, value in group)) for role, group in groupby(_bridge(tokens), _first)]
    if "".join(value for _, value in runs) != text + line_end:
        return [("", text)]
    if line_end:
        role, value = runs[-1]
        runs[-1] = role, value[:-1]
    return runs


def _first(token: tuple[str, str]) -> str:
    return token[0]


def _bridge(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """White space between two tokens of one role takes it: it shows no colour and saves a span."""
    pending = ""
    before = ""
    for role, value in tokens:
        if not role and value.isspace():
            pending += value
            continue
        if pending:
            yield (role if role == before else ""), pending
            pending = ""
        yield role, value
        before = role
    if pending:
        yield "", pending


def _colour(code: etree._Element, runs: list[tuple[str, str]], style: CodeStyle) -> None:
    code.text = None
    last: etree._Element | None = None
    for role, text in runs:
        if role and text:
            last = etree.SubElement(code, "span", {style.attribute: style.values[role]})
            last.text = text
        elif last is None:
            code.text = (code.text or "") + text
        else:
            last.tail = (last.tail or "") + text
