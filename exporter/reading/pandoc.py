"""What pandoc's Markdown has besides, as Quarto's writers use it: captions, attributes, numbered things and references
to them. Code cells are Quarto's own and stand in cells.py."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_ATTRIBUTES: Final = r"\{(?P<said>[^{}\n]*)\}"
# ``![caption](file.png "title"){#fig-a width=50%}``; alone in its paragraph it is a figure.
_IMAGE: Final = re.compile(
    r"!\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\((?P<src>[^()\s]+)(?:[ \t]+\"[^\"\n]*\")?\)"
    rf"(?:{_ATTRIBUTES})?(?P<alone>[ \t]*(?=\n[ \t]*\n|\n:::|\n?\Z))?"
)
_SPAN: Final = re.compile(r"(?<![!\]\\])\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]\{[.#][^{}\n]*\}")
_EQUATION: Final = re.compile(r"(?P<sign>\$\$)[ \t]*\{#eq-[\w-]+[^{}\n]*\}")
# Below a table, or above it.
_CAPTION: Final = re.compile(rf"(?m)^(?:Table)?:[ \t]+(?P<words>\S.*?)[ \t]*(?:{_ATTRIBUTES})?[ \t]*$")
_NUMBERED: Final = re.compile(
    r"\{#(?P<key>(?P<kind>fig|tbl|eq|lst)-[\w-]+)"
    r"|^(?:#|//)\|[ \t]*label:[ \t]*(?P<label>(?P<of>fig|tbl|lst)-[\w-]+)",
    re.MULTILINE,
)
_SECTION: Final = re.compile(r"(?m)^#{1,6}[ \t]+(?P<title>.*?)[ \t]*\{#(?P<key>sec-[\w-]+)")
_REFERENCE: Final = re.compile(r"(?<![\w@/.])-?\[?(?P<at>@(?P<key>(?:fig|tbl|eq|lst|sec)-[\w-]*\w))\]?")
_KEY: Final = re.compile(r"(?:^|\s)#([\w-]+)")
_ALT: Final = re.compile(r"""(?:^|\s)(?:fig-)?alt=(?:"([^"]*)"|'([^']*)')""")
_WIDTH: Final = re.compile(r"""(?:^|\s)width=["']?(\d+(?:px|%)?)""")

_WORDS: Final = {
    "en": {"fig": "Figure", "tbl": "Table", "eq": "Equation", "lst": "Listing"},
    "ja": {"fig": "図", "tbl": "表", "eq": "式", "lst": "リスト"},
    "zh": {"fig": "图", "tbl": "表", "eq": "方程式", "lst": "列表"},
    "de": {"fig": "Abbildung", "tbl": "Tabelle", "eq": "Gleichung", "lst": "Listing"},
    "fr": {"fig": "Figure", "tbl": "Table", "eq": "Équation", "lst": "Listing"},
    "es": {"fig": "Figura", "tbl": "Tabla", "eq": "Ecuación", "lst": "Listado"},
    "pt": {"fig": "Figura", "tbl": "Tabela", "eq": "Equação", "lst": "Listagem"},
}


def references(body: Text, language: str) -> Text:
    """``body`` with ``@fig-a`` as "Figure 1", ``@sec-a`` as a link to the section; what is not there stays."""
    if "@" not in body.text:
        return body
    titles = {found["key"]: found["title"] for found in outside(body, _SECTION)}
    named = _named(body.text, language)
    edits: list[tuple[int, int, str]] = []
    for found in outside(body, _REFERENCE):
        key = found["key"]
        made = f"[{titles[key]}](#{key})" if key in titles else named.get(key, "")
        if made:
            edits.append((*found.span(), made))
    return body.edited(edits) if edits else body


def _named(text: str, language: str) -> dict[str, str]:
    """What figures, tables, equations and listings are called, each kind numbered as it comes."""
    words = _WORDS.get(language.partition("-")[0], _WORDS["en"])
    found: dict[str, str] = {}
    counts = dict.fromkeys(words, 0)
    for thing in _NUMBERED.finditer(text):
        key, kind = thing["key"] or thing["label"], thing["kind"] or thing["of"]
        if key not in found:
            counts[kind] += 1
            found[key] = f"{words[kind]}\u00a0{counts[kind]}"
    return found


def pandoc(body: Text, language: str) -> Text:
    """``body`` with captions, pictures' attributes, spans and references as they are read here."""
    named = _named(body.text, language)
    body = references(body, language)
    edits = [(*found.span(), _picture(found, named)) for found in outside(body, _IMAGE) if _is_more(found)]
    body = body.edited(edits) if edits else body
    for pattern in (_SPAN, _EQUATION, _CAPTION):
        edits = [(*found.span(), _plain(found, named)) for found in outside(body, pattern)]
        body = body.edited(edits) if edits else body
    return body


def _is_more(found: re.Match[str]) -> bool:
    return bool(found["said"] or (_stands_alone(found) and found["words"].strip()))


def _stands_alone(found: re.Match[str]) -> bool:
    start = found.string.rfind("\n", 0, found.start()) + 1
    above = found.string[found.string.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip()
    return (
        found["alone"] is not None
        and not found.string[start : found.start()].strip()
        and (not above or above.startswith(":::"))
    )


def _picture(found: re.Match[str], named: dict[str, str]) -> str:
    said, words = found["said"] or "", found["words"].strip()
    alt = _ALT.search(said)
    described = (alt[1] or alt[2] or "") if alt else re.sub(r"[*_`]|\[([^\]]*)\]\([^()]*\)", r"\1", words)
    width = f' width="{size[1].removesuffix("px")}"' if (size := _WIDTH.search(said)) else ""
    image = f'<img src="{escape(found["src"])}" alt="{escape(described)}"{width}>'
    if not _stands_alone(found) or not words:
        return image
    line = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
    lines = (
        "<figure>",
        image,
        "<figcaption>",
        "",
        _numbered(said, words, named),
        "",
        "</figcaption>",
        "</figure>",
    )
    return f"\n{line}".join(lines)


def _numbered(said: str, words: str, named: dict[str, str]) -> str:
    key = _KEY.search(said)
    number = named.get(key[1], "") if key else ""
    return f"{number}: {words}" if number else words


def _plain(found: re.Match[str], named: dict[str, str]) -> str:
    parts = found.groupdict()
    if "sign" in parts:
        return found["sign"]
    return _numbered(parts.get("said") or "", found["words"], named)
