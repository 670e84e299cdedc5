"""A post as plain text for people: what a reader sees who has no HTML.

Links are numbered and listed at the end, tables are drawn by display width, quotes stand behind ``>``, code is
indented, ruby is written 漢字(かんじ), pictures are [their text]. Nothing of the markup remains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from exporter.model.vocabulary import BLOCKS
from exporter.passes.columns import width, wrap
from exporter.passes.plaintable import draw

Lines = list[str]
_Render = Callable[[etree._Element, "_Links", int], Lines]

_NARROWEST: Final = 24  # columns: deep nesting stops taking room from the text here
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_BLOCKS: Final = BLOCKS | {"li", "dt", "dd", "figcaption", "summary", "caption"}
_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class _Links:
    """The URLs of one text in order of appearance, each with its number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, url: str) -> int:
        return self.numbers.setdefault(url, len(self.numbers) + 1)

    def listing(self) -> Lines:
        return [f"[{number}] {url}" for url, number in self.numbers.items()]


def render(root: etree._Element, columns: int = 72) -> str:
    """The text of a thawed Markup, which is left as it is; lines are at most ``columns`` wide but for code and URLs."""
    links = _Links()
    lines = _flow(root, links, columns)
    if links.numbers:
        lines += ["", *links.listing()]
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def phrase(element: etree._Element) -> str:
    """The text of ``element`` on one line, links and notes left out."""
    return _SPACE.sub(" ", _inline(element, None)).strip()


def _flow(element: etree._Element, links: _Links, columns: int, *, tight: bool = False) -> Lines:
    """The children of ``element``: runs of phrasing become paragraphs, blocks are set off by an empty line."""
    blocks: list[Lines] = []
    run = _text(element.text)

    def finish() -> None:
        if run.strip():
            blocks.append(wrap(run.strip(), columns))

    for child in element:
        if child.tag in _BLOCKS:
            finish()
            run = ""
            blocks.append(_RULES.get(child.tag, _flow)(child, links, columns))
        else:
            run += _phrasing(child, links)
        run += _text(child.tail)
    finish()
    return _join([block for block in blocks if block], tight=tight)


def _join(blocks: list[Lines], *, tight: bool) -> Lines:
    lines: Lines = []
    for block in blocks:
        if lines and not tight:
            lines.append("")
        lines += block
    return lines


def _indent(lines: Lines, first: str, rest: str) -> Lines:
    return [(first if number == 0 else rest) + line for number, line in enumerate(lines)] or [first]


def _within(element: etree._Element, links: _Links, columns: int, prefix: str) -> Lines:
    inner = _flow(element, links, max(columns - width(prefix), _NARROWEST))
    return _indent(inner, prefix, prefix) if inner else []


# Phrasing


def _text(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""


def _inline(element: etree._Element, links: _Links | None) -> str:
    parts = [_text(element.text)]
    for child in element:
        parts.append(_phrasing(child, links))
        parts.append(_text(child.tail))
    return "".join(parts)


def _phrasing(element: etree._Element, links: _Links | None) -> str:
    rule = _PHRASING.get(element.tag, _inline)
    return rule(element, links)


def _picture(element: etree._Element, _links: _Links | None) -> str:
    alt = _text(element.get("alt")).strip()
    return f"[{alt}]" if alt else ""


def _checkbox(element: etree._Element, _links: _Links | None) -> str:
    return "[ ]" if element.get("checked") is None else "[x]"


def _link(element: etree._Element, links: _Links | None) -> str:
    role, url = element.get("role"), element.get("href", "#")
    if role == "doc-backlink" or (role == "doc-noteref" and links is None):
        return ""
    text = _inline(element, links)
    if role == "doc-noteref":
        return f"*{text.strip('[]()*')}"
    if links is None or url.startswith("#"):
        return text
    shown = re.sub(r"^(https?://|mailto:|tel:)", "", url).rstrip("/")
    if text.strip().removeprefix("https://").removeprefix("http://").rstrip("/") == shown:
        return text
    return f"{text} [{links.number(url)}]" if text.strip() else f"[{links.number(url)}]"


def _shifted(element: etree._Element, links: _Links | None) -> str:
    text = _inline(element, links)
    table = _RAISED if element.tag == "sup" else _LOWERED
    return text.translate(table) if all(ord(c) in table for c in text) else text


_PHRASING: Final[Mapping[str, Callable[[etree._Element, _Links | None], str]]] = {
    "a": _link,
    "br": lambda _element, _links: "\n",
    "img": _picture,
    "input": _checkbox,
    "q": lambda element, links: f"“{_inline(element, links)}”",
    "rp": lambda _element, _links: "",
    "rt": lambda element, links: f"({_inline(element, links)})",
    "sub": _shifted,
    "sup": _shifted,
}


# Blocks


def _paragraph(element: etree._Element, links: _Links, columns: int) -> Lines:
    text = _inline(element, links).strip()
    return wrap(text, columns) if text else []


def _heading(element: etree._Element, links: _Links, columns: int) -> Lines:
    lines = _paragraph(element, links, columns)
    if element.tag in {"h1", "h2", "h3"} and lines:
        lines.append("-" * max(map(width, lines)))
    return lines


def _quote(element: etree._Element, links: _Links, columns: int) -> Lines:
    return _within(element, links, columns, "> ")


def _source(element: etree._Element) -> str:
    """The characters of ``element`` as they are, a line end for each ``<br>``."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "br" else _source(child), child.tail or ""]
    return "".join(parts)


def _code(element: etree._Element, _links: _Links, _columns: int) -> Lines:
    text = _source(element).strip("\n").expandtabs(4)
    return [f"    {line}" for line in text.split("\n")]


def _rule(_element: etree._Element, _links: _Links, columns: int) -> Lines:
    return [" " * (columns // 2 - 3) + "*  *  *"]


def _list(element: etree._Element, links: _Links, columns: int) -> Lines:
    items = list(element)
    markers = _markers(element, items)
    room = max(map(width, markers), default=0)
    tight = not any(item.find("p") is not None for item in items)
    blocks = [
        _indent(
            _flow(item, links, max(columns - room, _NARROWEST), tight=tight), marker.rjust(room), " " * room
        )
        for item, marker in zip(items, markers, strict=True)
    ]
    return _join(blocks, tight=tight)


def _markers(element: etree._Element, items: list[etree._Element]) -> list[str]:
    if element.tag == "ul":
        return ["- "] * len(items)
    step = -1 if element.get("reversed") is not None else 1
    number = int(element.get("start") or (len(items) if step < 0 else 1))
    markers = []
    for item in items:
        number = int(item.get("value") or number)
        markers.append(f"{number}. ")
        number += step
    return markers


def _definition(element: etree._Element, links: _Links, columns: int) -> Lines:
    lines: Lines = []
    for child in element:
        if child.tag == "dt":
            lines += ["", *_paragraph(child, links, columns)] if lines else _paragraph(child, links, columns)
        else:
            lines += _within(child, links, columns, "    ")
    return lines


def _table(element: etree._Element, links: _Links, columns: int) -> Lines:
    caption = element.find("caption")
    title = _flow(caption, links, columns) if caption is not None else []
    lines = draw(element, columns, lambda cell: _cell(cell, links))
    return _join([block for block in (title, lines) if block], tight=False)


def _cell(cell: etree._Element, links: _Links) -> str:
    """A cell on one line: its blocks follow each other."""
    return " ".join(" ".join(line.split()) for line in _flow(cell, links, 10_000, tight=True) if line.strip())


def _section(element: etree._Element, links: _Links, columns: int) -> Lines:
    if element.get("role") != "doc-endnotes":
        return _flow(element, links, columns)
    lines = ["-" * 20]
    notes = [item for item in element.iter("li") if next(item.iterancestors("li"), None) is None]
    for number, item in enumerate(notes, 1):
        marker = f"*{number} "
        body = _flow(item, links, max(columns - len(marker), _NARROWEST))
        lines += _indent(body, marker, " " * len(marker))
    return lines


def _aside(element: etree._Element, links: _Links, columns: int) -> Lines:
    return _within(element, links, columns, "| ")


def _division(element: etree._Element, links: _Links, columns: int) -> Lines:
    if "math" not in (element.get("class") or "").split():
        return _flow(element, links, columns)
    return [f"    {line.strip()}" for line in _source(element).strip().split("\n")]


_RULES: Final[Mapping[str, _Render]] = {
    **{f"h{level}": _heading for level in range(1, 7)},
    "p": _paragraph,
    "dt": _paragraph,
    "summary": _paragraph,
    "blockquote": _quote,
    "pre": _code,
    "hr": _rule,
    "ul": _list,
    "ol": _list,
    "dl": _definition,
    "table": _table,
    "section": _section,
    "aside": _aside,
    "div": _division,
}
