"""What a program in JavaScript or TypeScript plainly writes down: objects, lists, texts, numbers. It is never run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from exporter.sites.configs import written
from exporter.sites.fields import Table, table
from exporter.world.files import Files

_DEEPEST: Final = 30
_TOKEN: Final = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"
    r"|(?P<number>-?\d[\d_]*(?:\.\d+)?(?![\w.]))|(?P<word>[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)|(?P<sign>.)",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u\{?([0-9a-fA-F]{4,6})\}?|(.))", re.DOTALL)
_PLAIN: Final = {"n": "\n", "t": "\t", "r": "\r"}
_WORDS: Final = {"true": True, "false": False, "null": None, "undefined": None}
_CLOSING: Final = {"{": "}", "[": "]", "(": ")"}
_FROM: Final = re.compile(
    r"\bimport\s+(?:type\s+)?(?P<names>[^;'\"]*?)\s*from\s*['\"](?P<place>[^'\"]+)['\"]"
)
_SLOT: Final = re.compile(r"\$\{([^{}]*)\}")
_ENDINGS: Final = ("", ".ts", ".js", ".mjs", ".cjs", ".mts", ".json", "/index.ts", "/index.js")


class Name(str):
    """A value that is another's: ``SITE.website``."""

    __slots__ = ()


class Template(str):
    """A text with others' values in it: ``./${FOLDER}``."""

    __slots__ = ()


class _Reader:
    """Reads one value from a place on; what is no literal is passed over up to where the value ends."""

    def __init__(self, source: str, start: int) -> None:
        self._source = (token for token in _TOKEN.finditer(source, start) if token.lastgroup != "space")
        self._tokens: list[re.Match[str]] = []
        self._at = 0

    def value(self, depth: int = 0) -> Any:
        token = self._next()
        if depth > _DEEPEST or token is None:
            return None
        made: Any = None
        if token["text"]:
            made = _text(token["text"])
        elif token["number"]:
            made = _number(token["number"])
        elif token["word"] and self._peek() == "(":
            made = self._called(depth)
        elif token["word"]:
            made = _WORDS[token[0]] if token[0] in _WORDS else Name(token["word"])
        elif token[0] == "{":
            made = self._object(depth)
        elif token[0] == "[":
            made = self._list(depth)
        elif token[0] == "(":
            self._skip(")")
        return made if self._ended() else None

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while (token := self._next()) is not None and token[0] != "}":
            key = _text(token["text"]) if token["text"] else token["word"] or token["number"]
            if key is not None and self._peek() == ":":
                self._at += 1
                found[key] = self.value(depth + 1)
            elif key is not None and self._peek() in {",", "}"}:
                found[key] = Name(key)  # ``{ title }``
            if not self._skip(","):
                break
        return found

    def _called(self, depth: int) -> Any:
        """Of ``defineConfig({…})`` and its like the object that is given to it."""
        self._at += 1
        made = self.value(depth + 1) if self._peek() == "{" else None
        self._skip(")")
        return made

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        while self._peek() not in {"]", ""}:
            found.append(self.value(depth + 1))
            if not self._skip(","):
                return found
        self._at += 1
        return found

    def _ended(self) -> bool:
        """Whether the value is all there is: ``"a" + b`` is none. ``as const`` and a type say nothing."""
        if self._peek() in {"as", "satisfies"}:
            return True
        if self._peek() in {",", "}", "]", ")", ";", ""}:
            return True
        # A word on a line of its own cannot go on with the value.
        token, before = self._tokens[self._at], self._tokens[self._at - 1]
        return bool(token["word"]) and "\n" in token.string[before.end() : token.start()]

    def _skip(self, sign: str) -> bool:
        """Goes behind the next ``sign`` of this depth; False where the braces around end first."""
        open_at: list[str] = []
        while (token := self._next()) is not None:
            if not open_at and token[0] == sign:
                return True
            if token[0] in _CLOSING:
                open_at.append(_CLOSING[token[0]])
            elif token[0] in "}])":
                if not open_at:
                    return False
                open_at.pop()
        return False

    def _next(self) -> re.Match[str] | None:
        self._peek()
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else None

    def _peek(self) -> str:
        if self._at == len(self._tokens) and (token := next(self._source, None)) is not None:
            self._tokens.append(token)
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""


def _number(source: str) -> int | float | None:
    """None for one of more digits than Python reads."""
    try:
        return float(source) if "." in source else int(source)
    except ValueError:
        return None


def _text(quoted: str) -> str:
    said = _ESCAPE.sub(_unescaped, quoted[1:-1])
    return Template(said) if quoted[0] == "`" and "${" in said else said


def _unescaped(escape: re.Match[str]) -> str:
    if not escape[1]:
        return _PLAIN.get(escape[2], escape[2])
    number = int(escape[1], 16)
    return chr(number) if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "\ufffd"


def literal(source: str, start: int) -> Any:
    """The value that is written from ``start`` on; None where that is no literal."""
    return _Reader(source, start).value()


def given(source: str, name: str) -> Any:
    """What a variable or a key of this name is given, wherever it stands first: ``const NAME: Type = {…}``,
    ``NAME: "…"``. None where that is no literal.
    """
    sign = rf"(?<![\w.$-]){re.escape(name)}['\"]?\s*(?::\s*[\w.<>\[\]| ]+?\s*)?(?:=(?![=>])|:)\s*"
    for place in re.finditer(sign, source):
        value = _Reader(source, place.end()).value()
        if value is not None:
            return value
    return None


def exported(source: str) -> Table:
    """The object that a module is: of ``export default {…}``, ``module.exports = {…}``, ``defineConfig({…})``."""
    for place in re.finditer(r"(?:export\s+default|module\.exports\s*=)\s*", source):
        value = _Reader(source, place.end()).value()
        if isinstance(value, Name):
            value = given(source, value)
        if table(value):
            return table(value)
    return {}


def settled(files: Files, path: str, value: object) -> Any:
    """``value`` of the module ``path``, a Name looked up in it or in the module that it imports it from; the folder
    of the program is ".". None for what is not known.
    """
    if isinstance(value, Template):
        slots = {slot[0]: settled(files, path, Name(slot[1].strip())) for slot in _SLOT.finditer(value)}
        if any(not isinstance(said, str) for said in slots.values()):
            return None
        return _SLOT.sub(lambda slot: slots[slot[0]], value)
    if value == "__dirname":
        return "."
    if not isinstance(value, Name):
        return value
    first, *rest = value.replace("?.", ".").split(".")
    source = written(files, path)
    found = given(source, first)
    if found is None:
        found = next((given(text, first) for text in _imported(files, path, source, first)), None)
    for key in rest:
        found = table(found).get(key)
    return None if isinstance(found, Name | Template) else found


def _imported(files: Files, path: str, source: str, name: str) -> Iterator[str]:
    for statement in _FROM.finditer(source):
        if re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", statement["names"]):
            place = statement["place"]
            here = posixpath.dirname(path)
            start = (
                posixpath.join(here, place) if place.startswith(".") else re.sub(r"^[@~]/?", "src/", place)
            )
            for ending in _ENDINGS:
                if text := written(files, posixpath.normpath(start + ending)):
                    yield text
                    break
