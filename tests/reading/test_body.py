"""Rendered HTML of any kind becomes Markup: what is kept, renamed, replaced, dropped and repaired."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from selectolax.lexbor import LexborNode

from exporter.model.markup import Markup, freeze, thaw
from exporter.model.vocabulary import ELEMENTS
from exporter.passes.serialize import to_html
from exporter.reading import style
from exporter.reading.body import Body
from exporter.reading.embeds import REPLACED
from exporter.reading.html import DEEPEST, parse
from tests.cases import Case, read_cases, write_case
from tests.reading.resolving import URL, Web, read
from tests.reading.soup import anything, soup

FILE = Path(__file__).parent / "fixtures" / "body.md"
CASES = read_cases(FILE)

# What a reader of the live page does not see, or sees as something that is not text.
UNSEEN = REPLACED.keys() | set(
    "script style template noscript title select textarea button dialog canvas map applet datalist rp".split()
)


def said(body: Body) -> str:
    return str(thaw(body.markup).xpath("string()"))


def codes(body: Body) -> list[str]:
    return [found.code for found in body.diagnostics]


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_html_becomes_markup(case: Case, update_golden: bool) -> None:
    body = read(case.given)
    found = Case(case.title, case.given, body.markup.text, tuple(codes(body)))
    if update_golden:
        write_case(FILE, found)
    else:
        assert found == case


def test_the_cases_show_every_element_of_the_vocabulary() -> None:
    shown = {element.tag for case in CASES for element in thaw(Markup(case.expected)).iter()}
    assert shown == set(ELEMENTS)


@settings(max_examples=600)
@given(anything())
@example("<rt>x</rt><b><rp>y</rp></b><ruby><ul><li>z</ul></ruby>")
@example("<wbr role=math><p><ins id=' y'></ins>")
def test_any_text_is_read_and_what_was_read_is_read_again_as_it_is(html: str) -> None:
    markup = read(html).markup
    assert freeze(thaw(markup)) == markup
    assert read(to_html(thaw(markup))).markup == markup


@settings(max_examples=400)
@given(anything())
@example("<div>" * 150 + "<table><tr><td>deep<script>x()</script><li>words")
@example("<table><caption>a<caption>b<tr><td>c</table>")
def test_no_character_that_the_page_shows_is_lost(html: str) -> None:
    shown, kept = characters(visible(parse(html))), characters(said(read(html)))
    assert not shown - kept


def characters(text: str) -> Counter[str]:
    """How often each occurs; blanks, and what XML 1.0 has no place for, aside."""
    return Counter(c for c in text if not c.isspace() and (c >= " " and c not in "\ufffe\uffff"))


def visible(node: LexborNode) -> str:
    """The text of the HTML5 tree below ``node`` that a page shows."""
    text, child = "", node.child
    while child is not None:
        if child.is_text_node:
            text += child.text_content or ""
        elif child.is_element_node and child.tag not in UNSEEN:
            attributes = {name: value or "" for name, value in child.attributes.items()}
            text += "" if style.hides(attributes) else visible(child)
        child = child.next
    return text


def test_nothing_that_is_not_shown_leaks_from_below_the_deepest_element() -> None:
    body = read("<div>" * (DEEPEST + 5) + "a<script>b()</script><style>c</style>&#1;d<i>e</i>")
    assert said(body) == "ade"
    assert codes(body) == ["H306", "R206"]


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<ruby>"])
def test_deep_nesting_is_flattened_and_keeps_its_words(opening: str) -> None:
    body = read(opening * 400 + "deep")
    assert "deep" in said(body)
    assert freeze(thaw(body.markup)) == body.markup


def test_a_thousand_equal_ids_cost_a_thousand_steps() -> None:
    body = read('<a id="x">y</a>' * 20_000)
    ids = [element.get("id") for element in thaw(body.markup).iter("a")]
    assert len(set(ids)) == 20_000
    assert [(d.code, d.message) for d in body.diagnostics] == [
        ("H305", "the id 'x' occurs again (19999 times)")
    ]


def test_images_are_told_once_in_order_with_their_files_and_lines() -> None:
    html = '<p data-line="4"><img src="b.png"><img src="a.png"></p><p data-line="6"><img src="b.png"></p>'
    body = read(html, Web({"b.png": "static/b.png"}))
    assert [(i.url, i.path, i.line) for i in body.images] == [
        (f"{URL}b.png", "static/b.png", 4),
        (f"{URL}a.png", "", 4),
    ]


def test_findings_say_where_and_how_often() -> None:
    body = read("<!--line 2--><p>a</p><!--line 5--><p>b<script>1</script></p><!--line 9--><script>2</script>")
    assert [(str(d.span), d.message) for d in body.diagnostics] == [
        ("posts/summer.md:5", "a script was removed (2 times)")
    ]


def test_hostile_names_do_not_reach_a_terminal() -> None:
    (found,) = read('<a href="x\u202e\x1b[31m:y">z</a>').diagnostics
    assert found.message.isprintable()


def test_a_post_without_an_address_keeps_its_words() -> None:
    body = read(
        '<p><a href="x.html">a</a><a href="#b" id="b">b</a><img src="c.png" alt="c"></p>', Web(url="")
    )
    assert body.markup.text == '<p><a>a</a><a href="#b" id="b">b</a>c</p>'
    assert codes(body) == ["H304", "H304"]


@settings(max_examples=100)
@given(soup(tokens=80))
def test_only_what_the_vocabulary_has_comes_out(html: str) -> None:
    for element in thaw(read(html).markup).iter():
        row = ELEMENTS[str(element.tag)]
        assert {str(name) for name in element.attrib} <= row.attributes
        assert {child.tag for child in element} <= row.children
