"""Shortcodes of the site's theme, as exporter.toml says what becomes of them."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from exporter.reading.located import Text, locate
from exporter.sites.base import ShortcodeRule
from exporter.sites.shortcodes.boxes import callout
from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Splice, Use

_SLOT: Final = re.compile(r"\{(\w[\w-]*)\}")
_EMPTY: Final = locate("")


def by_rule(rule: ShortcodeRule) -> Shortcode:
    """The shortcode that ``rule`` describes."""
    if rule.action == "html":
        return lambda use: Html(_filled(rule.template, use))
    if rule.action == "callout":
        return lambda use: callout(use, rule.kind, use.get("title", 0))
    return {"unwrap": unwrap, "drop": lambda _: Html(""), "text": _as_written}[rule.action]


def unwrap(use: Use) -> Outcome:
    """The inner content alone. HTML in ``{{< >}}`` is kept from Markdown, for Hugo hands it through."""
    inner: Text = use.inner or _EMPTY
    if not use.markdown and inner.text.lstrip().startswith("<"):
        return Html(inner.text)
    return Splice(inner)


def _as_written(use: Use) -> Outcome:
    inner = (use.inner or _EMPTY).text
    if "\n" in inner.strip():
        return Html(f"<pre>{escape(inner.strip(chr(10)))}</pre>")
    return Html(escape(inner.strip()))


def _filled(template: str, use: Use) -> str:
    def value(slot: re.Match[str]) -> str:
        if slot[1] == "inner":
            return use.inline(use.inner or _EMPTY)
        return escape(use.need(int(slot[1]) if slot[1].isdigit() else slot[1].lower()))

    return _SLOT.sub(value, template)
