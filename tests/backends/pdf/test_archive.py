from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import page as page_validation
import pikepdf
import pytest

from exporter.backends.pdf.attachments import MANIFEST
from exporter.backends.pdf.colour import srgb
from exporter.backends.pdf.options import PdfOptions
from tests.backends.pdf import samples

OPTIONS = PdfOptions(profile="archive")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pdf") / "archive.pdf"
    file.write_bytes(samples.volume(samples.three(), options=OPTIONS))
    return file


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as opened:
        yield opened


@pytest.mark.parametrize("profile", ["ua1", "pdfa-3a"])
def test_an_archive_is_pdf_a_3a_and_pdf_ua_1_at_once(path: Path, profile: str) -> None:
    result = page_validation.validate_pdf(str(path), profile=profile)
    assert [failure.rule_id for failure in result.failures] == []


def test_it_claims_both_and_describes_the_schema_that_pdf_a_does_not_know(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as facts:
        assert (facts["pdfaid:part"], facts["pdfaid:conformance"], facts["pdfuaid:part"]) == ("3", "A", "1")
    assert b"pdfaExtension:schemas" in pdf.Root.Metadata.read_bytes()


def test_the_posts_files_are_attached_as_its_source_with_type_date_and_description(pdf: pikepdf.Pdf) -> None:
    assert sorted(pdf.attachments) == [MANIFEST, "posts/ara.md", "posts/en.md", "posts/ja.md"]
    held = {str(file.UF): file for file in pdf.Root.AF}
    assert set(held) == set(pdf.attachments)
    source = held["posts/ja.md"]
    assert (str(source.AFRelationship), str(source.EF.F.Subtype)) == ("/Source", "/text/markdown")
    assert str(source.EF.F.Params.ModDate) == "D:20260703090000+09'00"
    assert "紙を裁つ朝" in str(source.Desc)
    assert source.EF.F.read_bytes() == "---\ntitle: 紙を裁つ朝\n---\n".encode()


def test_the_manifest_has_the_digest_of_every_source_in_reading_order(pdf: pikepdf.Pdf) -> None:
    listing = json.loads(pdf.attachments[MANIFEST].get_file().read_bytes())
    assert [post["title"] for post in listing["posts"]] == [post.title for post in samples.three()]
    for post in listing["posts"]:
        for file in post["files"]:
            content = pdf.attachments[file["path"]].get_file().read_bytes()
            assert (sha256(content).hexdigest(), len(content)) == (file["sha256"], file["size"])


def test_a_volume_for_the_web_carries_no_sources() -> None:
    assert b"EmbeddedFile" not in samples.volume(samples.three()[1:2])


def test_the_colour_profile_is_one_that_a_colour_engine_takes() -> None:
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image, ImageCms  # noqa: PLC0415

    profile = ImageCms.ImageCmsProfile(BytesIO(srgb()))
    assert ImageCms.getProfileName(profile).startswith("sRGB")
    swatch = Image.new("RGB", (1, 1), (12, 130, 240))
    shown = ImageCms.profileToProfile(swatch, profile, ImageCms.createProfile("sRGB"))
    assert shown is not None
    assert all(abs(a - b) <= 1 for a, b in zip(shown.tobytes(), (12, 130, 240), strict=True))


def test_the_same_posts_make_the_same_archive() -> None:
    one, two = (samples.volume(samples.three()[1:2], options=OPTIONS) for _ in range(2))
    assert one == two
