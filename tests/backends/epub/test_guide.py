"""The profile of 電書協's guide: its names, its classes, a valid book."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from exporter.backends.epub.options import EpubOptions
from exporter.checks.epub_book import Book
from exporter.checks.epubs import judge
from exporter.model.site import Site
from tests.backends.epub.books import Opened, book, post
from tests.backends.epub.test_validity import HELD, RICH, findings


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_a_book_by_the_guide_is_named_by_it_and_valid(
    tmp_path: Path, writing: Literal["horizontal", "vertical"]
) -> None:
    options = EpubOptions(profile="ebpaj", writing=writing, readings={"帳": "チョウ"})
    posts = [
        post(RICH, title="一", language="ja", slug="one", tags=("茶",)),
        post(
            '<p>12月。<a href="https://example.org/one/">前</a></p>',
            title="二",
            language="ja",
            slug="two",
            day=2,
        ),
    ]
    site = Site(title="帳", url="https://example.org/", language="ja")
    made = book(posts, HELD, options=options, site=site, language="ja")

    assert findings(tmp_path, {"book": made}) == []
    assert [str(f) for code, f in judge(tmp_path / "book.epub") if code == "E690"] == []
    opened = Book(tmp_path / "book.epub")
    assert opened.package_file == "item/standard.opf"
    assert {"item/xhtml/p-001.xhtml", "item/xhtml/p-toc.xhtml", "item/image/cover.jpg"} <= set(opened.names)
    root = opened.tree("item/xhtml/p-002.xhtml")
    assert root.get("class") == ("vrtl" if writing == "vertical" else "hltr")
    assert 'href="p-001.xhtml"' in opened.read("item/xhtml/p-002.xhtml").decode()
    spine = opened.package.find("{*}spine")
    assert spine is not None
    assert (spine.get("page-progression-direction") == "rtl") == (writing == "vertical")


def test_findings_lead_to_the_post_in_either_layout() -> None:
    for profile, place in (("ebpaj", "item/xhtml/p-001.xhtml"), ("epub3", "EPUB/text/a-post-")):
        made = book([post('<p data-line="7">x</p>')], options=EpubOptions(profile=profile))  # type: ignore[arg-type]
        origin = made.origins[0]
        assert origin.file.startswith(place)
        document = Opened(made).zip.read(origin.file).decode().splitlines()
        line = next(number for number, text in enumerate(document, 1) if "<p>x</p>" in text)
        assert (origin.source, origin.line_of(line)) == ("posts/a-post.md", 7)


def test_in_columns_the_numbers_of_the_books_own_pages_lie_across() -> None:
    site = Site(title="余白", url="https://example.org/", language="ja")
    posts = [post("<p>あ</p>", day=5, language="ja"), post("<p>い</p>", title="B", day=26, language="ja")]

    columns = Opened(book(posts, options=EpubOptions(writing="vertical"), site=site))
    lines = Opened(book(posts, site=site))

    for name in ("title.xhtml", "contents.xhtml"):
        assert '<span class="tcy">26</span>' in columns.text(name)
        assert '<span class="upright">7</span>' in columns.text(name)
        assert 'class="tcy"' not in lines.text(name)
