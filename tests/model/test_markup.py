"""Markup has two doors: thaw gives a private tree, freeze takes one back and refuses what the vocabulary lacks."""

from __future__ import annotations

import pickle

import msgspec
import pytest
from lxml import etree

from exporter.errors import MarkupError
from exporter.model.markup import Markup, freeze, thaw
from exporter.model.vocabulary import BOOLEAN, CLASSES, ELEMENTS, FLOW, GLOBAL, ROLES, VALUES, VOID


def tree(text: str) -> etree._Element:
    return etree.fromstring(f"<body>{text}</body>")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text",
        "<p>a</p>\n<p>b</p>",
        '<p class="credit" id="x" lang="ja">夏 &lt;&amp;&gt; \u00a0\U0001f600</p>',
        '<a href="https://e.org/?a=1&amp;b=2">x</a>',
        '<img alt="a &quot;b&quot;&#10;c" src="https://e.org/x.png"/>',
        "<td/>" * 0 + "<table><tbody><tr><td/></tr></tbody></table>",
        "<pre>\n  a\n</pre>",
        '<ol reversed="" start="-3"><li value="7">a</li></ol>',
    ],
)
def test_canonical_text_goes_through_both_doors_unchanged(text: str) -> None:
    assert freeze(thaw(Markup(text))) == Markup(text)


def test_attributes_are_put_in_name_order() -> None:
    root = tree('<img width="1" src="https://e.org/x" height="2" alt="" id="i"/>')
    assert freeze(root).text == '<img alt="" height="2" id="i" src="https://e.org/x" width="1"/>'


def test_a_thawed_tree_is_the_caller_s_own() -> None:
    markup = Markup("<p>a</p>")
    mine, yours = thaw(markup), thaw(markup)
    mine[0].text = "changed"
    assert (yours[0].text, markup.text) == ("a", "<p>a</p>")


def test_an_empty_markup_is_false() -> None:
    assert not Markup()
    assert not freeze(tree(""))
    assert Markup("x")


def test_markup_pickles_and_packs() -> None:
    markup = Markup("<p>夏</p>")
    assert pickle.loads(pickle.dumps(markup)) == markup
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(markup), type=Markup) == markup


def test_a_thawed_tree_reads_no_entity_and_no_file() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        thaw(Markup("&x;"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<script/>", "<script> is not in the vocabulary"),
        ("<p><div/></p>", "<div> may not stand in <p>"),
        ("<a href='https://e.org/'><a/></a>", "<a> may not stand in <a>"),
        ("<ul>x</ul>", "text may not stand in <ul>: 'x'"),
        ("<ul><li/>x</ul>", "text may not stand in <ul>: 'x'"),
        ("<li/>", "<li> may not stand in <body>"),
        ("<p onclick='x'/>", "<p> may not carry onclick"),
        ("<p href='https://e.org/'/>", "<p> may not carry href"),
        ("<a href='javascript:x'/>", "is not a value of href"),
        ("<a href='relative'/>", "is not a value of href"),
        ("<img src='file:///x'/>", "is not a value of src"),
        ("<img src='data:image/png;base64,'/>", "is not a value of src"),
        ("<p class='mine'/>", "is not a value of class"),
        ("<p id='a b'/>", "is not a value of id"),
        ("<p lang='not a language'/>", "is not a value of lang"),
        ("<td style='color:red'/>", "<td> may not stand in <body>"),
        ("<time datetime='yesterday'/>", "is not a value of datetime"),
        ("<!-- comment -->", "is not in the vocabulary"),
        ("<?php x?>", "is not in the vocabulary"),
        ("<p xmlns='http://www.w3.org/1999/xhtml'/>", "is not in the vocabulary"),
        ("<p xmlns:x='y' x:id='z'/>", "may not carry"),
    ],
)
def test_freeze_refuses_what_the_vocabulary_lacks(text: str, reason: str) -> None:
    with pytest.raises(MarkupError) as error:
        freeze(tree(text))
    assert reason in error.value.message


@pytest.mark.parametrize("root", ["<div/>", "<body id='x'/>"])
def test_freeze_wants_a_bare_body(root: str) -> None:
    with pytest.raises(MarkupError, match="the root of a Markup"):
        freeze(etree.fromstring(root))


def test_the_table_is_closed() -> None:
    assert set(FLOW) <= set(ELEMENTS)
    for name, row in ELEMENTS.items():
        assert row.children <= set(ELEMENTS), name
        assert row.attributes >= GLOBAL, name
        assert name not in VOID or not (row.children or row.text), name


def test_every_element_has_a_place_below_the_root() -> None:
    reached, fresh = {"body"}, {"body"}
    while fresh:
        fresh = set().union(*(ELEMENTS[name].children for name in fresh)) - reached
        reached |= fresh
    assert reached == set(ELEMENTS)


def test_values_are_of_attributes_that_exist() -> None:
    assert set(VALUES) <= set().union(*(row.attributes for row in ELEMENTS.values()))
    assert all(VALUES[name].fullmatch("") for name in BOOLEAN)
    assert all(VALUES["class"].fullmatch(name) for name in CLASSES)
    assert all(VALUES["role"].fullmatch(role) for role in ROLES)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("href", ["https://e.org/", "http://e.org", "mailto:a@b", "tel:1", "#x", "#夏"], ["", "#", "x", "ftp://e.org", "javascript:x", "https://e.org/a b", 'https://e.org/"']),
        ("src", ["https://e.org/x", "data:image/svg+xml;base64,AA=="], ["x.png", "data:text/html;base64,AA", "data:image/png,x", "#x"]),
        ("class", ["card", "callout note", "language-c++", "language-x card"], ["", "mine", "card  wide", "card mine"]),
        ("lang", ["", "ja", "zh-Hant-TW"], ["x", "en_GB", "english language", "abcdefghi"]),
        ("colspan", ["1", "999", "1000"], ["0", "1001", "-1", "2.5", ""]),
        ("rowspan", ["0", "1", "9999"], ["10000", "-1", ""]),
        ("datetime", ["2026-07-01", "2026-07-01T09:00+09:00", "2026-07-01 09:00:00.123Z"], ["2026", "2026-13-01", "2026-07-01T09:00", "now"]),
        ("style", ["text-align:start"], ["text-align: left", "color:red", ""]),
        ("data-line", ["1", "123456789"], ["0123456789", "", "²"]),
        ("id", ["x", "夏", "a.b:c"], ["", "a b", "a\u3000b"]),
    ],
)  # fmt: skip
def test_values_are_matched_whole(name: str, good: list[str], bad: list[str]) -> None:
    assert [value for value in good if not VALUES[name].fullmatch(value)] == []
    assert [value for value in bad if VALUES[name].fullmatch(value)] == []
