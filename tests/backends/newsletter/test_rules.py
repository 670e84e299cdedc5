"""Each element of the model as mail clients take it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from exporter.backends.contract import PartJob
from exporter.backends.newsletter import BACKEND
from exporter.backends.newsletter.options import Options
from exporter.backends.newsletter.piece import decode
from exporter.model.post import Cover, ImageRef
from exporter.model.vocabulary import ELEMENTS
from tests.backends.newsletter.samples import SITE, THEME, full, part, picture, piece, post, tree

A = "https://example.org/a.png"
# What every mail client of caniemail's data shows or passes through without harm.
SAFE = set(
    "a b blockquote br caption code div em h2 h3 h4 h5 h6 hr i img li ol p pre s small span strong sub sup table "
    "tbody td tfoot th thead tr u ul wbr".split()
)


def tags(html: str) -> set[str]:
    return {str(node.tag) for node in tree(html).iter()} - {"html", "body", "r"}


def test_a_mail_holds_only_elements_that_clients_know() -> None:
    samples = {
        "ruby": "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby></p>",
        "dl": "<dl><dt>t</dt><dd>d</dd></dl>",
        "details": "<details><summary>s</summary><p>x</p></details>",
        "figure": f'<figure><img alt="x" src="{A}"/><figcaption>c</figcaption></figure>',
        "table": "<table><caption>c</caption><colgroup><col/></colgroup><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr></tbody>"
        "<tfoot><tr><td>f</td></tr></tfoot></table>",
        "list": '<ul><li><input checked="" disabled="" type="checkbox"/>x</li></ul><ol start="3"><li>y</li></ol>',
        "blocks": "<section><h1>a</h1></section><aside>b</aside><div>c</div><blockquote>d</blockquote><pre>e</pre><hr/>",
        "phrasing": "<p>"
        + "".join(
            f"<{name}>x</{name}>"
            for name in "em strong b i u s del ins mark small sub sup code kbd samp var q cite abbr dfn time span bdi bdo a".split()
        )
        + "<br/>x<wbr/>y</p>",
    }
    used: set[str] = set()
    for body in samples.values():
        used |= tags(body)
        assert tags(full(body)) <= SAFE
    assert not set(ELEMENTS) - used - {"body", "h2", "h3", "h4", "h5", "h6"}, "an element has no sample"


def test_headings_go_below_the_title_and_skip_no_level() -> None:
    html = full("<h2>a</h2><h5>b</h5><h2>c</h2><h1>d</h1>")
    assert [node.tag for node in tree(html).iter("h2", "h3", "h4", "h5")] == ["h2", "h3", "h4", "h3", "h3"]


def test_notes_are_plain_numbers_and_nothing_links_within_the_mail() -> None:
    html = full(
        '<h2 id="s">S</h2><p>x<a href="#fn1" id="r" role="doc-noteref">1</a> <a href="#s">up</a></p>'
        '<section role="doc-endnotes"><ol><li id="fn1"><p>n <a href="#r" role="doc-backlink">↩</a></p></li></ol></section>'
    )
    assert ">[1]</sup>" in html
    assert 'href="https://example.org/first/#s"' in html
    assert 'href="#' not in html
    assert " id=" not in html
    assert "↩" not in html


def test_a_callout_is_a_presentation_table_and_a_data_table_stays_one() -> None:
    html = full(
        '<aside class="callout tip" role="note"><p class="callout-title">Tip</p><p>x</p></aside>'
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
    )
    layout, data = tree(html).iter("table")
    assert layout.get("role") == "presentation"
    assert data.get("role") is None
    assert [node.get("scope") for node in data.iter("th")] == ["col"]


def test_columns_of_japanese_do_not_shrink_to_a_character_each() -> None:
    html = full(
        "<table><thead><tr><th>項目</th><th>値</th></tr></thead><tbody><tr><td>x</td><td>8–12</td></tr></tbody></table>"
    )
    table = next(tree(html).iter("table"))
    assert all((head.get("style") or "").endswith(";min-width:33px") for head in table.iter("th"))
    assert "min-width" not in (table.get("style") or ""), "it fits a phone"


def test_a_wide_table_scrolls_in_its_own_box_that_a_keyboard_reaches() -> None:
    html = full(f"<table><tbody><tr>{'<td>a longer text</td>' * 6}</tr></tbody></table>")
    box = tree(html).find(".//div[@tabindex]")
    assert box is not None
    assert "overflow-x:auto" in box.get("style", "")


def test_three_columns_of_sentences_fit_a_phone() -> None:
    html = full(f"<table><tbody><tr>{'<td>読み直すと長い一文である</td>' * 3}</tr></tbody></table>")
    assert tree(html).find(".//div[@tabindex]") is None


def test_the_least_width_of_a_column_is_of_its_own_cells() -> None:
    html = full(
        '<table><thead><tr><th colspan="2">both</th><th>C</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td><td>a longer text</td></tr></tbody></table>"
    )
    widths = [(cell.get("style") or "").partition("min-width:")[2] for cell in tree(html).iter("th", "td")]
    assert widths == ["", "62px", "26px", "26px", ""]


def test_code_is_coloured_inline_and_its_language_class_is_gone() -> None:
    html = full('<pre><code class="language-python">def f(): pass</code></pre>')
    assert '<span class="k" style="color:' in html
    assert "language-" not in html


def test_every_style_is_inlined() -> None:
    for node in tree(full("<p>a</p><blockquote><p>b</p></blockquote><pre>c</pre>")).iter(
        "p", "pre", "blockquote"
    ):
        assert node.get("style"), node.tag


def test_pictures_fit_the_column_and_are_never_distorted() -> None:
    html = full(f'<p><img alt="a cat" src="{A}"/></p>', Options(), picture(A, 1104, 600))
    image = tree(html).find(".//img")
    assert image is not None
    assert (image.get("width"), image.get("alt")) == ("552", "a cat")
    assert "max-width:100%" in image.get("style", "")
    # Yahoo drops the property and keeps the attribute: a picture made narrower would keep its height.
    assert image.get("height") is None
    assert "height" not in image.get("style", "")


def test_a_small_picture_is_not_made_larger() -> None:
    image = tree(full(f'<p><img alt="" src="{A}"/></p>', Options(), picture(A, 20, 10))).find(".//img")
    assert image is not None
    assert image.get("width") == "20"


@pytest.mark.parametrize(
    "src",
    ["data:image/png;base64,AAAA", "https://example.org/a.svg", "https://example.org/gone.png"],
)
def test_pictures_that_no_client_shows_become_links_to_the_post(src: str) -> None:
    missing = (ImageRef("https://example.org/gone.png"),)
    html = full(f'<p><img alt="a cat" src="{src}"/>!</p>', images=missing)
    assert "<img" not in html
    link = next(node for node in tree(html).iter("a") if node.text == "[a cat]")
    assert link.get("href") == "https://example.org/first/"
    assert link.tail == "!"


def test_a_picture_elsewhere_is_linked() -> None:
    assert 'src="https://other.example/x.jpg"' in full(
        '<p><img alt="" src="https://other.example/x.jpg"/></p>',
        images=(ImageRef("https://other.example/x.jpg"),),
    )


def test_links_that_pay_a_partner_lead_to_the_post_and_are_told_with_their_line() -> None:
    body = (
        '<p>a</p><p data-line="7"><a href="https://www.amazon.co.jp/dp/1?tag=me-22">book</a> '
        '<a href="https://shop.example/" rel="nofollow sponsored">shop</a> <a href="https://amazon.example/">no shop</a></p>'
    )
    made = part(post(body=body))
    assert [(d.code, d.span.line) for d in made.diagnostics] == [("N801", 7)]
    html = full(body)
    assert "book" in html
    assert "amazon.co.jp" not in html
    assert "shop.example" not in html
    assert "https://amazon.example/" in html
    assert "amazon.co.jp" in full(body, Options(affiliate="keep"))
    to_post, without = html, full(body, Options(affiliate="drop-link"))
    assert (
        to_post.count('href="https://example.org/first/"')
        == without.count('href="https://example.org/first/"') + 2
    )
    assert "book shop" in without


def test_the_text_twin_drops_the_same_links() -> None:
    view = piece('<p><a href="https://amzn.to/x">book</a></p>').full
    assert view is not None
    assert "amzn" not in view.text


def test_an_arabic_post_is_mirrored_and_its_code_is_not() -> None:
    html = full("<blockquote><p>x</p></blockquote><pre>y</pre><p><code>z</code></p>", language="ar")
    found = tree(html)
    quote, code = found.find(".//blockquote"), found.find(".//pre")
    assert quote is not None
    assert code is not None
    assert "border-right:" in quote.get("style", "")
    assert "direction:ltr" in code.get("style", "")
    assert '<code dir="ltr"' in html
    assert 'dir="rtl" lang="ar"' in html


def test_an_excerpt_has_the_cover_the_authors_summary_and_a_button() -> None:
    html = piece(
        "<p>body</p>", Options(), picture(A), cover=Cover(A, "a hill"), description="In short."
    ).excerpt.html
    assert 'alt="a hill"' in html
    assert "In short." in html
    assert "Read on" in html
    assert ">body" not in html


def test_a_summary_is_cut_where_a_sentence_or_word_ends() -> None:
    summary = piece(f"<p>{'これは長い文です。' * 40}</p>", language="ja").summary
    assert summary.endswith("です…")
    assert len(summary) <= 141


def test_hostile_titles_are_text() -> None:
    view = piece("<p>x</p>", title='<script>alert(1)</script> {{ 7*7 }} "><img src=x>').line
    assert "<script" not in view.html
    assert "<img" not in view.html
    assert "{{ 7*7 }}" in view.html


@pytest.mark.parametrize("alt", ["image", "IMG_1234.jpg", "AI generated thumbnail", ""])
def test_a_text_that_describes_nothing_is_not_read_out(alt: str) -> None:
    one = post(
        body=f'<p><img alt="{alt}" src="{A}"/> and <a href="https://a.example/"><img alt="{alt}" src="{A}"/></a></p>'
    )
    site = replace(SITE, placeholders=("ai generated thumbnail",))
    made = BACKEND.part(PartJob(post=one, site=site, theme=THEME, options=Options(), assets={}))
    view = decode(made).full
    assert view is not None
    alone, linked = tree(view.html).iter("img")
    assert alone.get("alt") == ""
    assert linked.get("alt") == "picture", "a link needs a name"


def test_boxes_stand_for_bullets_only_where_every_item_has_one() -> None:
    box = '<li><input disabled="" type="checkbox"/>x</li>'
    assert "list-style:none" in full(f'<ul class="task-list">{box}</ul>')
    assert "list-style:none" not in full(f'<ul class="task-list"><li>y<ul>{box}</ul></li>{box}</ul>')
