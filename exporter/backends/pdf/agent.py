"""The user agent's style sheet: what the HTML Standard (15.3) says of the elements that a document of ours can hold.

WeasyPrint's own has forms, frames and each nesting of directions besides, and the numerals of forty scripts: to read it
takes a process 50 ms, and each of its rules is asked of each element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from weasyprint import CSS, html
from weasyprint.css.counters import CounterStyle

_ELEMENTS: Final = """
head, link, meta, rp, script, style, title { display: none }
address, article, aside, blockquote, body, dd, details, div, dl, dt, figcaption, figure, footer, h1, h2, h3, h4, h5, h6,
header, hr, html, main, nav, ol, p, pre, section, summary, ul { display: block }
li { display: list-item }
table { display: table; box-sizing: border-box; border-spacing: 2px; border-collapse: separate; border-color: gray;
text-indent: initial }
caption { display: table-caption }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group; vertical-align: middle; border-color: inherit }
tbody { display: table-row-group; vertical-align: middle; border-color: inherit }
tfoot { display: table-footer-group; vertical-align: middle; border-color: inherit }
tr { display: table-row; vertical-align: inherit; border-color: inherit }
table > tr { vertical-align: middle }
td, th { display: table-cell; vertical-align: inherit; padding: 1px; border-color: gray }
th { font-weight: bold }

body { margin: 8px }
blockquote, dl, figure, ol, p, pre, ul { margin-top: 1em; margin-bottom: 1em }
:is(dl, ol, ul) :is(dl, ol, ul) { margin-top: 0; margin-bottom: 0 }
blockquote, figure { margin-left: 40px; margin-right: 40px }
dd { margin-inline-start: 40px }
ol, ul { padding-inline-start: 40px; counter-reset: list-item; break-before: avoid }
ol { list-style-type: decimal }
ul { list-style-type: disc }
:is(ol, ul) ul { list-style-type: circle }
:is(ol, ul) :is(ol, ul) ul { list-style-type: square }
::marker { font-variant-numeric: tabular-nums; white-space: pre; text-transform: none }

h1, h2, h3, h4, h5, h6 { font-weight: bold; hyphens: manual; break-after: avoid; break-inside: avoid }
h1 { font-size: 2em; margin-top: .67em; margin-bottom: .67em }
h2 { font-size: 1.5em; margin-top: .83em; margin-bottom: .83em }
h3 { font-size: 1.17em; margin-top: 1em; margin-bottom: 1em }
h4 { font-size: 1em; margin-top: 1.33em; margin-bottom: 1.33em }
h5 { font-size: .83em; margin-top: 1.67em; margin-bottom: 1.67em }
h6 { font-size: .67em; margin-top: 2.33em; margin-bottom: 2.33em }

html { color-scheme: light }
address, cite, dfn, em, i, var { font-style: italic }
b, strong { font-weight: bold }
code, kbd, pre, samp { font-family: monospace }
pre { white-space: pre }
small, sub, sup { font-size: smaller }
sub, sup { line-height: normal }
sub { vertical-align: sub }
sup { vertical-align: super }
mark { background: yellow; color: black }
a[href] { color: blue }
a[href], ins, u { text-decoration: underline }
abbr[title] { text-decoration: dotted underline }
del, s { text-decoration: line-through }
q::before { content: open-quote }
q::after { content: close-quote }
br::before { content: "\\A"; white-space: pre-line }
wbr::before { content: "\\200B" }
hr { border-style: inset; border-width: 1px; color: gray; margin: .5em auto }
img { overflow: hidden }
[dir=ltr] { direction: ltr }
[dir=rtl] { direction: rtl }

::footnote-call { content: counter(footnote); vertical-align: super; font-size: smaller; line-height: inherit }
::footnote-marker { content: counter(footnote) ". " }
::note-call { content: counter(note); vertical-align: super; font-size: smaller; line-height: inherit }
::note-marker { content: counter(note) ". " }
::note-callback { content: "\\202F\\21A9" }
"""
# These are WeasyPrint's: where the boxes in the margins of a page stand, and the numerals (CSS Counter Styles 3, 6).
_PAGES: Final = html.UA[html.UA.index("@page") : html.UA.index("@counter-style")]
_NUMERALS: Final = {
    match[1]: match[0] for match in re.finditer(r"@counter-style\s+([\w-]+)\s*\{[^}]*\}", html.UA)
}
_USUAL: Final = frozenset(
    "disc circle square decimal lower-alpha lower-latin upper-alpha upper-latin lower-roman upper-roman".split()
)


class Agent(NamedTuple):
    """The sheet, and the numerals that it declares."""

    sheet: CSS
    numerals: CounterStyle


def agent(sheets: Iterable[str]) -> Agent:
    """What is below ``sheets``; the seldom numerals where one of them names any."""
    return _agent(usual=not any(map(_names_seldom, sheets)))


@lru_cache(maxsize=8)
def _names_seldom(sheet: str) -> bool:
    return not _USUAL.issuperset(_NUMERALS.keys() & set(re.findall(r"[\w-]+", sheet)))


@lru_cache(maxsize=2)
def _agent(*, usual: bool) -> Agent:
    numerals: Any = CounterStyle()
    rules = [rule for name, rule in _NUMERALS.items() if not usual or name in _USUAL]
    sheet = CSS(string="\n".join([_ELEMENTS, _PAGES, *rules]), counter_style=numerals)
    return Agent(sheet, numerals)
