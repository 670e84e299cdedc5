"""Zola's shortcodes, ``{{ name(key="value") }}`` and ``{% name() %}…{% end %}``: by the rules of plugins' tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from exporter.diagnostics import Diagnostic
from exporter.reading.located import Text, constant, join
from exporter.reading.verbatim import outside
from exporter.sites.base import ShortcodeRule
from exporter.sites.liquid import expand
from exporter.sites.shortcodes.outcome import Shortcode

_USE: Final = re.compile(
    r"\{\{-?[ \t]*(?P<one>[A-Za-z_]\w*)\((?P<said>[^{}]*?)\)\s*-?\}\}"
    r"|\{%-?[ \t]*(?P<pair>[A-Za-z_]\w*)\((?P<with>[^{}]*?)\)\s*-?%\}(?P<inner>.*?)\{%-?\s*end\s*-?%\}"
    r"|(?P<open>\{[{%])/\*(?P<words>.*?)\*/(?P<close>[}%]\})",
    re.DOTALL,
)
# Its arguments are separated by commas, Liquid's by blanks.
_COMMA: Final = re.compile(r"""("[^"]*"|'[^']*')|,""")


def shortcodes(
    body: Text,
    rules: Mapping[str, ShortcodeRule],
    source: str,
    language: str,
    own: Callable[[str], Shortcode | None],
) -> tuple[Text, tuple[Diagnostic, ...]]:
    """``body`` with its shortcodes replaced, and those told that nobody knows; code is left as it is.

    ``own`` makes what the site's own template of that name says.
    """
    edits: list[tuple[int, int, Text | str]] = []
    found: list[Diagnostic] = []
    for use in outside(body, _USE):
        if use["open"]:
            edits.append((*use.span(), use["open"] + use["words"] + use["close"]))
            continue
        made, told = expand(
            _as_liquid(body, use),
            {},
            include=lambda _: None,
            address=lambda _: "",
            rules=rules,
            source=source,
            language=language,
            own=own,
        )
        edits.append((*use.span(), made))
        found += told
    return (body.edited(edits), tuple(found)) if edits else (body, ())


def _as_liquid(body: Text, use: re.Match[str]) -> Text:
    line = body.line(use.start())
    name = use["one"] or use["pair"]
    said = _COMMA.sub(lambda part: part[1] or " ", use["said"] or use["with"] or "").replace("\n", " ")
    opening = constant(f"{{% {name} {said} %}}", line)
    if use["one"]:
        return opening
    start, end = use.span("inner")
    raw = (constant("{% raw %}", line), body.part(start, end), constant("{% endraw %}", body.line(end)))
    return join([opening, *raw, constant(f"{{% end{name} %}}", body.line(end))])
