"""The pages of a printed edition: marked where they begin, listed, and claimed only where they are."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import etree

from exporter.backends.contract import BindJob
from exporter.backends.epub import BACKEND
from exporter.backends.epub.options import EpubOptions
from exporter.model.artifact import Rendered
from exporter.model.issue import Issue
from exporter.model.pagination import START, PageBreak, Pagination, Spot
from tests.backends.epub.books import DC, OPS, SITE, THEME, XHTML, Opened, make_part, post

NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
PRINTED = "urn:uuid:00000000-0000-5000-8000-000000000000"
PAGED = EpubOptions(pages="print")


def bound(
    *posts: object,
    breaks: dict[str, tuple[PageBreak, ...]],
    options: EpubOptions = PAGED,
    assets: Mapping[str, bytes] | None = None,
) -> Rendered:
    """The book of ``posts`` whose printed pages begin at ``breaks``."""
    issue = Issue(
        publication="digest",
        folder="digest",
        id="2026-07",
        title="Field notes",
        identifier="urn:uuid:6a0e0f0e-7f1c-5b8c-9a5e-2d6f0d3c1b2a",
        language="en",
        updated=posts[0].published,  # type: ignore[attr-defined]
        posts=posts,  # type: ignore[arg-type]
    )
    parts = tuple(make_part(each, assets, options=options.of_part()) for each in posts)  # type: ignore[arg-type]
    job = BindJob(
        issue=issue,
        site=SITE,
        theme=THEME,
        options=options,
        parts=parts,
        pagination=Pagination(PRINTED, breaks),
    )
    return BACKEND.bind(job)


def paged(*posts: object, **more: object) -> Opened:
    """The same, opened."""
    return Opened(bound(*posts, **more).artifacts[0])  # type: ignore[arg-type]


def marked(book: Opened) -> str:
    """The only chapter's section as text, each mark as |n|."""
    root = book.tree(book.chapters[0])
    for mark in root.iter(f"{XHTML}span"):
        if mark.get("role") == "doc-pagebreak":
            assert mark.get(f"{OPS}type") == "pagebreak"
            assert mark.get("id") == f"page.{mark.get('aria-label')}"
            mark.text = f"|{mark.get('aria-label')}|"
    section = next(root.iter(f"{XHTML}section"))
    return " ".join("".join(map(str, section.itertext())).split())


@pytest.mark.parametrize(
    ("body", "spot", "text"),
    [
        ("<p>One two.</p><p>Three four.</p>", Spot(1), "One two. |2| Three four."),
        ("<p>One two.</p><p>Three four.</p>", Spot(0, 3), "One |2|two. Three four."),
        ("<p>One two.</p><p>Three four.</p>", Spot(0, 5), "One |2|two. Three four."),
        ("<p>One <em>two</em> three.</p>", Spot(0, 6), "One two |2|three."),
        ("<p>One <em>two</em> three.</p>", Spot(0, 3), "One |2|two three."),
        ("<p>紙を裁つ。</p>", Spot(0, 2), "紙を|2|裁つ。"),
        ("<p>あ<ruby>断裁<rt>だんさい</rt></ruby>の音。</p>", Spot(0, 2), "あ|2|断裁だんさいの音。"),
        ("<p>あ<ruby>断裁<rt>だんさい</rt></ruby>の音。</p>", Spot(0, 8), "あ断裁だんさいの|2|音。"),
        ("<ul><li>One</li><li>Two</li></ul>", Spot(2), "One|2|Two"),
        ("<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>", Spot(2), "A|2|B"),
        ("<h2>Head</h2><p>Text.</p>", Spot(0), "|2| Head Text."),
        ("<p>One.</p>", Spot(7), "One. |2|"),
        ("<p>One.</p>", Spot(0, 99), "One.|2|"),
    ],
)
def test_a_page_begins_at_its_spot(body: str, spot: Spot, text: str) -> None:
    body = body.replace("</p><p>", "</p> <p>").replace("</h2><p>", "</h2> <p>")
    book = paged(post(f" {body} "), breaks={"a-post": (PageBreak(1, START), PageBreak(2, spot))})

    told = marked(book)

    assert told.startswith("|1|A post")
    assert text.replace(" ", "") in told.replace(" ", "")
    assert told.count("|2|") == 1


def test_no_page_begins_inside_a_note_that_is_shown_over_another() -> None:
    note = '<section role="doc-endnotes"><ol><li id="fn1"><p>A note.</p></li></ol></section>'
    body = f'<p>Text<a role="doc-noteref" href="#fn1" id="r">1</a></p>{note}'
    book = paged(post(body), breaks={"a-post": (PageBreak(1, START), PageBreak(2, Spot(4)))})

    aside = next(book.tree(book.chapters[0]).iter(f"{XHTML}aside"))

    assert aside.find(f".//{XHTML}span[@role='doc-pagebreak']") is None
    assert aside.getprevious().get("aria-label") == "2"  # type: ignore[union-attr]


def test_pages_are_listed_by_their_numbers_and_their_source_is_named() -> None:
    book = paged(
        post(title="Second", day=2),
        post(title="First", day=1),
        breaks={"second": (PageBreak(3, START),), "first": (PageBreak(1, START), PageBreak(2, Spot(0, 2)))},
        options=EpubOptions(pages="print", sections="tag"),
    )

    lists = [
        nav for nav in book.tree("nav.xhtml").iter(f"{XHTML}nav") if nav.get(f"{OPS}type") == "page-list"
    ]
    links = [(a.text, a.get("href", "")) for a in lists[0].iter(f"{XHTML}a")]

    assert [label for label, _ in links] == ["1", "2", "3"]
    for label, href in links:
        file, _, target = href.partition("#")
        marks = [e for e in book.tree(file).iter(f"{XHTML}span") if e.get("id") == target]
        assert [mark.get("aria-label") for mark in marks] == [label]
    ncx = book.tree("toc.ncx")
    old = [(e.get("value"), e.findtext(f"{NCX}navLabel/{NCX}text")) for e in ncx.iter(f"{NCX}pageTarget")]
    assert old == [("1", "1"), ("2", "2"), ("3", "3")]
    assert [e.get("src") for e in ncx.iterfind(f"{NCX}pageList//{NCX}content")] == [href for _, href in links]
    assert {e.get("name"): e.get("content") for e in ncx.iter(f"{NCX}meta")}["dtb:maxPageNumber"] == "3"
    assert book.meta("pageBreakSource") == [PRINTED]
    assert PRINTED in [row.text for row in book.package.iter(f"{DC}source")]
    assert book.meta("source-of") == ["pagination"]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(book.meta("schema:accessibilityFeature"))


def test_without_a_printed_edition_nothing_is_marked_or_claimed() -> None:
    book = paged(
        post('<p>See <a href="https://example.org/b/">b</a>.</p>'), post(title="b", day=2), breaks={}
    )

    texts = [book.zip.read(name).decode() for name in book.names if name.endswith(("ml", "opf"))]

    assert not [text for text in texts if "pagebreak" in text.lower() or "pageNavigation" in text]
    assert not [name for name in _attributes(book) if len(name) > 30]


def test_of_an_edition_in_several_volumes_no_page_is_named() -> None:
    rendered = bound(post(), breaks={})

    assert [found.code for found in rendered.diagnostics if found.code == "E605"] == ["E605"]


def test_an_id_of_a_post_is_never_taken_for_a_page() -> None:
    body = '<p id="page.2">One.</p><p>See <a href="#page.2">there</a>.</p>'
    book = paged(post(body), breaks={"a-post": (PageBreak(1, START), PageBreak(2, Spot(1)))})

    ids = [e.get("id") for e in book.tree(book.chapters[0]).iter(etree.Element) if e.get("id")]

    assert len(ids) == len(set(ids))
    assert "page.2" in ids
    assert "xpage.2" in ids


def test_text_that_looks_like_our_own_marks_stays() -> None:
    code = 'data-block="7" and <p data-block="8">'
    body = f"<pre><code>{code.replace('<', '&lt;')}</code></pre>"
    book = paged(post(body), breaks={"a-post": (PageBreak(1, START), PageBreak(2, Spot(0, 4)))})

    assert code in marked(book).replace("|2|", "")


def _attributes(book: Opened) -> set[str]:
    names = (name.removeprefix("EPUB/") for name in book.names if name.endswith(".xhtml"))
    found = {str(key) for name in names for e in book.tree(name).iter(etree.Element) for key in e.attrib}
    return {name.rpartition("}")[2] for name in found}
