from __future__ import annotations

from exporter.backends.feeds.summary import summarise
from tests.backends.feeds.samples import markup, post


def test_the_description_comes_first_then_what_the_author_marked_then_the_beginning() -> None:
    marked = markup("<p>Marked.</p>")
    assert summarise(post(description=" Said.\n", summary=marked)) == "Said."
    assert summarise(post(summary=marked)) == "Marked."
    assert summarise(post()) == "Hello."


def test_the_beginning_passes_over_what_is_not_prose() -> None:
    body = (
        '<h2>Heading</h2><pre>code</pre><figure class="embed"><a href="https://example.com/">x</a></figure>'
        "<table><tbody><tr><td>cell</td></tr></tbody></table>"
        '<aside class="callout note" role="note"><p class="callout-title">Note</p><p>One.</p></aside>'
        '<p>T<ruby>字<rt>じ</rt></ruby>wo<a href="#fn1" role="doc-noteref">1</a><br/>lines.</p>'
        '<section role="doc-endnotes"><ol><li id="fn1"><p>foot</p></li></ol></section>'
    )
    assert summarise(post(body=body)) == "One. T字wo lines."


def test_paragraphs_of_japanese_are_joined_without_a_space() -> None:
    assert summarise(post(body="<p>雨。</p><p>晴れ。</p><p>Sun.</p>")) == "雨。晴れ。 Sun."


def test_bare_text_is_prose() -> None:
    assert summarise(post(body="a <em>b</em> c")) == "a b c"
    assert summarise(post(body="<div><em>b</em> c</div>")) == "b c"


def test_it_ends_with_a_sentence_of_japanese_or_latin() -> None:
    japanese = "これは最初の文です。" * 30
    assert summarise(post(body=f"<p>{japanese}</p>")) == "これは最初の文です。" * 12
    latin = "This sentence has some forty characters. " * 10
    assert (
        summarise(post(body=f"<p>{latin}</p>")) == ("This sentence has some forty characters. " * 4).strip()
    )


def test_without_a_sentence_end_it_breaks_between_words_with_an_ellipsis() -> None:
    summary = summarise(post(body=f"<p>{'word ' * 100}</p>"))
    assert summary == "word " * 39 + "word…"
    assert summarise(post(body=f"<p>{'字' * 200}</p>")) == "字" * 120 + "…"


def test_a_number_s_point_and_an_address_end_no_sentence() -> None:
    text = "Version 3.14 of example.org came out and " * 8
    assert summarise(post(body=f"<p>{text}</p>")).endswith("…")
