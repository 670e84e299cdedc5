"""What strangers put into posts and sites: a diagnostic that names the place, and a valid book all the same."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from exporter.checks.epubcheck import check_epubs
from tests.backends.epub.books import Opened, asset, book, chapter, make_part, post

ROOT = Path(__file__).parents[3]
TOML = '[site]\nbase_url = "https://example.org/"\ntitle = "A <b> & \\u0007"\nlanguage = "en"\n'


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no more than a line of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def animation(frames: int, size: tuple[int, int]) -> bytes:
    stream = BytesIO()
    noise = [Image.effect_noise(size, 80 + n).convert("P") for n in range(frames)]
    noise[0].save(stream, "GIF", save_all=True, append_images=noise[1:])
    return stream.getvalue()


def build(site: Path, *arguments: str) -> tuple[int, list[dict[str, object]], str]:
    """Exit code, diagnostics, what was said besides."""
    place = ["--site", str(site), "--out", str(site.parent / "out"), "--cache", str(site.parent / "cache")]
    command = [sys.executable, "-m", "exporter.cli", "build", "digest", *place, "--jobs", "1", *arguments]
    done = subprocess.run(
        [*command, "--now", "2026-11-01T00:00:00Z", "--format", "json"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, [row for row in rows if "code" in row], done.stderr


def test_a_large_animation_becomes_its_first_picture_and_that_is_said() -> None:
    url = "https://example.org/a.gif"
    large = animation(8, (600, 600))
    assert len(large) > 300_000

    part = make_part(post(f'<p data-line="7"><img src="{url}" alt="Waves"/></p>'), {url: large})

    assert [(d.code, d.span.source, d.span.line) for d in part.diagnostics] == [
        ("E604", "posts/a-post.md", 7)
    ]
    picture = chapter(post(f'<p><img src="{url}" alt="Waves"/></p>'), {url: large}).pictures[0]
    assert getattr(Image.open(BytesIO(picture.content)), "n_frames", 1) == 1


@pytest.mark.heavy
def test_an_animation_of_sixty_megabytes_is_opened_for_one_frame_only() -> None:
    url = "https://example.org/a.gif"
    frame = animation(2, (1500, 1500))
    large = frame[:-1] + (frame[frame.index(b"\x21\xf9", 900) : -1] * (60_000_000 // len(frame))) + b"\x3b"
    assert len(large) > 40_000_000
    assert asset(url, large).media_type == "image/gif"

    assert (
        len(chapter(post(f'<p><img src="{url}" alt="Waves"/></p>'), {url: large}).pictures[0].content)
        < 1_000_000
    )


def test_a_site_of_bad_things_makes_a_valid_book_and_names_each(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "exporter.toml").write_text(TOML)
    (site / "huge.png").write_bytes(png_header(40_000, 40_000))
    (site / "not.png").write_bytes(b"<html>")
    (site / "bad.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><image href="http://x.y/z"/></svg>'
    )
    pictures = "![huge](huge.png)\n\n![not](not.png)\n\n![bad](bad.svg)\n"
    for name, title in (("a", "x" * 500), ("b", '<&\\"\\u0007'), ("c", "Same"), ("d", "Same")):
        (site / f"{name}.md").write_text(f'---\ntitle: "{title}"\ndate: 2026-07-01\n---\n{pictures}')

    code, found, said = build(site)

    assert code == 1, said  # A404 is an error: the picture is not in the book
    assert {"A404", "A403"} <= {str(d["code"]) for d in found}
    lost = [str(d["message"]) for d in found if d["code"] == "A407"]
    assert lost == ["bad.svg is shown without <script>, href"] * 4
    spans = [d["span"] for d in found if d["code"] == "A404"]
    assert {span["source"] for span in spans} == {"a.md", "b.md", "c.md", "d.md"}  # type: ignore[index]
    assert all(span["line"] == 5 for span in spans)  # type: ignore[index]
    path = site.parent / "out" / "digest" / "2026-07.epub"
    assert [d.message for d in check_epubs({"b": path}, usage=True)] == []


def test_an_issue_without_posts_is_skipped_and_that_is_said(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "exporter.toml").write_text(TOML)
    (site / "a.md").write_text("---\ntitle: A\ndate: 2026-07-01\n---\nText.\n")

    code, found, _ = build(site, "--issue", "2026-01")

    assert (code, [d["code"] for d in found]) == (0, ["B902"])
    assert not list((site.parent / "out").rglob("*.epub"))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("theme.toml", "[tokens", "theme.toml"),
        ("theme.toml", '[tokens]\npaper = "no colour"\n', "--paper"),
        ("epub.css", "p { color: var(--nope) }", "--nope"),
        ("epub.css", "p { color: red }\n}", "epub.css:2"),
        ("epub.css", "p { color: red; 7 }", "epub.css:1"),
        ("epub.css", '\n@import "other.css";', "epub.css:2: @import"),
        ("epub.css", "p { background: #fff url(file:///etc/passwd) }", "url(file:///etc/passwd)"),
        ("epub.css", "@media print { p { background: url('paper.png') } }", "url(paper.png)"),
    ],
)
def test_a_broken_theme_is_told_by_its_file(tmp_path: Path, name: str, text: str, says: str) -> None:
    site = tmp_path / "site"
    theme = site / "theme"
    theme.mkdir(parents=True)
    for file in ("theme.toml", "epub.css"):
        (theme / file).write_bytes((ROOT / "themes" / "default" / file).read_bytes())
    (theme / name).write_text(text)
    (site / "exporter.toml").write_text(f'{TOML}[publications.digest]\ntheme = "./theme"\n')
    (site / "a.md").write_text("---\ntitle: A\ndate: 2026-07-01\n---\nText.\n")

    code, found, said = build(site)

    assert code == 2
    assert says in said
    assert found == []
    assert not list((site.parent / "out").rglob("*.epub"))


def test_a_post_of_only_images_is_a_chapter() -> None:
    opened = Opened(book([post('<p><img src="https://example.org/none.png" alt=""/></p>')]))

    assert len(opened.chapters) == 1
