"""Our own judges of books: what they find, and that they say whose line it is."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from exporter.checks.epub_book import Book
from exporter.checks.epubs import judge, judge_books
from exporter.model.artifact import Origin
from tests.backends.epub.books import book, post


def spoilt(path: Path, *changes: tuple[str, str, str], **extra: str) -> Path:
    """A good book with texts replaced in its files, and files added."""
    good = path / "good.epub"
    good.write_bytes(book([post()]).content)
    with ZipFile(good) as before, ZipFile(path / "b.epub", "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            for file, old, new in changes:
                if name.endswith(file):
                    assert old.encode() in content, (name, old)
                    content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
        for name, text in extra.items():
            after.writestr(name.replace("__", "/"), text)
    return path / "b.epub"


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("E1.1", ("mimetype", "application/epub+zip", "text/plain")),
        ("E1.5", ("content.opf", "dcterms:modified", "dcterms:created")),
        ("E1.5", ("content.opf", "<dc:language>en", "<dc:language>e_n")),
        ("E1.6", ("content.opf", 'href="style/book.css"', 'href="style/gone.css"')),
        ("E1.7", ("content.opf", 'properties="nav"', "")),
        ("E1.8", ("colophon.xhtml", "https://example.org/a-post/", "gone.xhtml")),
        ("E1.9", ("content.opf", 'properties="nav"', 'properties="nav scripted"')),
        ("E1.10", ("content.opf", "text/css", "text/x-css")),
        ("E1.11", ("colophon.xhtml", "style/book.css", "https://example.org/x.css")),
        ("E1.12", ("colophon.xhtml", "</section>", "")),
        ("E1.13", ("nav.xhtml", 'href="colophon.xhtml">Colophon', 'href="colophon.xhtml">')),
        ("E1.14", ("colophon.xhtml", 'epub:type="colophon"', 'epub:type="colofon"')),
        ("E1.14", ("colophon.xhtml", 'role="doc-colophon"', "")),
        ("E2.6", ("content.opf", '"schema:accessMode"', '"schema:x"')),
        ("E2.6", ("content.opf", '"schema:accessibilitySummary"', '"schema:x"')),
        ("E2.7", ("content.opf", "WCAG 2.2 Level AA", "WCAG 2.2")),
        ("E2.9", ("colophon.xhtml", "<h2>", '<span role="doc-pagebreak" id="p" aria-label="1"/><h2>')),
        (
            "E2.9",
            ("nav.xhtml", "</body>", '<nav epub:type="page-list"><a href="title.xhtml#x">1</a></nav></body>'),
        ),
        ("E4.5", ("content.opf", 'content="epub3"', 'content="epub3"')),
    ],
)
def test_each_requirement_is_seen_to_be_broken(
    tmp_path: Path, rule: str, change: tuple[str, str, str]
) -> None:
    if rule == "E4.5":
        path = spoilt(
            tmp_path,
            ("content.opf", 'content="epub3"', 'content="kindle"'),
            ("colophon.xhtml", "<h2>", "<script/><h2>"),
        )
    else:
        path = spoilt(tmp_path, change)

    assert rule in {finding.rule for _, finding in judge(path)}


def test_a_good_book_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "b.epub"
    path.write_bytes(book([post()]).content)

    assert list(judge(path)) == []


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04"])
def test_what_is_no_book_is_one_finding(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.epub"
    path.write_bytes(content)

    assert [(code, finding.rule) for code, finding in judge(path)] == [("E690", "E1.4")]


def test_what_keeps_a_book_from_its_claim_is_told_by_the_line_of_the_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    made = book([post('<p data-line="3">A</p>\n<p data-line="9"><a href="https://example.org/x"></a></p>')])
    path = tmp_path / "b.epub"
    path.write_bytes(made.content)

    found = list(judge_books({"d/b.epub": path}, {"d/b.epub": made.origins}))

    assert [(d.code, str(d.span)) for d in found] == [("E610", "posts/a-post.md:9"), ("E694", "-")]


def test_a_line_is_of_the_block_it_stands_in() -> None:
    origin = Origin("a.xhtml", "a.md", "3:1 8:20")

    assert [origin.line_of(line) for line in (1, 3, 7, 8, 99)] == [0, 1, 1, 20, 20]


@pytest.mark.parametrize(
    ("offset", "value"), [(8, 1), (10, 99), (16, 0)], ids=["encrypted", "method", "checksum"]
)
def test_a_book_whose_files_cannot_be_unpacked_is_told(tmp_path: Path, offset: int, value: int) -> None:
    path = spoilt(tmp_path)
    content = bytearray(path.read_bytes())
    row = content.find(b"PK\x01\x02")  # of the central directory (APPNOTE 4.3.12)
    while row >= 0:
        content[row + offset] = value
        row = content.find(b"PK\x01\x02", row + 4)
    path.write_bytes(content)
    assert ("E690", "E1.4") in {(code, finding.rule) for code, finding in judge(path)}


def test_a_book_too_large_for_the_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bytes:
        raise MemoryError

    path = spoilt(tmp_path)
    monkeypatch.setattr(Book, "read", full)
    assert [finding.message for _, finding in judge(path)] == ["b.epub is too large to look at"]
