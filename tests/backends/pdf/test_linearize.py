"""Linearised volumes, and the merge that a library makes of the same parts."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import page as page_validation
import pikepdf

from exporter.backends.pdf.options import PdfOptions
from exporter.backends.pdf.part import DECODER
from exporter.backends.pdf.proof import specimen
from tests.backends.pdf import samples


def test_a_linearised_volume_is_sound_accessible_and_the_same_each_time(tmp_path: Path) -> None:
    made = samples.volume(samples.three(), options=PdfOptions(linearized=True))
    path = tmp_path / "volume.pdf"
    path.write_bytes(made)
    shown = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    assert "Optimized:       yes" in shown
    with pikepdf.open(path) as pdf:
        assert pdf.check_linearization()
    assert page_validation.validate_pdf(str(path), profile="ua1").failures == []
    assert samples.volume(samples.three(), options=PdfOptions(linearized=True)) == made


def test_a_volume_holds_the_pages_of_its_parts_as_a_library_merges_them() -> None:
    posts = samples.three()
    with pikepdf.new() as merged, pikepdf.open(BytesIO(samples.volume(posts))) as ours:
        for post in posts:
            fragment = DECODER.decode(samples.part(post).content)
            with pikepdf.open(BytesIO(specimen(fragment))) as part:
                merged.pages.extend(part.pages)
        bound = list(ours.pages)[2 : 2 + len(merged.pages)]
        for mine, theirs in zip(bound, merged.pages, strict=True):
            assert mine.Contents[0].read_raw_bytes() == theirs.Contents[0].read_raw_bytes()
            assert list(mine.mediabox) == list(theirs.mediabox)
            links, wanted = (list(page.get("/Annots", [])) for page in (mine, theirs))
            assert [list(link.Rect) for link in links] == [list(link.Rect) for link in wanted]
            shown, held = (page.Resources.XObject for page in (mine, theirs))
            assert set(shown.keys()) == set(held.keys())
            for name in set(shown.keys()) - {"/VH"}:
                assert shown[name].read_raw_bytes() == held[name].read_raw_bytes()
