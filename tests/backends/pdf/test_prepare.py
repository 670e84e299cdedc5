from __future__ import annotations

import pytest
from lxml import etree

from exporter.backends.pdf.prepare import prepare


def prepared(body: str) -> etree._Element:
    root = etree.fromstring(f"<body>{body}</body>")
    prepare(root)
    return root


def text(body: str) -> str:
    return etree.tostring(prepared(body), encoding="unicode")


def test_a_list_starts_counts_down_and_numbers_its_items_as_html_says() -> None:
    assert "counter-reset:list-item 4" in text('<ol start="5"><li>a</li></ol>')
    assert "lower-roman" in text('<ol type="i"><li>a</li></ol>')
    assert text('<ol reversed=""><li>a</li><li>b</li></ol>').count("counter-set:list-item") == 2
    assert "counter-set:list-item 9" in text('<ol><li value="9">a</li></ol>')


def test_task_boxes_are_drawn() -> None:
    root = prepared(
        '<ul><li><input type="checkbox" checked=""/> a</li><li><input type="checkbox"/> b</li></ul>'
    )
    assert [span.text for span in root.iter("span")] == ["☑", "☐"]


def test_ruby_keeps_base_reading_and_what_follows() -> None:
    root = prepared("<p>前<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>後</p>")
    found = [(e.get("class"), "".join(map(str, e.itertext()))) for e in root.iter("span") if e.get("class")]
    assert found[1:] == [
        ("ruby", "漢かん"),
        ("rb", "漢"),
        ("rt", "かん"),
        ("ruby", "字じ"),
        ("rb", "字"),
        ("rt", "じ"),
    ]
    assert "".join(map(str, root.itertext())).endswith("後")


def test_ids_of_the_post_are_replaced_and_remembered() -> None:
    root = etree.fromstring(
        '<body><h2 id="a&quot;b">x</h2><p><a href="#a&quot;b">y</a><a href="#none">z</a></p></body>'
    )
    names = prepare(root)
    heading = root[0].get("id")
    assert heading is not None
    assert names[heading] == 'a"b'
    assert [a.get("href") for a in root.iter("a")] == [f"#{heading}", None]


def test_long_addresses_may_break_and_code_is_left_alone() -> None:
    address = "https://example.com/a/very/long/path?with=query"
    assert "\u200b" in text(f"<p>{address}</p>")
    assert "\u200b" not in text(f"<pre><code>{address}</code></pre>")


@pytest.mark.parametrize(
    ("columns", "name"), [(3, ""), (7, "dense"), (8, "wide"), (13, "turned"), (30, "listed short")]
)
def test_a_table_is_set_smaller_the_wider_it_is_then_turned_and_in_rows_at_last(
    columns: int, name: str
) -> None:
    head = "".join(f"<th>heading {n}</th>" for n in range(columns))
    row = "".join(f"<td>{n}</td>" for n in range(columns))
    root = prepared(f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>")
    assert (root[0].get("class") or "") == name


def test_no_word_of_a_table_is_broken_where_there_is_room_for_it() -> None:
    words = ("No.", "Weight", "State", "Language", "Returned?")
    head = "".join(f"<th>{word}</th>" for word in words)
    row = "".join(
        f"<td>{text}</td>" for text in ("1", "0.3 g", "buttery", "Japanese", "a longer answer " * 6)
    )
    root = prepared(f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>")
    shares = [float(col.get("style", "").removeprefix("width:").rstrip("%")) for col in root.iter("col")]
    # At 31 ems of text and type of 0.86 the table is 36 ems wide.
    assert shares[3] * 0.36 > 1.2 + 0.55 * len("Japanese")
    assert shares[4] == max(shares)


def test_a_link_that_leads_nowhere_is_words() -> None:
    assert "<p><span>a</span> <a href=" in text('<p><a>a</a> <a href="https://example.org/">b</a></p>')
