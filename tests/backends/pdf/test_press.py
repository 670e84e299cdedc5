from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import page as page_validation
import pikepdf
import pytest

from exporter.backends.pdf.options import PdfOptions
from exporter.backends.pdf.press import to_gray
from tests.backends.pdf import samples


@pytest.fixture(scope="module")
def content() -> bytes:
    return samples.volume(samples.three(), options=PdfOptions(profile="press"))


@pytest.fixture(scope="module")
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def streams(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    for each in pdf.pages:
        parts = each.Contents if isinstance(each.Contents, pikepdf.Array) else [each.Contents]
        yield b"\n".join(bytes(part.read_bytes()) for part in parts)
        for form in each.Resources.get("/XObject", {}).values():
            if form.get("/Subtype") == "/Form":
                yield bytes(form.read_bytes())


def test_nothing_a_page_paints_with_operators_has_a_colour(pdf: pikepdf.Pdf) -> None:
    found = list(streams(pdf))
    assert not [stream for stream in found if re.search(rb"\d (rg|RG)\b", stream)]
    assert any(re.search(rb"0\.\d+ g\b", stream) for stream in found)


@pytest.mark.parametrize(
    ("colour", "gray"),
    [
        (b"1 1 1 rg", b"1.000 g"),
        (b"0 0 0 RG", b"0.000 G"),
        (b"q 1 0 0 rg Q", b"q 0.300 g Q"),
        (b"1 w", b"1 w"),
    ],
)
def test_colours_become_their_luminance(colour: bytes, gray: bytes) -> None:
    assert to_gray(colour) == gray


def test_every_sheet_is_larger_than_its_page_which_keeps_its_corner(pdf: pikepdf.Pdf) -> None:
    for each in pdf.pages:
        sheet, bleed, trim = (
            [float(n) for n in each[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")
        )
        assert trim == [0, 0, 419.53, 595.28]
        # 3 mm of bleed within 9 mm around the page, to a hundredth of a point.
        assert [bleed[2] - trim[2], -bleed[0], sheet[2] - trim[2], -sheet[1]] == pytest.approx(
            [8.504, 8.504, 25.512, 25.512], abs=0.01
        )


def test_marks_stand_at_every_corner_outside_the_bleed(pdf: pikepdf.Pdf) -> None:
    for stream in (stream for stream in streams(pdf) if b"0.25 w" in stream):
        marks = stream[stream.index(b"0.25 w") :]
        assert marks.count(b" l S") == 8
    assert sum(b"0.25 w" in stream for stream in streams(pdf)) == len(pdf.pages)


def test_what_is_made_for_a_printer_is_still_accessible(content: bytes) -> None:
    assert page_validation.validate_pdf_bytes(content, profile="ua1").failures == []
