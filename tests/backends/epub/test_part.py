from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from exporter.backends.epub.anchors import clean_url
from exporter.backends.epub.chapter import Chapter, unpack
from exporter.backends.epub.options import EpubOptions
from exporter.model.post import Author, Cover, Post
from tests.backends.epub.books import OPS, XHTML, chapter, inflate, make_part, post

PICTURE = "https://example.org/p.png"


def png(size: tuple[int, int] = (40, 30)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, "PNG")
    return stream.getvalue()


def tree(made: Chapter) -> etree._Element:
    return etree.fromstring(inflate(made))


def section(item: Post, assets: dict[str, bytes] | None = None) -> etree._Element:
    found = tree(chapter(item, assets)).find(f"{XHTML}body/{XHTML}section")
    assert found is not None
    return found


def said(element: etree._Element | None) -> str:
    assert element is not None
    return " ".join("".join(map(str, element.itertext())).split())


def test_a_chapter_says_who_wrote_what_when() -> None:
    item = post(title="On <ink> & water", authors=(Author("Ada"), Author("Bo")), categories=("Ink",), day=9)

    header = section(item).find(f"{XHTML}header")
    assert header is not None
    assert [said(child) for child in header] == ["On <ink> & water", "Ada, Bo", "9 July 2026 Ink"]


def test_a_chapter_is_named_for_assistive_technology() -> None:
    found = section(post())

    assert (found.get(f"{OPS}type"), found.get("role"), found.get("aria-labelledby")) == (
        "chapter",
        "doc-chapter",
        "title",
    )


def test_a_quotation_names_no_source_without_tls_of_which_epubcheck_warns() -> None:
    quoted = post('<blockquote cite="http://e.org/"><p><q cite="https://e.org/">x</q></p></blockquote>')

    found = section(quoted)

    assert [
        (element.tag, element.get("cite")) for element in found.iter(f"{XHTML}blockquote", f"{XHTML}q")
    ] == [
        (f"{XHTML}blockquote", None),
        (f"{XHTML}q", "https://e.org/"),
    ]


@pytest.mark.parametrize(("language", "direction"), [("ja", "ltr"), ("ar", "rtl")])
def test_language_and_direction_are_on_the_root(language: str, direction: str) -> None:
    root = tree(chapter(post(language=language)))

    assert (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")) == (language, language)
    assert root.get("dir") == direction


def test_the_author_of_a_post_cannot_make_headings_skip() -> None:
    made = chapter(
        post("<h1 id='a'>A</h1><h4 id='b'>B</h4><h2 id='c'>C</h2><h5 id='d'></h5><h6 id='e'>E</h6>")
    )

    assert [(h.level, h.text) for h in made.headings] == [(2, "A"), (3, "B"), (3, "C"), (4, "E")]


def test_ids_become_names_of_xml_and_links_follow_them() -> None:
    found = section(
        post("<h2 id='1/はじめに'>x</h2><p id='title'><a href='#1/はじめに'>up</a> <a href='#no'>no</a></p>")
    )

    heading = found.find(f"{XHTML}h2")
    assert heading is not None
    assert heading.get("id") == "x1-はじめに"
    up = found.find(f"{XHTML}p/{XHTML}a")
    assert up is not None
    assert up.get("href") == f"#{heading.get('id')}"
    assert len({e.get("id") for e in found.iter() if e.get("id")}) == len(
        [1 for e in found.iter() if e.get("id")]
    )
    assert found.find(f"{XHTML}p/{XHTML}span") is not None


def test_a_footnote_opens_over_the_page() -> None:
    body = (
        '<p>Text<a role="doc-noteref" href="#fn1" id="r1">1</a></p><section role="doc-endnotes"><ol>'
        '<li id="fn1"><p>Note. <a role="doc-backlink" href="#r1">↩</a></p></li></ol></section>'
    )
    found = section(post(body))

    call = found.find(f".//{XHTML}a[@role='doc-noteref']")
    note = found.find(f".//{XHTML}aside")
    assert call is not None
    assert note is not None
    assert (call.get(f"{OPS}type"), call.get("href")) == ("noteref", "#fn1")
    assert (note.get(f"{OPS}type"), note.get("role"), note.get("id")) == ("footnote", "doc-footnote", "fn1")
    assert said(note) == "1. Note. ↩\ufe0e"


def test_a_picture_is_a_file_of_the_book_and_the_same_one_for_every_showing() -> None:
    body = f'<p><img src="{PICTURE}" alt="A sea"/></p><p>x <img src="{PICTURE}" alt=""/> y</p>'
    made = chapter(post(body), {PICTURE: png()})

    assert [(p.media_type, p.width, p.height) for p in made.pictures] == [("image/png", 40, 30)]
    images = list(tree(made).iter(f"{XHTML}img"))
    assert [i.get("src") for i in images] == [f"../{made.pictures[0].name}"] * 2
    assert [u.alt for u in made.uses] == ["A sea", ""]
    parent = images[0].getparent()
    assert parent is not None
    assert parent.get("class") == "picture"


def test_a_remote_picture_becomes_a_link_with_its_words() -> None:
    found = section(post('<p><img src="https://cdn.example/x.png" alt="A map"/></p>'))

    assert found.find(f".//{XHTML}img") is None
    link = found.find(f"{XHTML}p/{XHTML}a")
    assert link is not None
    assert (link.get("href"), link.text) == ("https://cdn.example/x.png", "A map")


def test_a_remote_picture_inside_a_link_leaves_the_link_alone() -> None:
    found = section(
        post('<p><a href="https://a.example/"><img src="https://cdn.example/x.png" alt="A map"/></a></p>')
    )

    assert [(a.get("href"), said(a)) for a in found.iterfind(f"{XHTML}p/{XHTML}a")] == [
        ("https://a.example/", "A map")
    ]


def test_broken_image_data_is_reported_where_it_stands() -> None:
    part = make_part(post('<p data-line="7"><img src="data:image/png;base64,AAAA" alt="x"/></p>'))

    assert [(d.code, str(d.span)) for d in part.diagnostics] == [("A403", "posts/a-post.md:7")]


def test_a_cover_leads_the_chapter_unless_the_post_shows_it() -> None:
    cover = Cover(PICTURE, "A sea", "Off Brest")

    figure = section(post(cover=cover), {PICTURE: png()}).find(f"{XHTML}figure")
    assert said(figure) == "Off Brest"
    repeated = section(post(f'<p><img src="{PICTURE}" alt="A sea"/></p>', cover=cover), {PICTURE: png()})
    assert len(list(repeated.iter(f"{XHTML}img"))) == 1


def test_math_is_mathml_and_the_manifest_will_say_so() -> None:
    made = chapter(post('<p><span class="math">x^2</span></p>'))

    assert made.properties == ("mathml",)
    assert b'alttext="x^2"' in inflate(made)


def test_a_formula_that_cannot_be_set_stays_and_is_reported() -> None:
    part = make_part(post('<p data-line="4"><span class="math">\\nope</span></p>'))

    assert [(d.code, d.span.line) for d in part.diagnostics] == [("E601", 4)]


def table(columns: int, rows: int, text: str = "some words") -> etree._Element:
    """The frame of a table with a head."""
    head = "".join(f"<th>head {n}</th>" for n in range(columns))
    body = f"<tr>{f'<td>{text}</td>' * columns}</tr>" * rows
    found = section(post(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"))
    frame = found.find(f"{XHTML}div")
    assert frame is not None
    return frame


def test_the_headers_of_a_table_have_a_scope() -> None:
    body = (
        "<table><thead><tr><th/><th>B</th></tr></thead><tbody><tr><th>r</th><td>1</td></tr></tbody></table>"
    )
    found = section(post(body))

    assert [(h.text, h.get("scope")) for h in found.iter(f"{XHTML}th")] == [("B", "col"), ("r", "row")]


def test_a_wide_table_scrolls_only_where_it_is_lower_than_a_page() -> None:
    low = table(7, 3)
    assert (low.get("class"), low.get("role"), low.get("tabindex"), low.get("aria-label")) == (
        "table scroll",
        "group",
        "0",
        "Table",
    )
    for high in (table(7, 40), table(7, 3, "as many words as fill a line and more " * 4)):
        assert high.items() == [("class", "table")]
        assert high[0].get("class") == "dense listed"
        assert next(high.iter(f"{XHTML}td")).get("data-head") == "head 0: "
    assert table(16, 40)[0].get("class") == "dense listed tight"


def test_a_table_that_fits_a_phone_is_left_as_it_is_and_no_short_cell_breaks() -> None:
    plain = table(3, 40, "1,820 mm")
    assert plain.items() == [("class", "table")]
    assert plain[0].get("class") is None
    assert {cell.get("class") for cell in plain.iter(f"{XHTML}td")} == {"short"}


def test_a_task_is_a_sign_with_a_name() -> None:
    found = section(
        post('<ul class="task-list"><li><input type="checkbox" checked="" disabled=""/>wash</li></ul>')
    )

    sign = found.find(f".//{XHTML}li/{XHTML}span")
    assert sign is not None
    assert (sign.text, sign.get("aria-label"), sign.tail) == ("☑", "done", " wash")


def test_nothing_of_the_source_lines_is_left() -> None:
    assert b"data-line" not in inflate(chapter(post('<p data-line="3">x</p>')))


def test_only_links_to_this_site_wait_for_bind() -> None:
    made = chapter(
        post('<p><a href="https://example.org/b/#c">b</a> <a href="https://other.example/">o</a></p>')
    )

    assert made.links == ("https://example.org/b/#c",)
    assert "https://example.org/b/#c".join(made.pieces).encode() == inflate(made)


def test_a_post_cannot_forge_the_mark_of_a_link() -> None:
    body = '<p>link-0; link-00000000000000000000000000000000-0; <a href="https://example.org/b/">b</a></p>'

    assert len(chapter(post(body)).pieces) == 2


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://example.com/a[b]|c%zz?x={y}", "https://example.com/a%5Bb%5D%7Cc%25zz?x=%7By%7D"),
        ("https://例え.jp/道?q=é", "https://例え.jp/道?q=é"),
        ("http://[::1/", ""),
        ("https://a:99999/", ""),
        ("mailto:a b@c.example", "mailto:a%20b@c.example"),
    ],
)
def test_urls_are_mended_or_dropped(url: str, clean: str) -> None:
    assert clean_url(url) == clean


def test_ruby_keeps_its_reading_and_broken_ruby_keeps_its_words() -> None:
    found = section(post("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby><ruby><rt>x</rt></ruby></p>"))

    good = found.find(f".//{XHTML}ruby")
    assert good is not None
    assert said(good) == "漢かん"
    assert len(list(found.iter(f"{XHTML}ruby"))) == 1
    assert "（x）" in said(found)


def test_a_title_nobody_wrote_is_still_a_heading() -> None:
    found = section(post(title="", slug="a-slug")).find(f"{XHTML}header/{XHTML}h1")

    assert said(found) == "a-slug"


def test_a_control_character_in_a_header_never_reaches_the_book() -> None:
    item = post(title="Bell\x07 and\x00 null", categories=("\x1b[31m",), authors=(Author("\ud800"),))

    assert said(section(item).find(f"{XHTML}header/{XHTML}h1")) == "Bell and null"


def test_a_part_is_deterministic() -> None:
    item = post('<p><a href="https://example.org/b/">b</a></p>')

    assert make_part(item) == make_part(item)


def test_formulas_are_pictures_where_nobody_shows_mathml() -> None:
    item = post('<p>So <span class="math">\\frac{a}{b}</span>.</p>')
    made = unpack(make_part(item, options=EpubOptions(profile="kindle")).content)

    image = next(tree(made).iter(f"{XHTML}img"))
    assert image.get("alt") == "\\frac{a}{b}"
    assert [picture.media_type for picture in made.pictures] == ["image/png"]
    assert made.properties == ()


@pytest.mark.parametrize("selector", ["h2", "dt", ".callout-title", "summary", "caption", "thead"])
def test_what_announces_what_follows_stays_on_its_page(selector: str) -> None:
    # As a page's end in a reading system shows: a rule that names it, alone or among others, forbids the break.
    sheet = (Path(__file__).parents[3] / "themes/default/epub.css").read_text()
    rules = [rule.partition("{") for rule in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split("}")]
    named = [body for names, _, body in rules if selector in re.split(r"[,\s]+", names.strip())]
    assert any("page-break-after: avoid" in body and " break-after: avoid" in body for body in named)
