"""Callouts, folded passages and tabs, under the names that common themes have for them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from exporter.reading.callouts import callout_kind, callout_title
from exporter.reading.located import Text, locate
from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Use, Wrap

_GENERIC: Final = ("notice", "callout", "admonition", "alert", "hint", "admonish", "box", "message")
_COLOURS: Final = {"primary": "note", "secondary": "note", "light": "note", "dark": "note"}
_EMPTY: Final = locate("")


def box(use: Use, opening: str, inner: Text, closing: str) -> Outcome:
    """Inner Markdown in an element: in the flow of the text for ``{{% %}}``, on its own for ``{{< >}}``, as in Hugo."""
    if use.markdown:
        return Wrap(opening, inner, closing)
    return Html(f"{opening}{use.render(inner)}{closing}")


def callout(use: Use, kind: str, title: str, inner: Text | None = None) -> Outcome:
    """An aside with a title, the kind's own name where the author gave none; ``inner`` in place of the use's own."""
    shown = use.inline(title) if title else escape(callout_title(kind, use.language))
    opening = f'<aside class="callout {kind}" role="note"><p class="callout-title">{shown}</p>'
    return box(use, opening, inner or use.inner or _EMPTY, "</aside>")


def _named_callout(use: Use) -> Outcome:
    """``{{< warning "Title" >}}``: the name is the kind."""
    return callout(use, callout_kind(use.name) or "note", use.get("title", 0))


def _generic_callout(use: Use) -> Outcome:
    """``{{% notice warning "Title" %}}``, ``{{< alert color="warning" >}}``, ``{{< callout type=info >}}``."""
    names = [use.get(name) for name in ("type", "kind", "color", "style", "level")]
    said = [*names, *use.positional[:1], *(name for name, value in use.named.items() if value == "true")]
    kind = next((found for word in said if (found := callout_kind(_COLOURS.get(word, word)))), "")
    # A first argument that is no kind is an icon ("circle-info") or the title; a second one is the title.
    title = use.get("title", "heading", 1) if kind else use.get("title", "heading")
    content = use.get("text", "content")
    inner = locate(content, use.line) if use.inner is None and content else None
    return callout(use, kind or "note", title, inner)


def details(use: Use) -> Outcome:
    """Hugo's own ``details``, and what themes call expand, collapse, spoiler or accordion item."""
    summary = use.get("summary", "title", "label", 0)
    opened = " open" if use.get("open").lower() in {"true", "open"} else ""
    shown = use.inline(summary) if summary else "…"
    return box(use, f"<details{opened}><summary>{shown}</summary>", use.inner or _EMPTY, "</details>")


def _tab(use: Use) -> Outcome:
    """One of several tabs: on paper they follow one another, each under its label."""
    label = use.get("name", "title", "header", "label", "tabname", 0)
    opening = f"<div><p><strong>{escape(label)}</strong></p>" if label else "<div>"
    return box(use, opening, use.inner or _EMPTY, "</div>")


BOXES: Final[Mapping[str, Shortcode]] = {
    **dict.fromkeys(_GENERIC, _generic_callout),
    **dict.fromkeys(("note", "tip", "info", "important", "warning", "caution", "danger"), _named_callout),
    **dict.fromkeys(("attention", "error", "success", "example", "question", "todo"), _named_callout),
    **dict.fromkeys(("details", "expand", "collapse", "collapsible", "spoiler", "fold"), details),
    **dict.fromkeys(("tab", "tabitem"), _tab),
}
