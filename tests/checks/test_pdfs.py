from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from exporter.backends.contract import BindJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PdfOptions
from exporter.checks.pdf_file import PdfFile
from exporter.checks.pdfs import judge_pdfs
from exporter.diagnostics import Diagnostic
from exporter.model.artifact import Artifact
from tests.backends.pdf import samples

NAME = "archive/2026-07.pdf"


@pytest.fixture(scope="module")
def made() -> Artifact:
    options = PdfOptions(profile="archive")
    parts = tuple(samples.part(each, options=options) for each in samples.three())
    job = BindJob(
        issue=samples.issue(samples.three()),
        site=samples.SITE,
        theme=samples.theme(),
        options=options,
        parts=parts,
    )
    return BACKEND.bind(job).artifacts[0]


def judge(
    made: Artifact, path: Path, change: Callable[[pikepdf.Pdf], None] | None = None
) -> list[Diagnostic]:
    path.write_bytes(made.read())
    if change:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            change(pdf)
            pdf.save(path)
    return list(judge_pdfs({NAME: path}, {NAME: made.origins}))


def test_a_volume_as_it_was_bound_has_no_findings(made: Artifact, tmp_path: Path) -> None:
    assert judge(made, tmp_path / "a.pdf") == []


def without_outline(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def with_another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "another"


def with_a_font_outside(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[2].Resources.Font.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


def with_a_page_less(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2]


def with_another_source(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["posts/ja.md"] = b"other words"


def with_another_author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "another"


def with_another_day(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/ModDate"] = "D:20010101000000Z"


def with_a_file_of_no_relation(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def with_a_broken_manifest(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["manifest.json"] = b"{"


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    return [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{kind}"
    ]


def with_a_list_of_no_numbering(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "L")[0].A


def with_an_item_without_body(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LBody")[0].S = pikepdf.Name.P


def with_a_link_without_its_place(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Link")[0].K = pikepdf.Array([])


def with_a_head_of_nothing(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0].A


def with_a_dumb_figure(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].S = pikepdf.Name.Figure


def with_a_figure_nowhere(pdf: pikepdf.Pdf) -> None:
    figure = elements(pdf, "P")[0]
    figure.S, figure.Alt = pikepdf.Name.Figure, pikepdf.String("a cat")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (with_another_author, "P1.14"),
        (with_another_day, "P1.4"),
        (with_a_file_of_no_relation, "P3.4"),
        (with_a_broken_manifest, "P3.1"),
        (with_a_list_of_no_numbering, "P2.8"),
        (with_an_item_without_body, "P2.8"),
        (with_a_link_without_its_place, "P2.9"),
        (with_a_head_of_nothing, "P2.7"),
        (with_a_dumb_figure, "P2.6"),
        (with_a_figure_nowhere, "P2.6"),
        (without_outline, "P1.7"),
        (without_language, "P1.2"),
        (with_another_title, "P1.1"),
        (with_a_font_outside, "P1.12"),
        (with_a_page_less, "P1.10"),
        (with_a_page_less, "P1.8"),
        (with_another_source, "P3.3"),
    ],
)
def test_a_breach_is_found_and_named(
    made: Artifact, tmp_path: Path, change: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    found = judge(made, tmp_path / "a.pdf", change)
    assert rule in {each.message.partition(": ")[2].split()[0] for each in found if each.code == "P790"}


def test_the_contents_must_name_the_number_of_the_page(made: Artifact, tmp_path: Path) -> None:
    def shift(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels.Nums[3] = pikepdf.Dictionary(S=pikepdf.Name.D, St=7)

    found = judge(made, tmp_path / "a.pdf", shift)
    rules = {each.message.split()[3] for each in found if each.code == "P790"}
    assert rules == {"P1.11"}


def test_a_finding_on_a_page_names_its_post(made: Artifact, tmp_path: Path) -> None:
    def mute(pdf: pikepdf.Pdf) -> None:
        pdf.pages[2].Annots[0].Contents = pikepdf.String("")

    found = [each for each in judge(made, tmp_path / "a.pdf", mute) if each.code == "P790"]
    assert [each.span.source for each in found] == ["posts/ja.md"]
    assert "page 3" in found[0].message
    # The page begins with the paragraph of line 3.
    assert [each.span.line for each in found] == [3]


def test_a_breach_of_pdf_ua_names_the_post_whose_pages_hold_it(made: Artifact, tmp_path: Path) -> None:
    def widen(pdf: pikepdf.Pdf) -> None:
        cell = next(
            each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TD"
        )
        cell.A.ColSpan = 3

    found = [each for each in judge(made, tmp_path / "a.pdf", widen) if "TABLE" in each.message]
    assert {(each.code, each.span.source) for each in found} == {("P791", "posts/ja.md")}
    assert all(each.span.line for each in found)


def test_the_conditions_of_pdf_a_and_pdf_ua_are_judged(made: Artifact, tmp_path: Path) -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.OutputIntents

    found = judge(made, tmp_path / "a.pdf", strip)
    assert {each.code for each in found} >= {"P791"}
    assert any("PDF/A-3a" in each.message for each in found)


def test_a_file_that_is_no_pdf_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"no PDF at all")
    assert [each.code for each in judge_pdfs({NAME: path}, {})] == ["P790"]


def test_without_the_validator_our_own_rules_are_still_judged(
    made: Artifact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "page", None)

    found = judge(made, tmp_path / "a.pdf", without_outline)

    assert [(d.code, d.severity) for d in found] == [("P790", "error"), ("P794", "warning")]
    assert (found[1].message, found[1].span.source) == ("page-validation is not installed", NAME)
    assert found[1].hint == f"{sys.executable} -m pip install page-validation"


def test_what_holds_itself_is_met_once(tmp_path: Path) -> None:
    path = tmp_path / "ring.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P))
        element.K = pikepdf.Array([element, element])
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(K=element))
        line = pdf.make_indirect(pikepdf.Dictionary(Title="One"))
        line.Next = line.First = line
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(First=line))
        pdf.save(path)
    file = PdfFile(path)
    assert [one.kind for one in file.elements()] == ["P"]
    assert list(file.bookmarks()) == [("One", 0)]
    file.close()
