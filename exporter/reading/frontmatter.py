"""A file's text into the values of its header and a body that knows its lines: YAML ``---``, TOML ``+++``,
JSON ``{``, or none.

python-frontmatter's handlers detect and split; its own ``parse()`` is not used, for it strips the body,
counts no lines, knows no TOML without a third-party package and takes a header that never closes for text.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Protocol

from frontmatter.default_handlers import BaseHandler
from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.reading.data import Parsed, Problem, parse_json_prefix, parse_toml, parse_yaml
from exporter.reading.located import Text, locate


class FrontMatter(Struct, frozen=True):
    """``meta`` is empty and ``ok`` False where the header could not be read; the diagnostics then hold an
    S103.

    ``header`` is the text between the fences and ``first`` the source line of its first line.
    """

    meta: dict[str, object]
    body: Text
    header: str = ""
    first: int = 1
    ok: bool = True
    diagnostics: tuple[Diagnostic, ...] = ()

    def line(self, key: str) -> int:
        """The source line that names ``key`` at the top level, in any letter case; 0 where none does."""
        found = re.search(
            rf"""^[ \t]*["']?{re.escape(key)}["']?[ \t]*[:=]""", self.header, re.MULTILINE | re.IGNORECASE
        )
        return self.first + self.header.count("\n", 0, found.start()) if found else 0


class _Handler(Protocol):
    def detect(self, text: str) -> bool: ...
    def split(self, text: str) -> tuple[str, str]: ...
    def load(self, fm: str) -> Any: ...


class _Yaml(BaseHandler):
    """Opened by ``---``, closed by that (or a longer run, as Hugo allows) or by YAML's own end mark
    ``...``."""

    FM_BOUNDARY = re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
    OPENING: ClassVar = re.compile(r"---[ \t]*(?:\n|\Z)")

    def detect(self, text: str) -> bool:
        return self.OPENING.match(text) is not None

    def load(self, fm: str) -> Any:
        return parse_yaml(fm)


class _Toml(BaseHandler):
    FM_BOUNDARY = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)

    def load(self, fm: str) -> Any:
        return parse_toml(fm)


class _Json(BaseHandler):
    """A JSON object has no fence: it ends where its last brace does."""

    FM_BOUNDARY = re.compile(r"\{\s*[\"}]")

    def split(self, text: str) -> tuple[str, str]:
        _, end = parse_json_prefix(text)
        end += 1 if text.startswith("\n", end) else 0
        return text[:end], text[end:]

    def load(self, fm: str) -> Any:
        return parse_json_prefix(fm)[0]


_HANDLERS: tuple[tuple[_Handler, int], ...] = (
    (_Yaml(), 1),
    (_Toml(), 1),
    (_Json(), 0),
)  # with the lines of the fence
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


def split(text: str, source: str = "") -> FrontMatter:
    """``text`` of the file ``source``, decoded. What cannot be read is a Diagnostic; nothing is raised."""
    whole = locate(text)
    start = _start(whole.text)
    rest = whole.text[start:]
    chosen = next(((handler, fence) for handler, fence in _HANDLERS if handler.detect(rest)), None)
    if chosen is None:
        return FrontMatter({}, whole)
    handler, fence = chosen
    first = whole.line(start) + fence
    try:
        header, content = handler.split(rest)
    except ValueError:  # fewer than two fences
        return _broken(whole, rest, Problem(0, "the header is never closed"), first=first, source=source)
    parsed: Parsed = handler.load(header)
    body = whole.part(len(whole.text) - len(content), len(whole.text))
    if parsed.error:
        return _broken(body, header, parsed.error, first=first, source=source)
    return _read(parsed, header, body, first=first, source=source)


def _start(text: str) -> int:
    match = _BLANK_LINES.match(text)
    return match.end() if match else 0


def _read(parsed: Parsed, header: str, body: Text, *, first: int, source: str) -> FrontMatter:
    if parsed.value is not None and not isinstance(parsed.value, dict):
        return _broken(
            body, header, Problem(1, "the header is no mapping of keys to values"), first=first, source=source
        )
    repeated = tuple(diagnose("S110", p.message, source, first + p.line - 1) for p in parsed.repeated)
    return FrontMatter(parsed.value or {}, body, header, first, diagnostics=repeated)


def _broken(body: Text, header: str, problem: Problem, *, first: int, source: str) -> FrontMatter:
    finding = diagnose("S103", problem.message, source, first + problem.line - 1)
    return FrontMatter({}, body, header, first, ok=False, diagnostics=(finding,))


# The fences of a header in undecoded bytes: enough to know how much of a file a scan has to read.
_FENCE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(---|\+\+\+)[ \t]*\r?\n")
_CLOSING = {
    b"---": re.compile(rb"\n(?:-{3,}|\.\.\.)[ \t]*(?:\r?\n|\Z)"),
    b"+++": re.compile(rb"\n\+\+\+[ \t]*(?:\r?\n|\Z)"),
}
_OPENED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*"
    rb"(?:(?:---|\+\+\+)[ \t]*\r?(?:\n|\Z)|\{\s*(?:[\"}]|\Z)|[-+]{0,3}[ \t\r]*\Z)"
)


def header_length(raw: bytes) -> int | None:
    """How many bytes of a file, from its start, the header takes, fences included: 0 without one, None if
    ``raw`` is too short.

    Bytes after a JSON header cannot be told from it cheaply: None too, and the caller reads the whole file.
    """
    fence = _FENCE.match(raw)
    if fence and (closed := _CLOSING[fence[1]].search(raw, fence.end() - 1)):
        return closed.end()
    return None if _OPENED.match(raw) else 0


def read_header(raw: bytes, source: str = "") -> FrontMatter | None:
    """The header of a file of which ``raw`` is the beginning, with an empty body; None if ``raw`` is too
    short to tell.

    Raises UnicodeDecodeError for a header that is not UTF-8.
    """
    length = header_length(raw)
    return None if length is None else split(raw[:length].decode(), source)
