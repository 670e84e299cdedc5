"""What a camera wrote into a picture is in none of the files that are written: looked for in what readers would unpack."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest

from exporter.passes.bare import said
from exporter.passes.kinds import sniff
from tests.build.blog import Blog, post
from tests.photographs import SECRET, TYPES, WHO, drawn, exif, laden, saved

CONFIG = """
[publications.digest]
backend = "epub"
every = "month"
cover = "static/cover.jpg"

[publications.archive]
backend = "pdf"
every = "month"
profile = "archive"

[publications.letter]
backend = "newsletter"
every = "month"
images = "cid"
from = { name = "Mei", address = "mei@example.org" }
"""


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    blog = Blog(tmp_path_factory.mktemp("blog"), posts=0)
    for form in TYPES:
        blog.write(f"static/a.{form.lower()}", laden(form) if form != "GIF" else saved(form, comment=SECRET))
    blog.write("static/large.jpg", saved("JPEG", drawn((4000, 3000)), exif=exif(artist=WHO)))
    blog.write("static/turned.jpg", laden("JPEG", turned=6))
    blog.write("static/cover.jpg", saved("JPEG", drawn((1600, 2400)), exif=exif(artist=WHO), comment=SECRET))
    inline = b64encode(saved("PNG", drawn((40, 30)), exif=exif())).decode()
    names = [*(f"a.{form.lower()}" for form in TYPES), "large.jpg", "turned.jpg"]
    body = (
        "\n\n".join(f"![{name}](/{name})" for name in names)
        + f"\n\n![inline](data:image/png;base64,{inline})"
    )
    blog.write("content/posts/p.md", post("Pictures", "2026-06-01", body))
    blog.write("exporter.toml", CONFIG)
    assert blog.build("--all") == 0
    return blog


def pictures(path: Path) -> Iterator[bytes]:
    """Every stream of a PDF as it lies and unpacked, every file of a book, every part of a mail."""
    if path.suffix == ".epub":
        with ZipFile(path) as book:
            yield from map(book.read, book.namelist())
    elif path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.read_raw_bytes()
                    if thing.get("/Filter") == "/FlateDecode":
                        yield thing.read_bytes()
    elif path.suffix == ".eml":
        for part in message_from_bytes(path.read_bytes(), policy=policy.default).walk():
            yield part.get_payload(decode=True) or b""  # type: ignore[misc]
    else:
        yield path.read_bytes()


@pytest.mark.parametrize("pattern", ["digest/*.epub", "archive/*.pdf", "letter/*.eml", "**/*"])
def test_no_file_tells_the_place_or_the_camera(blog: Blog, pattern: str) -> None:
    files = [path for path in blog.out.glob(pattern) if path.is_file()]
    held = [content for path in files for content in pictures(path)]
    photographs = [content for content in held if sniff(content) == "image/jpeg"]

    assert files
    assert photographs
    assert not [path for path in files for content in pictures(path) if SECRET in content]
    assert not any(said(content, "image/jpeg").placed for content in photographs)
    assert any(said(content, "image/jpeg").artist == WHO for content in photographs)


def test_the_site_is_told_where_it_tells_the_place(blog: Blog) -> None:
    told = json.loads((blog.out / "report.json").read_bytes())["diagnostics"]
    found = sorted({each["message"].split()[0] for each in told if each["code"] == "A408"})

    assert found == [
        "static/a.avif",
        "static/a.jpeg",
        "static/a.png",
        "static/a.webp",
        "static/cover.jpg",
        "static/large.jpg",
        "static/turned.jpg",
    ]
