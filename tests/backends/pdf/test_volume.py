from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from exporter.backends.pdf.options import PAGES, PdfOptions
from exporter.backends.pdf.part import DECODER
from tests.backends.pdf import samples


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pdf") / "volume.pdf"
    file.write_bytes(samples.volume(samples.three()))
    return file


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as opened:
        yield opened


def run(*command: str | Path) -> str:
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def text(path: Path, number: int) -> str:
    return run("pdftotext", "-f", str(number), "-l", str(number), path, "-")


def squeeze(words: str) -> str:
    return "".join(words.split())


def index_of(pdf: pikepdf.Pdf, page: Any) -> int:
    return next(number for number, each in enumerate(pdf.pages) if each.objgen == page.objgen)


def label(page: Any) -> str:
    return str(page.label)


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    found: list[Any] = []
    todo = [pdf.Root.StructTreeRoot.K[0]]
    while todo:
        element = todo.pop()
        found.append(element)
        kids: Any = element.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        todo += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found


def of_type(pdf: pikepdf.Pdf, name: str) -> list[Any]:
    return [element for element in elements(pdf) if f"/{name}" == element.S]


def test_qpdf_finds_no_fault(path: Path) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)


def test_pdf_ua_1_holds(path: Path) -> None:
    result = page_validation.validate_pdf(str(path), profile="ua1")
    assert [failure.rule_id for failure in result.failures] == []


def test_every_line_of_the_contents_leads_to_the_page_with_the_title_and_names_its_number(
    pdf: pikepdf.Pdf, path: Path
) -> None:
    lines = [
        note for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note and note.A.S == "/GoTo"
    ]
    contents = lines[: len(samples.three())]
    for each, line in zip(samples.three(), contents, strict=True):
        target = index_of(pdf, line.A.D[0])
        assert squeeze(each.title) in squeeze(text(path, target + 1))
        assert str(line.Contents).startswith(each.title)
        assert str(line.Contents).endswith(label(pdf.pages[target]))


def test_cover_and_contents_are_numbered_in_roman_and_posts_from_one(pdf: pikepdf.Pdf) -> None:
    labels = [label(page) for page in pdf.pages]
    assert labels[:3] == ["i", "ii", "1"]


def test_the_contents_are_headed_by_their_name(path: Path) -> None:
    assert squeeze(text(path, 2)).startswith("目次紙を裁つ朝")


def test_the_outline_has_contents_posts_and_their_headings(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert tree == [
        ("目次", []),
        ("紙を裁つ朝", ["道具"]),
        ("Notes on paper & <knives>", ["Tools"]),
        ("ورق", ["عنوان"]),
        ("奥付", []),
    ]


def test_links_between_posts_stay_in_the_volume_and_others_lead_out(pdf: pikepdf.Pdf, path: Path) -> None:
    notes = [note for page in pdf.pages[2:] for note in page.get("/Annots", [])]
    inside = [note for note in notes if "/A" in note and note.A.S == "/GoTo"]
    first = next(number for number in range(1, 12) if "knives" in text(path, number) and number > 2)
    to_post, to_section = (note for note in inside if str(note.Contents) in ("英語の覚え書き", "道具の節"))
    assert index_of(pdf, to_post.A.D[0]) == first - 1
    assert float(to_section.A.D[3]) < float(to_post.A.D[3])
    outside = {str(note.A.URI) for note in notes if "/A" in note and note.A.S == "/URI"}
    originals = {each.url for each in samples.three()}  # the line at a post's end leads to it on the web
    assert outside == {"https://example.com/press?a=1&b=(2)", "https://example.org/", *originals}


def test_a_footnote_leads_to_its_note_and_back(pdf: pikepdf.Pdf) -> None:
    notes = [note for page in pdf.pages for note in page.get("/Annots", []) if "/Dest" in note]
    assert len(notes) == 2
    assert [len(of_type(pdf, name)) for name in ("Note", "Reference")] == [1, 1 + len(samples.three())]
    assert "/ID" in of_type(pdf, "Note")[0]


def test_tables_lists_ruby_formulas_and_runs_of_another_language_are_tagged_as_such(pdf: pikepdf.Pdf) -> None:
    assert [str(head.A.Scope) for head in of_type(pdf, "TH")] == ["/Column", "/Column", "/Row", "/Row"] + [
        "/Row"
    ] * 6
    assert len(of_type(pdf, "TD")) == 2 + 6
    assert [str(each.A.ListNumbering) for each in of_type(pdf, "L")] == ["/Decimal", "/Disc", "/Disc"]
    assert [str(each.P.S) for each in of_type(pdf, "L")] == ["/Art", "/LBody", "/Art"]
    assert [len(of_type(pdf, name)) for name in ("Ruby", "RB", "RT")] == [1, 1, 1]
    assert [str(each.Alt) for each in of_type(pdf, "Formula")] == ["a^2+b^2=c^2"]
    assert [str(each.Lang) for each in of_type(pdf, "Span")] == ["en"]
    assert [str(each.K.K.Lang) for each in of_type(pdf, "TOCI")] == ["ja", "en", "ar"]
    assert [str(each.get("/Lang")) for each in of_type(pdf, "Art")] == ["ja", "en", "ar"]


def test_headings_never_skip_a_level(pdf: pikepdf.Pdf) -> None:
    levels = [str(each.S) for each in elements(pdf) if str(each.S)[1:] in ("H1", "H2", "H3", "H4")]
    assert levels == ["/H1", "/H1", "/H2", "/H3", "/H1", "/H2", "/H1", "/H2", "/H1"]


def test_text_reads_back_in_order_with_list_numbers_folios_and_heads(path: Path) -> None:
    words = squeeze(run("pdftotext", path, "-"))
    marks = [
        "合っている日",
        "道具",
        "3.包丁",
        "竹の定規",
        "半分",
        "厚さはミクロン",
        "Notesonpaper",
        "Measuretwice",
        "quiet",
    ]
    places = [words.index(mark, words.index("水野")) for mark in marks]
    assert places == sorted(places)
    assert "紙の上2026年7月" in squeeze(text(path, 4))


def test_each_face_is_embedded_once_and_parts_hold_none(path: Path) -> None:
    names = [line.split()[0] for line in run("pdffonts", path).splitlines()[2:]]
    assert len(names) == len({name.partition("+")[2] for name in names}) > 5
    content = samples.part(samples.three()[0]).content
    assert b"FontFile" not in content
    assert len(content) < 60_000


def test_the_file_says_what_it_is_by_its_content_and_not_by_a_clock(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/Title"]) == "紙の上 2026年7月"
    assert str(pdf.docinfo["/ModDate"]) == "D:20260704090000+09'00"
    assert str(pdf.Root.Lang) == "ja"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as facts:
        assert facts["dc:title"] == "紙の上 2026年7月"
        assert facts["xmp:ModifyDate"] == "2026-07-04T09:00:00+09:00"
        assert facts["dc:creator"] == ["水野"]
        assert facts["pdfuaid:part"] == "1"


def test_the_page_is_the_one_asked_for() -> None:
    content = samples.volume(samples.three()[1:2], options=PdfOptions(page="B6", running_heads=False))
    with pikepdf.open(BytesIO(content)) as opened:
        assert [round(float(side)) for side in opened.pages[2].mediabox[2:]] == [363, 516]


@pytest.mark.parametrize("words", [3, 40])
def test_a_running_head_ends_at_the_edge_of_the_text_and_is_no_wider(words: int) -> None:
    fragment = DECODER.decode(samples.part(samples.post("ja", "長い題名" * words, "<p>本文。</p>")).content)
    measure = PAGES["A5"].measure
    assert 0 < fragment.forms[0].right <= measure
    assert (fragment.forms[0].right == pytest.approx(measure)) == (words == 40)
