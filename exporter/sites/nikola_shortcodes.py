"""Nikola's shortcodes, ``{{% name "a" key=b %}}…{{% /name %}}``: by the rules of plugins' tags."""

from __future__ import annotations

import re
from typing import Final

from exporter.diagnostics import Diagnostic
from exporter.reading.located import Text, constant, join
from exporter.reading.verbatim import outside
from exporter.sites.liquid import expand

_USE: Final = re.compile(
    r"\{\{%[ \t]*(?P<name>[A-Za-z][\w-]*)(?P<said>[^{}%]*)%\}\}"
    r"(?:(?P<inner>(?:(?!\{\{%).)*?)\{\{%[ \t]*/(?P=name)[ \t]*%\}\})?",
    re.DOTALL,
)
# Addresses of players, which Nikola asks for their frames.
_MEDIA: Final = re.compile(r"(?:url=)?\"?(?P<address>https?://[^\s\"]+)")


def shortcodes(body: Text, source: str, language: str) -> tuple[Text, tuple[Diagnostic, ...]]:
    """``body`` with its shortcodes replaced, and those told that nobody knows; code is left as it is."""
    if "{{%" not in body.text:
        return body, ()
    edits: list[tuple[int, int, Text | str]] = []
    found: list[Diagnostic] = []
    for use in outside(body, _USE):
        address = _MEDIA.search(use["said"]) if use["name"] == "media" else None
        if address:
            edits.append((*use.span(), f"<{address['address']}>"))
            continue
        made, told = expand(
            _as_liquid(body, use),
            {},
            include=lambda _: None,
            address=lambda _: "",
            rules={},
            source=source,
            language=language,
        )
        edits.append((*use.span(), made))
        found += told
    return (body.edited(edits), tuple(found)) if edits else (body, ())


def _as_liquid(body: Text, use: re.Match[str]) -> Text:
    line = body.line(use.start())
    name = "image" if use["name"] == "thumbnail" else use["name"]
    opening = constant(f"{{% {name} {use['said'].strip()} %}}".replace("\n", " "), line)
    if use["inner"] is None or not use["inner"].strip():
        return opening
    start, end = use.span("inner")
    raw = (constant("{% raw %}", line), body.part(start, end), constant("{% endraw %}", body.line(end)))
    return join([opening, *raw, constant(f"{{% end{name} %}}", body.line(end))])
