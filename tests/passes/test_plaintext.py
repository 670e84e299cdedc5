"""Plain text for people: numbered links, tables by display width, kinsoku, no markup left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporter.model.markup import Markup, freeze, thaw
from exporter.passes.columns import units, width, wrap
from exporter.passes.plaintext import phrase, render


def text(markup: str, columns: int = 72) -> str:
    return render(thaw(Markup(markup)), columns)


def test_links_are_numbered_once_each_and_listed_at_the_end() -> None:
    out = text(
        '<p><a href="https://a.example/">A</a>, <a href="https://b.example/">B</a>, <a href="https://a.example/">A</a></p>'
    )
    assert out == "A [1], B [2], A [1]\n\n[1] https://a.example/\n[2] https://b.example/"


def test_a_link_that_shows_its_own_address_needs_no_number() -> None:
    assert text('<p><a href="https://a.example/x">a.example/x</a></p>') == "a.example/x"
    assert text('<p><a href="mailto:a@b.example">a@b.example</a></p>') == "a@b.example"


def test_a_link_inside_the_post_is_its_text() -> None:
    assert text('<p><a href="#x">see below</a></p>') == "see below"


def test_footnotes_are_told_from_links_and_lose_their_way_back() -> None:
    out = text(
        '<p>Fact<a href="#fn1" id="r" role="doc-noteref">1</a>.</p><section role="doc-endnotes"><ol>'
        '<li id="fn1"><p>Source. <a href="#r" role="doc-backlink">↩</a></p></li></ol></section>'
    )
    assert out == "Fact*1.\n\n--------------------\n*1 Source."


def test_a_list_within_a_footnote_is_no_footnote() -> None:
    notes = "<li id='a'><p>Three:</p><ol><li>one</li></ol></li><li id='b'><p>More.</p></li>"
    out = text(f'<section role="doc-endnotes"><ol>{notes}</ol></section>')
    assert out == "--------------------\n*1 Three:\n\n   1. one\n*2 More."


def test_ruby_pictures_tasks_and_raised_figures() -> None:
    assert text("<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></p>") == "漢字(かんじ)"
    assert (
        text(
            '<p><img alt="a cat" src="https://a.example/c.png"/><img alt="" src="https://a.example/d.png"/></p>'
        )
        == "[a cat]"
    )
    assert text('<ul><li><input checked="" disabled="" type="checkbox"/> tea</li></ul>') == "- [x] tea"
    assert text("<p>x<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup></p>") == "x², H₂O, 1st"


def test_quotes_code_and_lists() -> None:
    out = text(
        "<blockquote><p>One</p><p>Two</p></blockquote><pre><code>if x:\n\ty</code></pre>"
        '<ol start="9"><li>nine</li><li>ten<ul><li>inner</li></ul></li></ol>'
    )
    assert out == "> One\n>\n> Two\n\n    if x:\n        y\n\n 9. nine\n10. ten\n    - inner"


def test_a_table_is_aligned_by_what_a_reader_sees() -> None:
    out = text(
        '<table><thead><tr><th>名</th><th style="text-align:right">Price</th></tr></thead>'
        '<tbody><tr><td>りんご</td><td style="text-align:right">90</td></tr></tbody></table>'
    )
    lines = out.split("\n")
    assert lines == ["名      Price", "------  -----", "りんご     90"]
    assert len({width(line) for line in lines}) == 1


def test_a_table_too_wide_for_the_line_becomes_records() -> None:
    out = text(
        "<table><thead><tr><th>Name</th><th>Why</th></tr></thead>"
        "<tbody><tr><td>Hugo</td><td>quick and quiet and one file</td></tr></tbody></table>",
        24,
    )
    assert out == "Hugo\n  Why: quick and quiet\n    and one file"


SPANNED = (
    '<table><thead><tr><th rowspan="2">Cut</th><th colspan="2">Size</th></tr><tr><th>w</th><th>h</th></tr></thead>'
    '<tbody><tr><td>A5</td><td>148</td><td rowspan="2">tall</td></tr><tr><td>A6</td><td>105</td></tr>'
    '<tr><td colspan="2">both</td><td>fold</td></tr></tbody></table>'
)


def test_cells_over_rows_and_columns_are_drawn_once() -> None:
    assert text(SPANNED).split("\n") == [
        "Cut  Size",
        "     w    h",
        "---  ---  ----",
        "A5   148  tall",
        "A6   105",
        "both      fold",
    ]


def test_in_records_they_are_told_of_every_row_with_the_whole_name_of_its_column() -> None:
    records = [" ".join(record.split()) for record in text(SPANNED, 13).split("\n\n")]
    assert records == ["A5 Size w: 148 Size h: tall", "A6 Size w: 105 Size h: tall", "both Size h: fold"]


def test_a_table_of_heads_alone_is_told_where_the_line_is_too_short() -> None:
    assert text("<table><thead><tr><th>Name</th><th>Why</th></tr></thead></table>", 5) == "Name\n  Why"


def test_a_hostile_colspan_makes_no_endless_row() -> None:
    assert len(text('<table><tbody><tr><td colspan="99999">x</td><td>y</td></tr></tbody></table>')) < 3000


def test_rendering_leaves_the_tree_as_it_was() -> None:
    root = thaw(Markup('<p>a <a href="https://a.example/">b</a></p>'))
    before = freeze(root)
    render(root)
    assert freeze(root) == before


def test_a_phrase_has_no_notes_and_no_numbers() -> None:
    root = thaw(
        Markup('<p>A <a href="https://a.example/">b</a><a href="#fn" role="doc-noteref">1</a>\n c</p>')
    )
    assert phrase(root) == "A b c"


JAPANESE = st.text(st.sampled_from("漢字かなっゃー、。」「（）！?aB1 é👍🏽"), max_size=120)


@given(JAPANESE)
def test_no_line_is_wider_than_asked_nor_begins_with_closing_punctuation(sample: str) -> None:
    lines = wrap(sample, 12)
    words = [unit for word in sample.split(" ") for unit in units(word)]
    longest = max(map(width, words), default=0)
    assert all(width(line) <= max(12, longest) for line in lines)
    for line, _before in zip(lines[1:], lines, strict=False):
        # A line may begin so only where the author put a space before the mark.
        assert line[:1] not in "、。」）" or any(word.startswith(line[0]) for word in sample.split(" "))


@given(st.text(max_size=80))
def test_wrapping_loses_no_character_but_white_space(sample: str) -> None:
    def bare(value: str) -> str:
        return "".join(value.split())

    assert bare("".join(wrap(sample, 10))) == bare(sample)
