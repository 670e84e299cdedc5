"""Tables wider than the page: turned on pages of their own, row by row where even those are too narrow."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace

from exporter.backends.pdf.options import PAGES, PdfOptions
from tests.backends.pdf import samples

A5 = PAGES["A5"]
LINK = '<a href="https://example.com/">c</a>'


def table(columns: int, rows: int, head: str = "h") -> str:
    heads = "".join(f"<th>{head}{n}</th>" for n in range(columns))
    cells = "".join(f"<td>{LINK}{n}</td>" for n in range(columns))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{f'<tr>{cells}</tr>' * rows}</tbody></table>"


def volume(body: str, profile: str = "web", language: str = "en") -> pikepdf.Pdf:
    post = samples.post("en", "A title", f"<p>Before.</p>{body}<p>After.</p>", language=language)
    options = PdfOptions(profile=profile, links="plain")  # type: ignore[arg-type]
    return pikepdf.open(BytesIO(samples.volume([post], options=options)))


def texts(pdf: pikepdf.Pdf, path: Path) -> list[str]:
    pdf.save(path)
    out = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in out.split("\f")[2:-2]]


def turned(pdf: pikepdf.Pdf) -> list[Any]:
    return [page for page in pdf.pages if page.get("/Rotate") == 90]


def test_a_table_too_wide_stands_turned_on_pages_of_its_own_below_its_heading(tmp_path: Path) -> None:
    pdf = volume(f"<h2>Wide</h2>{table(20, 30)}")
    assert len(turned(pdf)) == 2
    assert {tuple(map(float, page.MediaBox[2:])) for page in turned(pdf)} == {(A5.width, A5.height)}
    pages = texts(pdf, tmp_path / "a.pdf")
    assert "Before." in pages[0]
    assert "Wide" not in pages[0]
    assert pages[1].removeprefix("2 ").startswith("Wide h0 h1 ")
    assert "h19" in pages[2], "its head is repeated"
    assert "After." in pages[3]


def test_what_is_on_a_turned_page_is_where_it_looks() -> None:
    pdf = volume(table(20, 3))
    (page,) = turned(pdf)
    corners = [(float(link.Rect[0]), float(link.Rect[1])) for link in page.Annots]
    assert len(corners) == 60
    # The columns run up the sheet, the rows across it.
    assert [y for _, y in corners[:20]] == sorted(y for _, y in corners[:20])
    assert corners[0][0] < corners[20][0] < corners[40][0]
    assert all(A5.side <= x <= A5.width - A5.side for x, _ in corners)
    assert all(A5.bottom <= y <= A5.height - A5.top for _, y in corners)


def test_on_paper_it_is_the_reader_who_turns() -> None:
    pdf = volume(table(20, 3), "press")
    assert turned(pdf) == []
    links = [link for page in pdf.pages for link in page.get("/Annots", [])]
    left = [float(link.Rect[0]) for link in links if str(link.Contents) == "c"]
    assert len(left) == 60
    assert len({round(x) for x in left}) == 3


@pytest.mark.parametrize(
    "body",
    [
        table(8, 3),
        f"<blockquote>{table(20, 3)}</blockquote>",
        table(20, 3, head="configuration"),
    ],
    ids=["fits", "stands in a quotation", "too wide all the same"],
)
def test_no_other_table_is_turned(body: str, tmp_path: Path) -> None:
    pdf = volume(body)
    assert turned(pdf) == []
    assert "After." in texts(pdf, tmp_path / "a.pdf")[0]


@pytest.mark.parametrize(
    ("language", "direction", "edge"), [("en", "/L2R", A5.width - A5.side), ("ar", "/R2L", A5.side)]
)
def test_the_leaves_of_a_volume_turn_as_its_lines_run(
    language: str, direction: str, edge: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "SITE", replace(samples.SITE, language=language))
    with volume("", language=language) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == direction
        pdf.save(tmp_path / "a.pdf")
    command = ["pdftotext", "-bbox", "-f", "3", "-l", "3", str(tmp_path / "a.pdf"), "-"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    folio = next(line for line in out.splitlines() if line.endswith(">1</word>"))
    assert float(folio.split('"')[1]) == pytest.approx(edge, abs=9)
