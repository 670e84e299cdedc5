"""What is told seldom, each by the smallest thing that causes it."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest

from exporter.backends.contract import BindJob, PartJob
from exporter.backends.epub import BACKEND as EPUB
from exporter.backends.epub import fonts
from exporter.backends.epub.options import EpubOptions
from exporter.backends.pdf.absent import absent_faces
from exporter.build.closed import hold
from exporter.build.plan import Order, plan
from exporter.checks import epubcheck, pdfs
from exporter.checks.epubs import judge, judge_books
from exporter.checks.letters import judge_letters
from exporter.checks.pdfs import judge_pdfs
from exporter.diagnostics import Diagnostic
from exporter.errors import ExportError
from exporter.ledger.closed import Closed
from exporter.model.issue import Issue
from exporter.model.post import Post
from exporter.model.theme import Face, Theme
from tests.backends.epub import books
from tests.backends.newsletter import samples as letters
from tests.backends.pdf import samples as volumes
from tests.build.posts import NOW, post, publication, site
from tests.mail.letters import SECRET, lay_out, letter, readers
from tests.mail.test_send import run


def told(found: Any) -> dict[str, str]:
    """The first message of each code."""
    result: dict[str, str] = {}
    for diagnostic in found:
        assert isinstance(diagnostic, Diagnostic)
        result.setdefault(diagnostic.code, diagnostic.message)
    return result


def test_b906_a_post_of_a_closed_issue_is_gone() -> None:
    bindings, _ = plan(publication(every="month"), [site()], [post("here")], order=Order(), now=NOW)
    record = Closed(datetime(2026, 7, 1, tzinfo=UTC), {"here": "1", "gone": "2"})
    held, found = hold(bindings, {"digest/2026-07": record}, [post("here")], lambda _: "1")
    assert told(found) == {"B906": "digest/2026-07 is closed and held gone"}
    assert [p.id for p in held[0].issue.posts] == ["here"]


def bound(theme: Theme, **fonts: bytes) -> dict[str, str]:
    """What binding a book of one post tells."""
    given, chosen = books.post("<p>x</p>"), EpubOptions(embed=bool(fonts))
    part = EPUB.part(PartJob(post=given, site=books.SITE, theme=theme, options=chosen, assets={}))
    issue = Issue(
        publication="digest", folder="digest", id="2026-07", title="t", identifier="urn:uuid:6a0e0f0e-7f1c-5b8c-9a5e-2d6f0d3c1b2a",
        language="en", updated=datetime(2026, 7, 1, tzinfo=UTC), posts=(given,),
    )  # fmt: skip
    job = BindJob(issue=issue, site=books.SITE, theme=theme, options=chosen, parts=(part,), fonts=fonts)
    return told(EPUB.bind(job).diagnostics)


def test_e602_a_face_of_the_cover_is_not_installed() -> None:
    other = Face("Another", 400, "normal", "/another.ttf", 0)
    found = bound(msgspec.structs.replace(books.THEME, faces=(other,)))
    assert found["E602"].endswith("is not installed")


def test_e603_a_font_may_not_be_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_known", lambda *_: (frozenset(range(0x20, 0x7F)), False))
    theme = books.THEME
    faces = tuple(Face(family, 400, "normal", "x", 0) for family in theme.families)
    assert "E603" in bound(msgspec.structs.replace(theme, faces=faces), x=b"")


def saved(folder: Path, *posts: Post) -> dict[str, Path]:
    path = folder / "book.epub"
    path.write_bytes(books.book(posts).content)
    return {"digest/book.epub": path}


PICTURE = next((Path(__file__).parent.parent / "content" / "static" / "images").rglob("*.png")).read_bytes()


def test_e610_a_picture_without_words(tmp_path: Path) -> None:
    url = "https://example.org/a.png"
    path = tmp_path / "book.epub"
    shown = books.post(f'<p>See <img src="{url}"/>.</p>')
    path.write_bytes(books.book([shown], {url: PICTURE}).content)
    assert "E610" in {code for code, _ in judge(path)}


def test_e690_a_book_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(b"PK\x03\x04 nothing")
    assert [code for code, _ in judge(tmp_path / "book.epub")] == ["E690"]


# EPUBCheck warns of addresses without TLS, and notes what is of no use to readers.
SPOILT = b'<blockquote cite="http://e.org/"><p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby></p></blockquote>'


def test_e692_and_e693_what_epubcheck_warns_of_and_notes(tmp_path: Path) -> None:
    (path,) = saved(tmp_path, books.post("<p>x</p>")).values()
    spoilt = tmp_path / "spoilt.epub"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoilt, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith(".xhtml") and b"<p>x</p>" in content:
                content = content.replace(b"<p>x</p>", SPOILT)
            new.writestr(info, content)
    found = told(epubcheck.check_epubs({"spoilt.epub": spoilt}, usage=True))
    assert {"E692", "E693"} <= found.keys()
    assert found["E692"].startswith("RSC-031")


def test_no_book_of_ours_says_where_a_quotation_is_from_without_tls(tmp_path: Path) -> None:
    quoted = books.post('<blockquote cite="http://e.org/"><p><q cite="https://e.org/">x</q></p></blockquote>')
    (path,) = saved(tmp_path, quoted).values()
    with zipfile.ZipFile(path) as book:
        pages = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xhtml"))
    assert (b'cite="http:' in pages, b'cite="https:' in pages) == (False, True)


def test_e694_epubcheck_cannot_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "Java" in told(judge_books(saved(tmp_path, books.post("<p>x</p>")), {}))["E694"]


def test_p794_the_validator_of_pdfs_cannot_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ExportError("the validator is not installed", "Install it.")

    given = volumes.post("one", "One", volumes.ENGLISH)
    (tmp_path / "a.pdf").write_bytes(volumes.volume([given]))
    monkeypatch.setattr(pdfs, "validate", missing)
    assert told(judge_pdfs({"a.pdf": tmp_path / "a.pdf"}, {}))["P794"] == "the validator is not installed"


def test_p701_a_heading_that_skips_a_level() -> None:
    made = volumes.part(volumes.post("one", "One", "<h2>a</h2><h4>b</h4><p>c</p>"))
    assert "'b'" in told(made.diagnostics)["P701"]


def test_p705_a_face_that_nobody_has() -> None:
    (told_of,) = absent_faces('p{font-family:"No Such Face",serif}')
    assert (told_of.code, told_of.message) == ("P705", "No Such Face is not installed")
    theme = volumes.theme()
    sheet = theme.files["print.css"] + b'h3{font-family:"No Such Face"}'
    named = msgspec.structs.replace(theme, files=theme.files | {"print.css": sheet})
    found = told(volumes.bound(volumes.three()[1:2], made_by=named).diagnostics)
    assert found["P705"] == "No Such Face is not installed"


def test_n804_a_mail_over_its_budget_without_any_post() -> None:
    options = msgspec.structs.replace(letters.SENDER, budget=1)
    assert told(letters.bind(letters.post(), options=options).diagnostics)["N804"].endswith("1 allowed")


def test_n811_an_address_that_occurs_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_MAIL_SECRET", SECRET)
    lay_out(tmp_path / "dist", main=letter())
    listed = readers(tmp_path / "readers.csv", 2)
    listed.write_text(listed.read_text() + "READER0@example.net,x,en,2026-01-01\n")
    assert "N811" in told(run(tmp_path).diagnostics)


def test_n820_n821_and_n829_how_a_letter_does(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Hello"
    message.set_content("x")
    message.add_alternative("<html><body><p>x<img src='a.png'></p></body></html>", subtype="html")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    found = told(judge_letters({"a.eml": tmp_path / "a.eml"}, {}))
    assert {"N820", "N821", "N829"} <= found.keys()
    assert "Hello" in found["N829"]
