"""Go templates of shortcodes, as far as they are plain: ``layouts/shortcodes/box.html``.

Read are ``.Get``, ``.Inner``, ``with``, ``if``, ``else``, variables, and functions that change a text or mark it safe.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from exporter.sites.shortcodes.outcome import Shortcode
from exporter.sites.shortcodes.templates import Call, Choice, Given, NotPlainError, Part, by_template

_LONGEST: Final = 20_000
_DEEPEST: Final = 20
_ACTION: Final = re.compile(
    r"(?P<before>\s*)\{\{(?P<open>-)?(?P<said>(?:`[^`]*`|\"(?:[^\"\\]|\\.)*\"|[^}\"`]|\}(?!\}))*?)(?P<shut>-)?\}\}(?P<after>\s*)"
)
_COMMENT: Final = re.compile(r"\A\s*/\*.*\*/\s*\Z", re.DOTALL)
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>`[^`]*`|\"(?:[^\"\\]|\\.)*\")|(?P<number>\d+)|(?P<sign>[()|]|:?=)|(?P<word>\$?[\w.]+|\$))"
)
# Functions by the names that templates have for them, namespaces left out.
_NAMES: Final = {
    **dict.fromkeys(("safeHTML", "safeHTMLAttr", "safeURL", "safeCSS", "safeJS"), "safe"),
    **dict.fromkeys(
        ("relURL", "absURL", "relLangURL", "absLangURL", "plainify", "htmlEscape", "string"), "same"
    ),
    **{name: name for name in ("default", "or", "and", "not", "eq", "ne", "lower", "upper", "title", "trim")},
    "markdownify": "markdown",
    ".Page.RenderString": "markdown",
    "$.Page.RenderString": "markdown",
    "transform.Markdownify": "markdown",
    **dict.fromkeys(("safe.HTML", "safe.HTMLAttr", "safe.URL", "safe.CSS", "safe.JS"), "safe"),
    **dict.fromkeys(("urls.RelURL", "urls.AbsURL", "transform.Plainify", "transform.HTMLEscape"), "same"),
    "compare.Default": "default",
}
_OF_ONE: Final = frozenset(["safe", "same", "not", "markdown", "lower", "upper", "title"])


@lru_cache(maxsize=256)
def shortcode_of(template: str) -> Shortcode | None:
    """What the template makes; None where it does more than is read here."""
    if len(template) > _LONGEST:
        return None
    try:
        return by_template(_Reader(template).parts())
    except (NotPlainError, IndexError):
        return None


class _Reader:
    def __init__(self, template: str) -> None:
        self._pieces = list(_pieces(template))
        self._at = 0

    def parts(self, depth: int = 0) -> tuple[Part, ...]:
        found: list[Part] = []
        while self._at < len(self._pieces):
            kind, said = self._pieces[self._at]
            if kind == "action" and said.split(maxsplit=1)[:1] in (["end"], ["else"]):
                if depth:
                    return tuple(found)
                raise NotPlainError
            self._at += 1
            found += [said] if kind == "text" else self._action(said, depth)
        if depth:
            raise NotPlainError
        return tuple(found)

    def _action(self, said: str, depth: int) -> list[Part]:
        word, _, rest = said.partition(" ")
        if not said or _COMMENT.match(said):
            return []
        if word in {"if", "with"}:
            return [self._choice(word, rest, depth)]
        if given := re.match(r"\$(\w+)\s*:?=\s*(.+)\Z", said, re.DOTALL):
            return [Given(given[1], _value(given[2]))]
        return [_called(_value(said))]

    def _choice(self, word: str, rest: str, depth: int) -> Choice:
        if depth > _DEEPEST:
            raise NotPlainError
        test, then = _value(rest), self.parts(depth + 1)
        said = self._pieces[self._at][1]
        self._at += 1
        if said == "end":
            return Choice(test, then, named=word == "with")
        more = said.removeprefix("else").strip()
        if more:  # else if
            inner, _, condition = more.partition(" ")
            if inner not in {"if", "with"}:
                raise NotPlainError
            return Choice(test, then, (self._choice(inner, condition, depth + 1),), named=word == "with")
        other = self.parts(depth + 1)
        self._at += 1
        return Choice(test, then, other, named=word == "with")


def _pieces(template: str) -> list[tuple[str, str]]:
    """Texts and actions in turn, white space trimmed where an action says so."""
    found: list[tuple[str, str]] = []
    position = 0
    for action in _ACTION.finditer(template):
        before = template[position : action.start()] + ("" if action["open"] else action["before"])
        found += [("text", before), ("action", action["said"].strip())]
        position = action.end() if action["shut"] else action.start("after")
    rest = template[position:]
    if "{{" in rest:
        raise NotPlainError
    return [*found, ("text", rest)]


def _called(value: Call | str) -> Call:
    return value if isinstance(value, Call) else Call("same", (value,))


def _value(said: str) -> Call | str:
    tokens: list[re.Match[str]] = []
    position = 0
    said = said.strip()
    while position < len(said):
        token = _TOKEN.match(said, position)
        if token is None:
            raise NotPlainError
        tokens.append(token)
        position = token.end()
    value, rest = _pipeline(tokens, 0)
    if rest:
        raise NotPlainError
    return value


def _pipeline(tokens: list[re.Match[str]], depth: int) -> tuple[Call | str, list[re.Match[str]]]:
    """Commands one after another, each given what the one before made as its last argument."""
    value: Call | str | None = None
    while tokens and tokens[0]["sign"] != ")":
        if value is not None:
            if tokens[0]["sign"] != "|":
                raise NotPlainError
            tokens = tokens[1:]
        value, tokens = _command(tokens, value, depth)
    if value is None:
        raise NotPlainError
    return value, tokens


def _command(
    tokens: list[re.Match[str]], piped: Call | str | None, depth: int
) -> tuple[Call | str, list[re.Match[str]]]:
    word = tokens[0]["word"] or ""
    if word in {".Get", "$.Get"}:
        key = tokens[1]["text"] or tokens[1]["number"]
        if not key or piped is not None:
            raise NotPlainError
        return Call("get", (key.strip('"`'),)), tokens[2:]
    name = _NAMES.get(word, "")
    if not name:
        if piped is not None:
            raise NotPlainError
        return _operand(tokens, depth)
    tokens, arguments = tokens[1:], list[Call | str]()
    while tokens and tokens[0]["sign"] not in {"|", ")"}:
        argument, tokens = _operand(tokens, depth)
        arguments.append(argument)
    arguments += [] if piped is None else [piped]
    if not arguments or (name in _OF_ONE and len(arguments) > 1):
        raise NotPlainError
    return Call(name, tuple(arguments)), tokens


def _operand(tokens: list[re.Match[str]], depth: int) -> tuple[Call | str, list[re.Match[str]]]:
    token, rest = tokens[0], tokens[1:]
    if token["sign"] == "(" and depth < _DEEPEST:
        value, rest = _pipeline(rest, depth + 1)
        return value, rest[1:]
    if token["text"]:
        return re.sub(r"\\(.)", r"\1", token["text"][1:-1]) if token["text"][0] == '"' else token["text"][
            1:-1
        ], rest
    if token["number"]:
        return token["number"], rest
    word = token["word"] or ""
    if word in {".Inner", "$.Inner"}:
        return Call("inner"), rest
    if word == ".":
        return Call("dot"), rest
    if re.fullmatch(r"\$\w+", word):
        return Call("name", (word[1:],)), rest
    raise NotPlainError
