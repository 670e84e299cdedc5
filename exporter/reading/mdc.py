"""Nuxt's MDC, ``::alert{type="warning"}`` … ``::``, as the containers that directives.py knows; ``:badge[new]`` and
``[words]{.class}`` leave their words."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.callouts import callout_kind
from exporter.reading.located import Text
from exporter.reading.rows import Row, fenced, joined, rows
from exporter.reading.verbatim import outside

_OPEN: Final = re.compile(
    r"(?P<margin>[ \t]*)(?P<colons>:{2,})(?P<name>[A-Za-z][\w-]*)(?:\[[^\]]*\])?(?P<said>\{[^{}]*\})?[ \t]*\Z"
)
_CLOSE: Final = re.compile(r"[ \t]*(?P<colons>:{2,})[ \t]*\Z")
_SLOT: Final = re.compile(r"[ \t]*#(?P<name>[a-z][\w-]*)(?:\{[^{}]*\})?[ \t]*\Z")
_RULE: Final = re.compile(r"[ \t]*---[ \t]*\Z")
_SAID: Final = re.compile(
    r"""(?P<key>[\w-]+)(?:=|:[ \t]+)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s{}"']+))"""
)
_PROPERTY: Final = re.compile(r"[ \t]*(?P<key>[\w-]+):[ \t]*[\"']?(?P<value>.*?)[\"']?[ \t]*\Z")
_INLINE: Final = re.compile(
    r"(?<![\w:/])(?::[a-z][\w-]*\[(?P<words>[^\]\n]*)\](?:\{[^{}\n]*\})?|:[a-z][\w-]*\{[^{}\n]*\}"
    r"|(?<!\!)\[(?P<span>[^\[\]\n]+)\]\{[.#][^{}\n]*\}|\{\{[ \t]*\$[^{}\n]*\}\})"
)
_TITLES: Final = ("title", "heading", "header", "summary", "label")


def mdc(body: Text) -> Text:
    """``body`` with its components as containers; ``body`` itself where there are none."""
    edits = [(*found.span(), found["words"] or found["span"] or "") for found in outside(body, _INLINE)]
    body = body.edited(edits) if edits else body
    return _contained(body) if "::" in body.text else body


def _contained(body: Text) -> Text:
    lines = rows(body)
    code = fenced(lines)
    made: list[Row] = []
    opened: list[int] = []  # colons of the components that are open
    seen = i = 0
    while i < len(lines):
        number, line = lines[i]
        if not code[i] and (found := _OPEN.match(line)):
            seen += 1
            said, i = _properties(found, lines, i + 1)
            if opened or not _is_empty(lines, code, i, len(found["colons"])):
                opened.append(len(found["colons"]))
                title, i = _title(said, lines, i)
                made.append((number, _opening(found, said, title)))
            else:
                made.append((number, _alone(said)))
                i += 1
        elif not code[i] and opened and (closing := _CLOSE.match(line)) and len(closing["colons"]) in opened:
            while opened.pop() != len(closing["colons"]):
                made.append((number, ""))
            made.append((number, f"{line.rstrip()}:"))
            i += 1
        else:
            slot = bool(opened) and not code[i] and _SLOT.match(line)
            made.append((number, "" if slot else line))
            i += 1
    return joined(made) if seen else body


def _properties(found: re.Match[str], lines: list[Row], i: int) -> tuple[dict[str, str], int]:
    """What is said of a component behind its name, or between two rules below it; and the row that follows."""
    said = {
        pair["key"]: pair["double"] or pair["single"] or pair["bare"] or ""
        for pair in _SAID.finditer(found["said"] or "")
    }
    if i < len(lines) and _RULE.match(lines[i][1]):
        end = next((j for j in range(i + 1, len(lines)) if _RULE.match(lines[j][1])), -1)
        if end > 0:
            pairs = filter(None, (_PROPERTY.match(line) for _, line in lines[i + 1 : end]))
            return said | {pair["key"]: pair["value"] for pair in pairs}, end + 1
    return said, i


def _is_empty(lines: list[Row], code: list[bool], i: int, colons: int) -> bool:
    closing = _CLOSE.match(lines[i][1]) if i < len(lines) and not code[i] else None
    return closing is not None and len(closing["colons"]) == colons


def _title(said: dict[str, str], lines: list[Row], i: int) -> tuple[str, int]:
    """The title, of a slot of that name too; and the row that follows it."""
    slot = _SLOT.match(lines[i][1]) if i < len(lines) else None
    if slot and slot["name"] in _TITLES and i + 1 < len(lines):
        return lines[i + 1][1].strip().lstrip("#").strip(), i + 2
    return next((said[key] for key in _TITLES if said.get(key)), ""), i


def _opening(found: re.Match[str], said: dict[str, str], title: str) -> str:
    kinds = (said.get("type", ""), said.get("color", ""), found["name"])
    name = next(
        (one for one in kinds if callout_kind(one)),
        "note" if found["name"] in {"alert", "callout"} else found["name"],
    )
    return f"{found['margin']}{found['colons']}:{name} {title}".rstrip()


def _alone(said: dict[str, str]) -> str:
    """What a component without content shows: the picture or the address that it names."""
    address = next((said[key] for key in ("src", "url", "href", "to") if said.get(key)), "")
    if re.search(r"\.(?:png|jpe?g|gif|webp|avif|svg)\Z", address, re.IGNORECASE):
        return f"![{said.get('alt', '')}]({address})"
    return f"<{address}>" if address.startswith("http") else ""
