"""Tags that make blocks: boxes, quotes, code, tabs, what is folded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from exporter.reading.quoting import UNTITLED, quoted, trimmed
from exporter.sites.hexo_tags.use import Made, Maker, Use

_KINDS: Final = {
    "default": "note", "primary": "note", "info": "note", "success": "tip", "warning": "warning", "danger": "caution",
    **dict.fromkeys(("blue", "pink", "red", "purple", "orange", "green", "yellow", "cyan", "gray"), "note"),
}  # fmt: skip
_LOOKS: Final = frozenset(["no-icon", "simple", "modern", "flat", "disabled", "icon", "open", "close"])
_ICON: Final = re.compile(r"(?:fa[srlbd]?|iconfont|icon)[ -]")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,8}")
# What stands in tabs and in time lines: <!-- tab Title@icon --> … <!-- endtab -->.
_SECTION: Final = re.compile(
    r"\s*<!--\s*(?P<end>end)?(?P<name>tab|timeline|node|cell|step)\b(?P<title>.*?)-->\s*", re.DOTALL
)
_RUN: Final = re.compile(r"`{3,}")
_URL: Final = re.compile(r"https?://\S+")


def _spoken(words: list[str]) -> str:
    """Those of a box's words that are neither its colour nor its look."""
    return " ".join(
        word for word in words
        if word not in _LOOKS and word not in _KINDS and not _ICON.match(word) and not _COLOUR.fullmatch(word)
    )  # fmt: skip


def _note(use: Use) -> Made:
    """``{% note danger no-icon %}``, ``{% note primary 'fas fa-bullhorn' flat %}``, ``{% note info A title %}``."""
    kind = next((_KINDS[word] for word in use.words if word in _KINDS), "note")
    title = _spoken(use.words) or (UNTITLED if kind == "note" else "")
    return quoted(kind, title, use.content, number=use.line)


def _folded(use: Use) -> Made:
    """``{% hideToggle Title,bg,color %}``, ``{% folding green open, Title %}``: open, for paper cannot be unfolded."""
    said = [spoken for part in use.parts if (spoken := _spoken(part.split()))]
    return quoted("note", said[0] if said else UNTITLED, use.content, number=use.line)


def _quote(use: Use) -> Made:
    """``{% blockquote Author, Source https://… Title of the link %}``."""
    url = _URL.search(use.said)
    by = use.said[: url.start()].strip().rstrip(",") if url else use.said
    work = use.said[url.end() :].strip() or url[0] if url else ""
    credit = ", ".join(filter(None, [by, f"[{work}](<{url[0]}>)" if url else ""]))
    content = [*use.content, *([(use.line, ""), (use.line, f"— {credit}")] if credit else [])]
    return [*((at, f"> {row}".rstrip()) for at, row in content), (use.line, "")]


def _centred(use: Use) -> Made:
    """``{% cq %}`` and ``{% pullquote left %}``: a quotation by nobody."""
    return [*((at, f"> {row}".rstrip()) for at, row in use.content), (use.line, "")]


def _code(use: Use) -> Made:
    """``{% codeblock Title lang:js https://… words %}``."""
    options = [word for word in use.words if re.match(r"[a-z_]+:(?!//)", word)]
    language = next((word[5:] for word in options if word.startswith("lang:")), "")
    title = " ".join(word for word in use.words if word not in options and not _URL.match(word))
    caption = [(use.line, f"**{title}**"), (use.line, "")] if title else []
    return [*caption, *_fenced(use, language)]


def _fenced(use: Use, language: str) -> Made:
    content = use.content
    fence = "`" * max([3, *(len(run) + 1 for _, row in content for run in _RUN.findall(row))])
    last = content[-1][0] if content else use.line
    return [(use.line, f"{fence}{language}"), *content, (last, fence), (last, "")]


def _sections(use: Use) -> Made:
    """Tabs and the stations of a time line, one after another under their labels."""
    title = "" if use.name == "tabs" else _spoken(use.parts[:1])
    made: Made = [(use.line, f"**{title}**"), (use.line, "")] if title else []
    count = 0
    for at, row in use.content:
        section = _SECTION.fullmatch(row)
        if section is None:
            made.append((at, row))
        elif not section["end"]:
            count += 1
            label = section["title"].partition("@")[0].strip() or f"{use.parts[0]} {count}".strip()
            made += [(at, ""), (at, f"**{label}**"), (at, "")]
        else:
            made.append((at, ""))
    return [*trimmed(made), (use.line, "")]


def _plain(use: Use) -> Made:
    """What it encloses: a gallery is its pictures, one after another."""
    return [*use.content, (use.line, "")]


def _raw(use: Use) -> Made:
    return use.content


BLOCKS: Final[Mapping[str, Maker]] = {
    **dict.fromkeys(("note", "subnote", "noteblock"), _note),
    **dict.fromkeys(
        ("hideToggle", "hideBlock", "folding", "fold", "spoiler", "details", "collapse"), _folded
    ),
    **dict.fromkeys(("blockquote", "quote"), _quote),
    **dict.fromkeys(("centerquote", "cq", "pullquote"), _centred),
    **dict.fromkeys(("codeblock", "code"), _code),
    **dict.fromkeys(("tabs", "timeline"), _sections),
    **dict.fromkeys(
        ("gallery", "galleryGroup", "grouppicture", "gp", "ghcards", "sitegroup", "btns"), _plain
    ),
    "mermaid": lambda use: _fenced(use, "mermaid"),
    "math": lambda use: [(use.line, "$$"), *use.content, (use.line, "$$"), (use.line, "")],
    "raw": _raw,
}
