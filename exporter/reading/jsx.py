"""The tokens of JSX: tags with their attributes, expressions in braces, statements of modules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

# What moves the depth of brackets, or is skipped as one: strings end with their line, for an apostrophe in
# the text of an element begins none.
_TOKEN: Final = re.compile(
    r"""(?P<skip>/\*.*?(?:\*/|\Z)|(?<![:"'])//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<tick>`)|(?P<line>\n)",
    re.DOTALL,
)
_TEMPLATE: Final = re.compile(r"\\.|(?P<hole>\$\{)|(?P<tick>`)", re.DOTALL)
_NAME: Final = re.compile(r"</?(?P<name>[A-Za-z][\w.-]*)?(?=[\s/>{]|\Z)")
_BLANK: Final = re.compile(r"(?:\s|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_ATTRIBUTE: Final = re.compile(
    r"""(?P<name>[A-Za-z_$@:][\w:.@-]*)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<brace>\{)|(?P<bare>[^\s"'{}<>=`]+)))?"""
)
_STRING: Final = re.compile(
    r"""\s*(?:"(?P<d>(?:[^"\\]|\\.)*)"|'(?P<s>(?:[^'\\]|\\.)*)'|`(?P<t>(?:[^`\\$]|\\.|\$(?!\{))*)`)\s*\Z""",
    re.DOTALL,
)
_NUMBER: Final = re.compile(r"\s*-?\d+(?:\.\d+)?\s*\Z")
_CALLED: Final = re.compile(r"\s*(?:require|useBaseUrl|withBaseUrl|url)\(([^()]*)\)(?:\.default)?\s*\Z")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "\n": ""}


class UnclosedError(Exception):
    """A bracket within a tag is never closed: the text was read to its end."""


class Tag(Struct, frozen=True):
    """``name`` is empty for a fragment. ``attributes`` are those whose value is known; ``plain`` says that
    the tag is HTML as it stands."""

    end: int
    name: str
    closing: bool
    empty: bool
    attributes: Mapping[str, str]
    plain: bool


def expression(text: str, start: int) -> int:
    """The offset after the bracket that closes the one at ``start``; -1 where none does."""
    depth = 0
    for token in _tokens(text, start):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
            if depth == 0:
                return token.end()
    return -1


def _tokens(text: str, start: int) -> Iterator[re.Match[str]]:
    """The tokens from ``start`` on outside of template literals; the tick of a literal that never ends is the last."""
    position = start
    while token := _TOKEN.search(text, position):
        position = _template(text, token.end()) if token["tick"] else token.end()
        if position < 0 or not token["tick"]:
            yield token
        if position < 0:
            return


def _template(text: str, start: int) -> int:
    """The offset after a template literal that begins before ``start``; -1 where it does not end."""
    position = start
    while token := _TEMPLATE.search(text, position):
        position = token.end()
        if token["tick"]:
            return position
        if token["hole"]:
            # A hole may hold templates; deeper ones than one are read as if they ended it.
            position = text.find("}", position) + 1
            if not position:
                return -1
    return -1


def statement(text: str, start: int) -> int:
    """The offset after the module statement that begins at ``start``, its line end included: where its
    brackets are closed and the line is the last before a blank one or ends as statements end. -1 where they
    are not."""
    depth = 0
    for token in _tokens(text, start):
        if token["tick"]:
            return -1
        if token["open"] or token["close"]:
            depth += 1 if token["open"] else -1
        elif token["line"] and depth <= 0:
            line = text[text.rfind("\n", 0, token.start()) + 1 : token.start()].rstrip()
            if line.endswith((";", '"', "'", "}")) or not text[token.end() :].partition("\n")[0].strip():
                return token.end()
    return -1 if depth > 0 else len(text)


def tag(text: str, start: int, known: Mapping[str, str]) -> Tag | None:
    """The tag that begins at ``start``; None for what is none. ``known`` are values that names have.

    Raises UnclosedError.
    """
    name = _NAME.match(text, start)
    if name is None or (name["name"] is None and text[name.end() : name.end() + 1] != ">"):
        return None
    attributes: dict[str, str] = {}
    position, plain = name.end(), True
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        if position == len(text):
            raise UnclosedError
        if text.startswith((">", "/>"), position):
            empty = text[position] == "/"
            closing = text.startswith("</", start)
            return Tag(position + 1 + empty, name["name"] or "", closing, empty, attributes, plain)
        end, html = _attribute(text, position, known, attributes)
        if end < 0:
            return None
        position, plain = end, plain and html


def _attribute(
    text: str, start: int, known: Mapping[str, str], attributes: dict[str, str]
) -> tuple[int, bool]:
    """Adds the attribute at ``start``, where its value is known; the offset after it and whether HTML has
    the like, or -1 where there is none."""
    if text.startswith("{", start):
        return _closed(text, start), False
    found = _ATTRIBUTE.match(text, start)
    if found is None:
        return -1, False
    if not found["brace"]:
        attributes.setdefault(found["name"], found["double"] or found["single"] or found["bare"] or "")
        return found.end(), True
    end = _closed(text, found.end() - 1)
    value = literal(text[found.end() : end - 1], known)
    if value is not None and found["name"] != "style":
        attributes.setdefault(found["name"], value)
    return end, False


def _closed(text: str, start: int) -> int:
    end = expression(text, start)
    if end < 0:
        raise UnclosedError
    return end


def literal(code: str, known: Mapping[str, str]) -> str | None:
    """What ``code`` is worth where it is a string, a number, a name that is known or the address of a file;
    None for anything else."""
    called = _CALLED.match(code)
    if called:
        return literal(called[1], {})
    string = _STRING.match(code)
    if string:
        raw = next(part for part in (string["d"], string["s"], string["t"]) if part is not None)
        return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), raw)
    bare = code.strip()
    if _NUMBER.match(code):
        return bare
    if bare == "true":
        return ""
    return known.get(bare.removesuffix(".src").removesuffix(".default"))
