"""MyST's directives, which Sphinx, ABlog and Jupyter Book read in Markdown: boxes, pictures, code and formulas between
fences or colons, with their options; the roles of formulas, and targets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from exporter.reading.located import Text
from exporter.reading.quoting import quoted, trimmed
from exporter.reading.rows import Row, dedented, indent, joined, rows
from exporter.reading.verbatim import outside

_FENCE: Final = re.compile(
    r"(?P<margin>[ \t]*)(?P<run>`{3,}|~{3,}|:{3,})(?:\{(?P<name>[a-z][\w-]*)\})?(?P<said>[^`\n]*)"
)
_OPTION: Final = re.compile(r"[ \t]*:(?P<key>[\w-]+):[ \t]*(?P<value>.*)")
_TARGET: Final = re.compile(r"(?m)^[ \t]*\([\w.: -]+\)=[ \t]*$")
_FORMULA: Final = re.compile(r"\{math\}`([^`\n]+)`")
_DEEPEST: Final = 8
_BOXES: Final = frozenset(
    ["note", "tip", "hint", "important", "warning", "caution", "attention", "danger", "error", "seealso", "admonition",
     "dropdown"]
)  # fmt: skip


class _Use:
    """One directive: what stands behind its name, its options, its rows."""

    def __init__(self, found: re.Match[str], content: list[Row], line: int) -> None:
        self.name, self.said, self.line = found["name"], found["said"].strip(), line
        self.options: dict[str, str] = {}
        for count, (_, row) in enumerate(content):  # noqa: B007
            option = _OPTION.fullmatch(row)
            if option is None:
                break
            self.options[option["key"]] = option["value"].strip()
        else:
            count = len(content)
        self.content = trimmed(content[count:])


def myst(body: Text) -> Text:
    """``body`` with them in words that Markdown has; itself where there are none."""
    if "{" not in body.text and ")=" not in body.text:
        return body
    lines = rows(body)
    made = _made(lines, 0)
    body = joined(made) if made != lines else body
    for pattern, words in ((_FORMULA, r"$\1$"), (_TARGET, "")):
        edits = [(*found.span(), found.expand(words)) for found in outside(body, pattern)]
        body = body.edited(edits) if edits else body
    return body


def _made(lines: list[Row], depth: int) -> list[Row]:
    made: list[Row] = []
    i = 0
    while i < len(lines):
        number, line = lines[i]
        found = _FENCE.fullmatch(line)
        maker = _MAKERS.get(found["name"] or "") if found and depth < _DEEPEST else None
        if found is None or (maker is None and found["run"][0] == ":"):
            made.append(lines[i])
            i += 1
            continue
        end = _end(lines, i + 1, found["run"])
        if maker is None:
            made += lines[i : end + 1]
        else:
            margin = indent(found["margin"])
            content = [(at, dedented(row, margin)) for at, row in lines[i + 1 : end]]
            use = _Use(found, content, number)
            if use.name in _BOXES:
                use.content = _made(use.content, depth + 1)
            shown = [(number, ""), *maker(use), (lines[min(end, len(lines) - 1)][0], "")]
            made += [(at, f"{found['margin']}{row}" if row else "") for at, row in shown]
        i = end + 1
    return made


def _end(lines: list[Row], start: int, run: str) -> int:
    """The row of the closing fence, or the one after the last."""
    closing = re.compile(rf"[ \t]*{re.escape(run[0])}{{{len(run)},}}[ \t]*")
    return next((i for i in range(start, len(lines)) if closing.fullmatch(lines[i][1])), len(lines))


def _box(use: _Use) -> list[Row]:
    name = "note" if use.name in {"admonition", "dropdown"} else use.name
    if use.name in {"admonition", "dropdown"} or not use.said:
        return quoted(name, use.said, use.content, number=use.line)
    return quoted(name, "", [(use.line, use.said), *use.content], number=use.line)


def _picture(use: _Use) -> list[Row]:
    alt = use.options.get("alt", "").replace("]", r"\]")
    picture = (use.line, f"![{alt}](<{use.said}>)")
    if use.name == "image" or not use.content:
        return [picture]
    opening = [
        (use.line, "<figure>"),
        (use.line, ""),
        picture,
        (use.line, ""),
        (use.line, "<figcaption>"),
        (use.line, ""),
    ]
    last = use.content[-1][0]
    return [*opening, *use.content, (last, ""), (last, "</figcaption>"), (last, "</figure>")]


def _code(use: _Use) -> list[Row]:
    longest = max((len(run) for _, row in use.content for run in re.findall(r"`{3,}", row)), default=2)
    ticks = "`" * (longest + 1)
    caption = use.options.get("caption", "")
    above = [(use.line, f"**{caption}**"), (use.line, "")] if caption else []
    last = use.content[-1][0] if use.content else use.line
    return [*above, (use.line, ticks + use.said), *use.content, (last, ticks)]


def _formula(use: _Use) -> list[Row]:
    content = [row for row in use.content if row[1].strip()]
    said = [(use.line, use.said)] if use.said else []
    return [(use.line, "$$"), *said, *content, (content[-1][0] if content else use.line, "$$")]


_MAKERS: Final[Mapping[str, Callable[[_Use], list[Row]]]] = {
    **dict.fromkeys(_BOXES, _box),
    **dict.fromkeys(("figure", "image"), _picture),
    **dict.fromkeys(("code-block", "code", "sourcecode", "code-cell"), _code),
    "math": _formula,
}
