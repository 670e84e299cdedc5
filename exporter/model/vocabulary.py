"""The closed table of elements a post's Markup may hold: what each may contain and which attributes it may carry.

The nesting is that of the HTML Standard (section 4, content models), narrowed: phrasing never holds blocks, so
every Markup is valid XHTML in an EPUB, a feed, a mail and a page. What HTML has no element for is written thus:

* footnotes       ``<a role="doc-noteref" href="#fn1" id="fnref1">1</a>``; ``<section
role="doc-endnotes"><ol><li id="fn1">…
                  <a role="doc-backlink" href="#fnref1">↩</a>`` (DPUB-ARIA 1.1)
* callouts        ``<aside class="callout warning" role="note"><p class="callout-title">…</p>…</aside>``
* math            ``<span class="math">TeX</span>``, ``<div class="math">TeX</div>``: the source, for passes to set
* embeds          ``<figure class="embed"><a href="…">…</a></figure>``: frames, players and posts of other sites
* captions, credit, asides of a shop ``<div class="card">`` and the like: see CLASSES
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple


class Element(NamedTuple):
    """One row: ``children`` are the names it may hold, ``text`` whether it may hold characters of its own."""

    children: frozenset[str]
    text: bool
    attributes: frozenset[str]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PHRASING: Final = _names(
    "a em strong b i u s del ins mark small sub sup code kbd samp var q cite abbr dfn time span bdi bdo "
    "ruby br wbr img input"
)
HEADINGS: Final = _names("h1 h2 h3 h4 h5 h6")
BLOCKS: Final = HEADINGS | _names("section aside div p blockquote pre hr ul ol dl figure details table")
FLOW: Final = PHRASING | BLOCKS
VOID: Final = _names("br wbr hr img input col")
GLOBAL: Final = _names("id class lang dir title role data-line")
BOOLEAN: Final = _names("open reversed checked disabled")

_NONE: Final[frozenset[str]] = frozenset()


def _row(children: frozenset[str], *, text: bool, attributes: str = "") -> Element:
    return Element(children, text, GLOBAL | _names(attributes))


ELEMENTS: Final[Mapping[str, Element]] = {
    **{name: _row(FLOW, text=True) for name in ("body", "section", "aside", "div", "dd")},
    **{name: _row(PHRASING, text=True) for name in (*sorted(HEADINGS), "p", "dt", "summary")},
    "pre": _row(PHRASING - {"input"}, text=True),
    "blockquote": _row(FLOW, text=True, attributes="cite"),
    "hr": _row(_NONE, text=False),
    "ul": _row(_names("li"), text=False),
    "ol": _row(_names("li"), text=False, attributes="start reversed type"),
    "li": _row(FLOW, text=True, attributes="value"),
    "dl": _row(_names("dt dd"), text=False),
    "figure": _row(FLOW | {"figcaption"}, text=True),
    "figcaption": _row(FLOW - {"table"}, text=True),
    "details": _row(FLOW | {"summary"}, text=True, attributes="open"),
    "table": _row(_names("caption colgroup thead tbody tfoot"), text=False),
    "caption": _row(FLOW - {"table"}, text=True),
    "colgroup": _row(_names("col"), text=False, attributes="span"),
    "col": _row(_NONE, text=False, attributes="span"),
    **{name: _row(_names("tr"), text=False) for name in ("thead", "tbody", "tfoot")},
    "tr": _row(_names("th td"), text=False),
    "td": _row(FLOW, text=True, attributes="colspan rowspan headers style"),
    "th": _row(FLOW - HEADINGS, text=True, attributes="colspan rowspan headers scope abbr style"),
    "a": _row(PHRASING - {"a", "input"}, text=True, attributes="href rel hreflang"),
    **{
        name: _row(PHRASING, text=True)
        for name in [
            "em",
            "strong",
            "b",
            "i",
            "u",
            "s",
            "mark",
            "small",
            "sub",
            "sup",
            "code",
            "kbd",
            "samp",
            "var",
            "cite",
            "abbr",
            "span",
            "bdi",
            "bdo",
        ]
    },
    "dfn": _row(PHRASING - {"dfn"}, text=True),
    **{name: _row(PHRASING, text=True, attributes="cite datetime") for name in ("del", "ins")},
    "q": _row(PHRASING, text=True, attributes="cite"),
    "time": _row(PHRASING, text=True, attributes="datetime"),
    "ruby": _row(PHRASING - {"ruby"} | {"rt", "rp"}, text=True),
    "rt": _row(PHRASING - {"ruby"}, text=True),
    "rp": _row(_NONE, text=True),
    "br": _row(_NONE, text=False),
    "wbr": _row(_NONE, text=False),
    "img": _row(_NONE, text=False, attributes="src alt width height"),
    "input": _row(_NONE, text=False, attributes="type checked disabled"),
}

# Roles of DPUB-ARIA 1.1 and WAI-ARIA 1.2 that change what a channel does, and the elements ARIA in HTML lets
# carry them; every other role is dropped.
ROLES: Final[Mapping[str, frozenset[str]]] = {
    "doc-noteref": _names("a"),
    "doc-backlink": _names("a"),
    "doc-endnotes": _names("section div"),
    "doc-pagebreak": _names("span div hr"),
    "doc-subtitle": _names("p"),
    "note": _names("aside section div p span"),
    "presentation": _names("table ul ol img"),
    "math": _names("span div"),
}

# Classes with a meaning of ours; an author's own classes are dropped with the site's CSS they belong to.
CALLOUTS: Final = _names("note tip important warning caution")
CLASSES: Final = CALLOUTS | _names(
    "callout callout-title math embed card task-list footnotes button credit wide pagebreak badge"
)

_INTEGER: Final = r"-?[0-9]{1,9}"
_SIZE: Final = r"[0-9]{1,5}"
_WEB: Final = r"https?://[^\s<>\"]+"
_LANGUAGE: Final = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|"
_COLUMNS: Final = "[1-9][0-9]{0,2}|1000"  # HTML 4.9.11
# HTML 2.3.5, narrowed to dates and instants.
_DATETIME: Final = (
    "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9]))?"
)

# A value is valid when its attribute's pattern matches it whole; attributes not named here hold any text.
VALUES: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "id": r"\S+",
        "class": r"(%s|language-[A-Za-z0-9_+#.-]+)( (%s))*" % (("|".join(sorted(CLASSES)),) * 2),
        "lang": _LANGUAGE,
        "hreflang": _LANGUAGE,
        "dir": "ltr|rtl|auto",
        "role": "|".join(sorted(ROLES)),
        "data-line": _SIZE + r"[0-9]{0,4}",
        "href": rf"{_WEB}|(mailto|tel):[^\s<>\"]+|#\S+",
        "src": rf"{_WEB}|data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+",
        "cite": _WEB,
        "start": _INTEGER,
        "value": _INTEGER,
        "type": "[1aAiI]|checkbox",
        "span": _COLUMNS,
        "colspan": _COLUMNS,
        "rowspan": "[0-9]{1,4}",
        "datetime": _DATETIME,
        "width": _SIZE,
        "height": _SIZE,
        "scope": "row|col|rowgroup|colgroup",
        "style": "text-align:(left|center|right|start|end)",
        "rel": r"[a-z]+( [a-z]+)*",
        **dict.fromkeys(BOOLEAN, ""),
    }.items()
}
