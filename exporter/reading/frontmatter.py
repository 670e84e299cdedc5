"""A file's text into the values of its header and a body that knows its lines: YAML ``---``, TOML ``+++``,
JSON ``{``, or none.
"""

from __future__ import annotations

import re

from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.reading.flat import read_flat
from exporter.reading.located import Text, locate
from exporter.reading.parsed import Parsed, Problem


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


# What a header of any kind may begin with.
_OPENING = re.compile(r"---|\+\+\+|\{")
# YAML, which mostly is so plain that no library need be asked.
_FLAT = re.compile(r"---[ \t]*\n(.*?)^(?:-{3,}|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


def split(text: str, source: str = "") -> FrontMatter:
    """``text`` of the file ``source``, decoded. What cannot be read is a Diagnostic; nothing is raised."""
    whole = locate(text)
    start = _start(whole.text)
    rest = whole.text[start:]
    if not _OPENING.match(rest):
        return FrontMatter({}, whole)
    fences = _FLAT.match(rest)
    meta = read_flat(fences[1]) if fences else None
    if fences and meta is not None:
        body = whole.part(start + fences.end(), len(whole.text))
        return FrontMatter(meta, body, fences[1], whole.line(start) + 1)
    # python-frontmatter and PyYAML: 15 ms that a scan of plain headers does without.
    from exporter.reading.handlers import HANDLERS  # noqa: PLC0415

    chosen = next(((handler, fence) for handler, fence in HANDLERS if handler.detect(rest)), None)
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


def _bounds(raw: bytes) -> tuple[int, int, int | None]:
    """Where the text between the fences begins and ends, both 0 where none is known, and how many bytes the header
    takes, fences included: 0 without one, None if ``raw`` is too short to tell.

    Bytes after a JSON header cannot be told from it cheaply: None too, and the caller reads the whole file.
    """
    fence = _FENCE.match(raw)
    if fence and (closed := _CLOSING[fence[1]].search(raw, fence.end() - 1)):
        return fence.end(), closed.start() + 1, closed.end()
    return 0, 0, None if _OPENED.match(raw) else 0


def read_header(raw: bytes, source: str = "") -> FrontMatter | None:
    """The header of a file of which ``raw`` is the beginning, with an empty body; None if ``raw`` is too
    short to tell.

    Raises UnicodeDecodeError for a header that is not UTF-8.
    """
    start, end, length = _bounds(raw)
    if length is None:
        return None
    text = raw[:length].decode()
    if text.startswith("---"):
        header = text[start : len(text) - (length - end)]  # fences are ASCII
        meta = read_flat(header)
        if meta is not None:
            return FrontMatter(meta, Text("", (text.count("\n") + 1,)), header, 2)
    return split(text, source)
