"""Our style sheet of the user agent says of every element what WeasyPrint's own says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from exporter.backends.pdf.loading import load_weasyprint
from exporter.model.vocabulary import ELEMENTS, VOID

load_weasyprint()

from weasyprint import CSS, html  # noqa: E402
from weasyprint.css import get_all_computed_styles  # noqa: E402
from weasyprint.css.counters import CounterStyle  # noqa: E402
from weasyprint.css.properties import INITIAL_VALUES  # noqa: E402

from exporter.backends.pdf.agent import Agent, agent  # noqa: E402
from exporter.backends.pdf.engine import Fetcher, _Document  # noqa: E402

# What WeasyPrint's own writer makes the outline of; names by the direction, which are asked for as left and right.
UNUSED = {"bookmark_label", "bookmark_level", "bookmark_state", "margin_inline_start", "padding_inline_start"}
# WeasyPrint 70 has them the wrong way round where a document says its direction (HTML 15.3.6).
MIRRORED = {"margin_left", "margin_right"}
NAMES = [*(name for name in ELEMENTS if name not in ("body", "input")), "article", "header"]
NESTED = (
    "<ul><li><ol><li><ul><li><ul><li>x</li></ul></li></ul><dl><dt>t</dt><dd>d</dd></dl></li></ol></li></ul>"
)
TABLE = "<table><caption>c</caption><colgroup><col/></colgroup><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table><table><tr><td>bare</td></tr></table>"
PSEUDO = (
    None,
    "before",
    "after",
    "marker",
    "footnote-call",
    "footnote-marker",
    "note-call",
    "note-marker",
    "note-callback",
)


def document(turn: str) -> str:
    each = "".join(f"<{n}/>" if n in VOID else f"<{n} title='t' {turn}>x</{n}>" for n in NAMES)
    lists = f"<section {turn}>{NESTED}</section>{NESTED.replace('<ul>', f'<ul {turn}>')}"
    links = "<p><a href='https://example.org/'>a</a><a>no link</a></p>"
    return (
        f"<html lang='en' {turn}><head><title>t</title></head><body>{each}{lists}{TABLE}{links}</body></html>"
    )


def styles(below: Agent, xhtml: str) -> Iterator[tuple[str, str | None, str, Any]]:
    source = _Document(xhtml, Fetcher({}), below)
    style_for = get_all_computed_styles(source)
    for index, element in enumerate(source.etree_element.iter()):
        for pseudo in PSEUDO:
            style = style_for(element, pseudo)
            for name in INITIAL_VALUES if style is not None else ():
                if name not in UNUSED and not (element.tag == "dd" and name in MIRRORED):
                    yield f"{index} {element.tag}", pseudo, name, style[name]


@pytest.mark.parametrize("turn", ["", "dir='rtl'", "dir='ltr'"])
def test_it_says_of_each_element_what_weasyprints_own_says(turn: str) -> None:
    numerals: Any = CounterStyle()
    whole = Agent(CSS(string=html.UA, counter_style=numerals), numerals)
    assert list(styles(agent([]), document(turn))) == list(styles(whole, document(turn)))


@pytest.mark.parametrize(("turn", "side"), [("", "left"), ("dir='rtl'", "right"), ("dir='ltr'", "left")])
def test_an_explanation_stands_in_from_where_its_line_begins(turn: str, side: str) -> None:
    source = _Document(document(turn), Fetcher({}), agent([]))
    style_for = get_all_computed_styles(source)
    for element in source.etree_element.iter("dd"):
        margins = {name: style_for(element)[name].value for name in MIRRORED}
        assert margins == {"margin_left": 0, "margin_right": 0, f"margin_{side}": 40}


def test_numerals_that_a_theme_names_are_known() -> None:
    assert "hebrew" not in agent(["li { color: red }"]).numerals
    whole: Any = CounterStyle()
    CSS(string=html.UA, counter_style=whole)
    assert agent(["ol { list-style: hebrew }"]).numerals == whole


def test_the_margins_of_a_page_are_weasyprints() -> None:
    ours, whole = agent([]).sheet.page_rules, CSS(string=html.UA).page_rules
    assert [str(rule) for rule in ours] == [str(rule) for rule in whole]
    assert len(ours) > 16
