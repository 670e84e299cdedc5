"""The shortcodes that Hugo brings along, and a few that nearly every theme has."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from exporter.reading.located import locate
from exporter.sites.fields import text
from exporter.sites.shortcodes.boxes import BOXES
from exporter.sites.shortcodes.embeds import EMBEDS
from exporter.sites.shortcodes.figures import FIGURES
from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Splice, Use
from exporter.sites.shortcodes.rules import unwrap
from exporter.sites.shortcodes.themes import THEMES

_EMPTY: Final = locate("")


def highlight(use: Use) -> Outcome:
    """Code with the language of the first argument; its colours are each channel's own affair."""
    language = use.get("lang", "type", 0)
    name = f' class="language-{escape(language)}"' if language else ""
    code = _without_margins((use.inner or _EMPTY).text)
    return Html(f'<pre data-line="{use.line}"><code{name}>{escape(code)}</code></pre>')


def _fenced(language: str) -> Shortcode:
    def shortcode(use: Use) -> Outcome:
        code = _without_margins((use.inner or _EMPTY).text)
        return Html(
            f'<pre data-line="{use.line}"><code class="language-{language}">{escape(code)}</code></pre>'
        )

    return shortcode


def _math(use: Use) -> Outcome:
    tex = (use.inner or _EMPTY).text.strip() or use.get(0)
    if not tex:  # Congo's and Blowfish's, which but loads what draws the formulas of the page
        return Html("")
    block = use.get("display") or "\n" in tex or (use.inner is not None and use.inner.text.startswith("\n"))
    element = "div" if block else "span"
    return Html(f'<{element} class="math">{escape(tex)}</{element}>')


def _without_margins(code: str) -> str:
    """Code without the blank lines that its tags make around it."""
    lines = code.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join([*lines, ""])


def reference(use: Use) -> Outcome:
    """``ref`` and ``relref``: an absolute URL either way. Where no page is found the link leads nowhere."""
    path = use.need("path", 0)
    url = use.reference(path, use.get("lang", "language")) if path else ""
    if path and not url:
        use.report("R205", f"{use.name} {path!r} names no page")
    return Splice(url or "#") if use.markdown else Html(escape(url or "#"))


def param(use: Use) -> Outcome:
    """A parameter as it is written, Markdown or HTML: the author's own words."""
    name = use.need("name", 0)
    value = text(use.param(name)) if name else ""
    if name and use.param(name) is None:
        use.report("R207", f"neither the page nor the site has a parameter {name!r}")
    return Splice(value) if use.markdown else Html(value)


def rawhtml(use: Use) -> Outcome:
    """HTML as it stands."""
    return Html((use.inner or _EMPTY).text)


def qr(use: Use) -> Outcome:
    """What the code would say: nobody scans a link that can be followed."""
    said = (use.inner.text.strip() if use.inner else "") or use.need("text", 0)
    if said.startswith(("http://", "https://")):
        return Html(f'<p><a href="{escape(said)}">{escape(said)}</a></p>')
    return Html(f"<p><code>{escape(said)}</code></p>")


def _drop(_: Use) -> Outcome:
    return Html("")


def _button(use: Use) -> Outcome:
    href = use.get("href", "link", "url", "relref", 0)
    label = use.inline(use.inner or _EMPTY) or escape(use.get("text", "label", "title", 1) or href)
    return Html(f'<p><a class="button" href="{escape(href)}">{label}</a></p>')


BUILTIN: Final[Mapping[str, Shortcode]] = {
    **THEMES,
    **EMBEDS,
    **FIGURES,
    **BOXES,
    "highlight": highlight,
    **{name: _fenced(name) for name in ("mermaid", "plantuml", "graphviz", "echarts", "chart", "plotly")},
    **dict.fromkeys(("katex", "math", "mathjax"), _math),
    "ref": reference,
    "relref": reference,
    "param": param,
    "qr": qr,
    **dict.fromkeys(("rawhtml", "raw-html", "raw_html", "html", "raw", "unsafe", "safehtml"), rawhtml),
    **dict.fromkeys(("comment", "toc", "tableofcontents", "blogdown/postref"), _drop),
    **dict.fromkeys(
        ("tabs", "tabpane", "steps", "columns", "column", "center", "rtl", "ltr", "lead", "accordion"), unwrap
    ),
    **dict.fromkeys(("button", "btn"), _button),
}

# Those that mean nothing without their closing tag; all others may stand alone.
PAIRED: Final = frozenset(
    [
        "rawhtml",
        "raw-html",
        "raw_html",
        "html",
        "raw",
        "unsafe",
        "safehtml",
        "highlight",
        "details",
        "comment",
        "mermaid",
    ]
)
