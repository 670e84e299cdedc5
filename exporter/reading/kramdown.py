"""kramdown's own notations, which Jekyll sites write: attribute lists ``{:.class #id}``, ``{:toc}``, extensions
``{::comment}``, Markdown within HTML."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.abbreviations import without_abbreviations
from exporter.reading.callouts import callout_kind
from exporter.reading.html_blocks import whole_html
from exporter.reading.located import Text
from exporter.reading.markdown_in_html import markdown_in_html
from exporter.reading.quoting import UNTITLED, quoted
from exporter.reading.rows import Row, fenced, joined, rows
from exporter.reading.verbatim import outside

_COMMENT: Final = re.compile(r"\{::comment\}.*?(?:\{:/(?:comment)?\}|\Z)\n?", re.DOTALL)
# Chirpy's twin of a picture for a dark page, ``![…](…){: .dark }``; paper is light.
_DARK: Final = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)\{:[^}\n]*\.dark(?![\w-])[^}\n]*\}")
# Bold that holds a comment alone shows nothing; what follows would be read as bold's end.
_UNSEEN: Final = re.compile(r"\*\*[ \t]*<!--(?:(?!-->)[^\n])*-->[ \t]*\*\*")
_EXTENSION: Final = re.compile(r"\{:(?::(?:options|nomarkdown)\b[^}\n]*|/[a-z]*)\}")
_ITEM: Final = r"""(?:[.#][\w:-]+|[\w:-]+=(?:"[^"\n]*"|'[^'\n]*')|[A-Za-z][\w-]*)"""
_LIST: Final = re.compile(rf"\{{:[ \t]*(?P<items>(?:{_ITEM}(?:[ \t]+{_ITEM})*)?)[ \t]*\}}")
_ALONE: Final = re.compile(rf"(?P<margin>[ \t]*)(?:{_LIST.pattern}[ \t]*)+\Z")
_DEFINITION: Final = re.compile(rf"[ \t]{{0,3}}\{{:[\w-]+:[ \t]*(?:{_ITEM}(?:[ \t]+|(?=\}})))*\}}[ \t]*\Z")
_ID: Final = re.compile(r"(?:\A|[\s{:])(?:#|id=[\"'])([\w:-]+)")
_CLASS: Final = re.compile(r"(?:\A|[\s{:])\.([\w:-]+)")
_TOC: Final = re.compile(r"\{:[^}]*(?<![\w.#-])toc(?![\w-])[^}]*\}")
# Boxes of widespread themes: Chirpy's prompts, Minimal Mistakes' notices.
_BOX: Final = re.compile(r"\.(?:prompt-(?P<kind>[a-z]+)|notice(?:--(?P<notice>[a-z]+))?)(?![\w-])")
_UNSAID: Final = frozenset(["info", "note"])
_HEADING: Final = re.compile(r" {0,3}#{1,6}(?:[ \t]|\Z)")
_BULLET: Final = re.compile(r"([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)(.*)\Z")


def kramdown(body: Text) -> Text:
    """``body`` in the Markdown that is read here; ``body`` itself where nothing of kramdown is in it.

    Ids and classes of blocks become ``{#id .class}``, of headings at their end; those of spans vanish, an id
    becoming an empty span. So do tables of contents, comments, abbreviations.
    """
    body = markdown_in_html(whole_html(without_abbreviations(body)))
    if unseen := [(*match.span(), "") for match in outside(body, _UNSEEN)]:
        body = body.edited(unseen)
    if "{:" not in body.text:
        return body
    for pattern in (_COMMENT, _EXTENSION, _DARK):
        if edits := [(*match.span(), "") for match in outside(body, pattern)]:
            body = body.edited(edits)
    return _spans(_blocks(body))


def _blocks(body: Text) -> Text:
    """Attribute lists on lines of their own, and what they define."""
    lines = rows(body)
    code = fenced(lines)
    found: list[Row] = []
    pending: list[str] = []  # attributes for the block to come
    for (number, line), is_code in zip(lines, code, strict=True):
        alone = None if is_code else _ALONE.match(line)
        if not is_code and _DEFINITION.match(line):
            continue
        if alone is None:
            found += _ended(pending, line, found)
            found.append((number, _attributed(line, pending, is_code=is_code)))
        elif _TOC.search(line):
            while found and found[-1][1].strip():
                found.pop()
        elif found and _HEADING.match(found[-1][1]):
            found[-1] = (found[-1][0], _identified(found[-1][1], line))
        elif (kind := _BOX.search(line)) and found and found[-1][1].strip():
            _boxed(found, kind, number)
        elif attributes := _attributes(line):
            if found and found[-1][1].strip():
                found.append((number, f"{alone['margin']}{attributes}"))
            else:
                pending[:] = [attributes]
    found += _ended(pending, "", found)
    return joined(found)


def _boxed(found: list[Row], kind: re.Match[str], number: int) -> None:
    """Makes the quote or the paragraph that ends the rows a callout."""
    start = len(found)
    while start and found[start - 1][1].strip():
        start -= 1
    block = [(at, re.sub(r"^[ \t]*>[ ]?", "", line)) for at, line in found[start:]]
    name = kind["kind"] or kind["notice"] or ""
    title = "" if callout_kind(name) and name not in _UNSAID else UNTITLED
    found[start:] = quoted(name or "note", title, block, number=block[0][0] if block else number)


def _attributes(line: str) -> str:
    """The id and the classes of an attribute list as we read them; empty where it has neither."""
    identity = [f"#{name}" for name in _ID.findall(line)[:1]]
    names = [*identity, *(f".{name}" for name in _CLASS.findall(line))]
    return f"{{{' '.join(names)}}}" if names else ""


def _identified(heading: str, line: str) -> str:
    identity = _ID.search(line)
    if identity is None or heading.rstrip().endswith("}"):
        return heading
    return f"{heading.rstrip(' #') or heading.rstrip()} {{#{identity[1]}}}"


def _attributed(line: str, pending: list[str], *, is_code: bool) -> str:
    """The first line of a block with the attributes before it, where it can bear them."""
    if not pending or is_code or not line.strip():
        return line
    if _HEADING.match(line):
        return _identified(line, pending.pop())
    bullet = _BULLET.match(line)
    identity = _ID.search(pending[0]) if bullet else None
    if bullet and identity:
        pending.clear()
        return f'{bullet[1]}<span id="{identity[1]}"></span>{bullet[2]}'
    return line


def _ended(pending: list[str], line: str, before: list[Row]) -> list[Row]:
    """Where a block ends its attributes follow it, on a line of their own."""
    if line.strip() or not pending or not before or not before[-1][1].strip():
        return []
    return [(before[-1][0], pending.pop())]


def _spans(body: Text) -> Text:
    """Attribute lists within lines."""
    edits: list[tuple[int, int, str]] = []
    for match in outside(body, _LIST):
        identity = _ID.search(match["items"])
        edits.append((*match.span(), f'<span id="{identity[1]}"></span>' if identity else ""))
    return body.edited(edits) if edits else body
