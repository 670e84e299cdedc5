"""Tags of Jekyll's plugins whose arguments are read in a way of their own: jekyll-tabs, jekyll-scholar, diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from exporter.reading.located import locate
from exporter.sites.shortcodes.boxes import BOXES, details
from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Use, Wrap
from exporter.sites.shortcodes.rules import unwrap

_EMPTY: Final = locate("")


def _diagram(use: Use) -> Outcome:
    """What a browser would draw stays code, as in a fenced block."""
    code = escape((use.inner or _EMPTY).text.strip("\n"))
    return Html(f'<pre data-line="{use.line}"><code class="language-{use.name}">{code}\n</code></pre>')


def _tab(use: Use) -> Outcome:
    """``{% tab group label %}``: of two arguments the first says to which tabs it belongs."""
    use.positional = use.positional[1:] or use.positional
    return BOXES["tab"](use)


def _details(use: Use) -> Outcome:
    """``{% details All of this is its summary %}``."""
    use.positional = (" ".join(use.positional),) if use.positional else ()
    return details(use)


def _cite(use: Use) -> Outcome:
    """jekyll-scholar's ``{% cite knuth1984 %}``: the keys, for what they stand for is set by its style."""
    keys = ", ".join(use.positional)
    return Html(f"[{escape(keys)}]" if keys else "")


def _quote(use: Use) -> Outcome:
    keys = ", ".join(use.positional)
    credit = f"<p>— [{escape(keys)}]</p>" if keys else ""
    return Wrap("<blockquote>", use.inner or _EMPTY, f"{credit}</blockquote>")


PLUGINS: Final[Mapping[str, Shortcode]] = {
    **dict.fromkeys(("mermaid", "plantuml", "graphviz", "dot", "vega", "echarts", "chartjs"), _diagram),
    "tab": _tab,
    "tabs": unwrap,
    "details": _details,
    **dict.fromkeys(("cite", "reference", "cite_details"), _cite),
    "quote": _quote,
}
