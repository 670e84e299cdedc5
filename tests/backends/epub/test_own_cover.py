"""A cover that the editor chose: in the book as a JPEG, made anew when its file changes, composed where it is missing."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from PIL import Image

from tests.build.blog import Blog

CONFIG = """
[publications.digest]
backend = "epub"
every = "month"
cover = "static/covers/{issue}.png"
"""


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 1280), colour).save(out, "PNG")
    return out.getvalue()


def cover(blog: Blog) -> Image.Image:
    with ZipFile(blog.out / "digest" / "2026-07.epub") as book:
        image = Image.open(BytesIO(book.read("EPUB/images/cover.jpg")))
        image.load()
    assert image.format == "JPEG"
    return image


def found(blog: Blog) -> list[str]:
    report = json.loads((blog.out / "report.json").read_bytes())
    return [one["message"] for one in report["diagnostics"] if one["code"] == "A403"]


def test_the_issue_s_own_cover(tmp_path: Path) -> None:
    blog = Blog(tmp_path, posts=1)
    blog.write("exporter.toml", CONFIG)
    blog.write("static/covers/2026-07.png", picture("#800000"))
    blog.build("digest")
    assert cover(blog).size == (800, 1280)
    assert cover(blog).resize((1, 1)).tobytes()[0] > 100
    assert found(blog) == []

    blog.write("static/covers/2026-07.png", picture("#000080"))
    blog.build("digest")
    assert cover(blog).resize((1, 1)).tobytes()[2] > 100

    (blog.root / "static/covers/2026-07.png").unlink()
    blog.build("digest")
    assert cover(blog).size == (1600, 2560)
    assert "static/covers/2026-07.png" in found(blog)[0]


def test_a_cover_leaves_no_folder(tmp_path: Path) -> None:
    blog = Blog(tmp_path, posts=1)
    blog.write("exporter.toml", CONFIG.replace("static/covers/{issue}.png", "../secret.png"))
    (tmp_path / "secret.png").write_bytes(picture("#800000"))
    blog.build("digest")
    assert cover(blog).size == (1600, 2560)
    assert "secret.png" in found(blog)[0]
