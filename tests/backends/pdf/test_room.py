from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from exporter.backends.pdf import BACKEND
from exporter.model.asset import Asset
from exporter.passes.images import inspect
from tests.backends.pdf import samples

URL = "https://example.org/a.png"
PICTURE = f'<img src="{URL}" alt="a square"/>'
CAPTIONED = f"<figure>{PICTURE}<figcaption>{'A caption of some lines. ' * 8}</figcaption></figure>"


def placed(body: str, path: Path) -> tuple[int, int]:
    """The page of the picture, and its pixels per inch: 96 where it has its size."""
    content = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(content, "PNG")
    asset = inspect(URL, "a.png", content.getvalue())
    assert isinstance(asset, Asset)
    post = samples.post("en", "A title", body, language="en")
    part = samples.part(post, assets={URL: asset})
    path.write_bytes(BACKEND.bind(samples.job([post], [part])).artifacts[0].read())
    command = ["pdfimages", "-list", str(path)]
    row = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[2].split()
    return int(row[0]), int(row[12])


@pytest.mark.parametrize("picture", [f"<p>{PICTURE}</p>", f"<p>Text.\n{PICTURE}</p>", CAPTIONED])
def test_a_picture_that_nearly_fits_is_set_smaller_and_no_other(picture: str, tmp_path: Path) -> None:
    found = [
        placed("<p>A line.</p>" * lines + picture + "<p>After.</p>", tmp_path / "a.pdf")
        for lines in range(2, 12)
    ]
    sizes = [density for page, density in found if page == 3]
    assert sizes == sorted(sizes), "the less room, the smaller"
    assert sizes[0] == 96
    assert 115 < sizes[-1] <= 96 / 0.7 + 1
    assert {density for page, density in found if page == 4} == {96}


def test_a_picture_in_a_table_keeps_its_size(tmp_path: Path) -> None:
    cell = f"<table><tbody><tr><td>{PICTURE}</td></tr></tbody></table>"
    found = {placed("<p>A line.</p>" * lines + cell, tmp_path / "a.pdf")[1] for lines in (6, 9)}
    assert len(found) == 1
