from __future__ import annotations

from lxml import etree

from exporter.model.markup import Markup, thaw
from exporter.passes.ids import prefix_ids, strip_lines
from exporter.passes.serialize import to_html

TABLE = '<table><tbody><tr><th id="a">x</th><th id="b">y</th></tr><tr><td headers="a b">z</td></tr></tbody></table>'


def inner(root: etree._Element) -> str:
    return etree.tostring(root, encoding="unicode").removeprefix("<body>").removesuffix("</body>")


def test_ids_and_all_that_points_at_them_change_together() -> None:
    root = thaw(Markup(f'<p id="p"><a href="#p">1</a><a href="https://e.org/#p">2</a></p>{TABLE}'))
    prefix_ids(root, "post-")
    assert inner(root) == (
        '<p id="post-p"><a href="#post-p">1</a><a href="https://e.org/#p">2</a></p>'
        + TABLE.replace('id="', 'id="post-').replace('headers="a b"', 'headers="post-a post-b"')
    )


def test_lines_go() -> None:
    root = thaw(Markup('<p data-line="3">a<b data-line="4">b</b></p>'))
    strip_lines(root)
    assert inner(root) == "<p>a<b>b</b></p>"


def test_html_closes_what_xml_does_not_and_leaves_void_elements_open() -> None:
    root = thaw(Markup('<p id="a"/><hr/><p>b<br/><a id="c"/>&lt;&amp;</p>'))
    assert to_html(root) == '<p id="a"></p><hr><p>b<br><a id="c"></a>&lt;&amp;</p>'
    assert inner(root) == '<p id="a"/><hr/><p>b<br/><a id="c"/>&lt;&amp;</p>'


def test_a_line_break_that_opens_a_code_block_is_written_twice_and_the_tree_stays() -> None:
    root = thaw(Markup("<pre>\na</pre><pre>b</pre>"))
    assert to_html(root) == "<pre>\n\na</pre><pre>b</pre>"
    assert inner(root) == "<pre>\na</pre><pre>b</pre>"


def test_nothing_is_nothing() -> None:
    assert to_html(thaw(Markup())) == ""
    assert to_html(thaw(Markup("a > b"))) == "a &gt; b"
