"""What no page was made for: everything of it is shown, within the page, and the file is still accessible."""

from __future__ import annotations

import re
import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PAGES, PdfOptions
from exporter.checks.pdf_validator import validate
from exporter.model.asset import Asset
from exporter.passes.images import inspect
from tests.backends.pdf import samples

A5 = PAGES["A5"]
RIGHT = A5.width - A5.side
SITE = "https://example.org/"


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def deep() -> bytes:
    """A PNG of 16 bits a sample and three samples a pixel, which Pillow cannot write."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + struct.pack(">3H", 60000, y * 1000, 300) * 40 for y in range(40))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 40, 16, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


RED = Image.new("RGB", (200, 120), "red")
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150"><defs><filter id="b">
<feGaussianBlur stdDeviation="6"/></filter></defs><rect x="30" y="30" width="100" height="80" fill="teal" filter="url(#b)"/>
<script>alert(1)</script><image href="file:///etc/hostname" width="10" height="10"/></svg>"""
PICTURES = {
    "thin.png": saved(Image.new("RGB", (1, 30_000), "red"), "PNG"),
    "cmyk.jpg": saved(Image.new("CMYK", (300, 200), (0, 200, 200, 0)), "JPEG"),
    "deep.png": deep(),
    "moving.webp": saved(RED, "WEBP", save_all=True, append_images=[Image.new("RGB", (200, 120), "blue")]),
    "filter.svg": DRAWING,
}


def assets() -> dict[str, Asset]:
    found = {SITE + name: inspect(SITE + name, name, content) for name, content in PICTURES.items()}
    return {url: asset for url, asset in found.items() if isinstance(asset, Asset)}


def made(body: str, path: Path, profile: str = "web") -> Path:
    post, options = samples.post("en", "A title", body, language="en"), PdfOptions(profile=profile)  # type: ignore[arg-type]
    part = samples.part(post, options=options, assets=assets())
    rendered = BACKEND.bind(samples.job([post], [part], options=options))
    assert [each for each in (*part.diagnostics, *rendered.diagnostics) if each.severity == "error"] == []
    path.write_bytes(rendered.artifacts[0].read())
    claims = {"archive": ["ua1", "pdfa-3a"]}.get(profile, ["ua1"])
    assert [finding for claim in claims for finding in validate(path, claim, lambda _: 0)] == []
    return path


def words(path: Path) -> list[tuple[float, float, str]]:
    out = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    pattern = r'<word xMin="(-?[\d.]+)" yMin="[\d.-]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>'
    return [(float(a), float(b), text) for a, b, text in re.findall(pattern, out.stdout)]


CELLS = "".join(f"<td>cell{n}</td>" for n in range(60))
HEADS = "".join(f"<th>head{n}</th>" for n in range(60))
ROWS = "".join(f"<tr><td>row{n}</td><td>{n * n}</td><td>some more text</td></tr>" for n in range(400))
LONG = "abcdefghij" * 2000
BODIES = {
    "60 columns": (
        f"<table><thead><tr>{HEADS}</tr></thead><tbody><tr>{CELLS}</tr></tbody></table>",
        [f"{kind}{n}" for kind in ("head", "cell") for n in (0, 30, 59)],
    ),
    "400 rows": (
        f"<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead><tbody>{ROWS}</tbody></table>",
        ["row0", "row200", "row399"],
    ),
    "tables in tables": (
        "<table><tbody><tr><td>outer<table><tbody><tr><td>inner<table><tbody><tr><td>innermost</td></tr></tbody>"
        "</table></td></tr></tbody></table></td><td>beside</td></tr></tbody></table>",
        ["outer", "inner", "innermost", "beside"],
    ),
    "20,000 characters": (f"<pre><code>{LONG}</code></pre>", ["A", "title"]),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_too_large_stays_on_the_page(name: str, tmp_path: Path) -> None:
    body, kept = BODIES[name]
    found = words(made(body, tmp_path / "a.pdf"))
    shown = [text.rstrip(":") for _, _, text in found]
    assert set(kept) <= set(shown)
    post = [(left, right) for left, right, text in found if text not in ("A", "title")]
    assert min(left for left, _ in post) >= A5.side - 36, "the cover's text stands a little further out"
    assert max(right for _, right in post) <= RIGHT + 0.1
    if name == "20,000 characters":
        assert LONG in "".join(text for text in shown if set(text) <= set("abcdefghij"))
    if name == "400 rows":
        assert heads(tmp_path / "a.pdf") == 3, "the head is repeated on each page and read aloud once"


def heads(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return sum(
            str(each.A.Scope) == "/Column"
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"
        )


@pytest.mark.parametrize("profile", ["web", "archive", "press"])
def test_pictures_of_every_kind_are_on_the_page(profile: str, tmp_path: Path) -> None:
    body = "".join(f'<p><img src="{SITE}{name}" alt="{name}"/></p>' for name in PICTURES)
    with pikepdf.open(made(body, tmp_path / "a.pdf", profile)) as pdf:
        spoken = [
            str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
        spaces = {
            str(image.ColorSpace)
            for page in pdf.pages
            for image in page.get_images().values()
            if "/ColorSpace" in image
        }
    assert sorted(spoken) == sorted(PICTURES)
    assert spaces <= ({"/DeviceGray"} if profile == "press" else {"/DeviceRGB", "/DeviceGray"})


def test_the_filters_of_a_drawing_are_drawn(tmp_path: Path) -> None:
    body = f'<p><img src="{SITE}filter.svg" alt="a drawing"/></p>'
    with pikepdf.open(made(body, tmp_path / "a.pdf")) as pdf:
        images: list[Any] = [each for page in pdf.pages for each in page.get_images().values()]
        (mask,) = (image.SMask for image in images if "/SMask" in image)
        edges = pikepdf.PdfImage(mask).as_pil_image().getcolors(maxcolors=256)
    assert edges is not None
    assert len(edges) > 50, "a rectangle without its blur has one edge, not many"


def test_a_line_may_hold_pictures_and_not_one_letter(tmp_path: Path) -> None:
    picture = f'<img src="{SITE}cmyk.jpg" alt="a picture"/>\n'
    found = words(made(f"<p>{picture * 2}between {picture}</p>", tmp_path / "a.pdf"))
    assert "between" in [text for _, _, text in found]


def test_a_table_may_have_a_head_and_no_rows(tmp_path: Path) -> None:
    table = "<table><thead><tr><th>left</th><th>right</th></tr></thead><tbody></tbody></table>"
    found = [text for _, _, text in words(made(f"{table}<p>below</p>", tmp_path / "a.pdf"))]
    assert {"left", "right", "below"} <= set(found)


@pytest.mark.slow
def test_a_post_of_300_pages_is_whole(tmp_path: Path) -> None:
    text = "Paper was measured in the morning and once more at night, and the numbers agreed. " * 26
    body = "".join(f"<h2>Section {n}</h2><p>{text}</p><p>end{n}.</p>" for n in range(300))
    path = made(body, tmp_path / "a.pdf")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 300
    found = {text for _, _, text in words(path)}
    assert {f"end{n}." for n in range(300)} <= found
