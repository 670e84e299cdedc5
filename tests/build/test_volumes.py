"""An archive in several volumes, built again: what did not change is not bound, and nothing shows of how it came."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.backends.pdf.laid import lay
from tests.build.blog import Blog, digests, post

ARCHIVE = '[publications.archive]\nbackend = "pdf"\nevery = "month"\nmax_pages = 1\n'


@pytest.fixture
def built(tmp_path: Path) -> Blog:
    blog = Blog(tmp_path / "one", posts=3)
    blog.write("exporter.toml", ARCHIVE)
    assert blog.build("archive") == 0
    return blog


def expect_as_from_nothing(blog: Blog, *words: str) -> None:
    assert blog.build("archive", *words) == 0
    found = digests(blog.out)
    out, cache = blog.out, blog.cache
    blog.out, blog.cache = blog.folder / "dist-anew", blog.folder / "cache-anew"
    assert blog.build("archive") == 0
    assert found == digests(blog.out)
    blog.out, blog.cache = out, cache


def test_an_edit_binds_its_volume(built: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[str] = []

    def noting(body, before, posts, **rest):  # type: ignore[no-untyped-def]
        made = lay(body, before, posts, **rest)
        laid.append(str(len(made.sheets)))
        return made

    monkeypatch.setattr("exporter.backends.pdf.bind.lay", noting)
    built.write("content/posts/p2.md", post("Post 2", "2026-07-02", "Other words"))
    assert built.build("archive") == 0
    assert laid == ["1"]


def test_an_edit_gives_what_a_first_build_gives(built: Blog) -> None:
    built.write("content/posts/p2.md", post("Post 2", "2026-07-02", "Other words"))
    expect_as_from_nothing(built)


def test_another_title_does_too(built: Blog) -> None:
    built.write("exporter.toml", ARCHIVE + 'title = "Another"\n')
    expect_as_from_nothing(built)


def test_fresh_believes_nothing_that_was_left(built: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    recalled: list[object] = []
    monkeypatch.setattr("exporter.backends.pdf.shelf._decode", recalled.append)
    expect_as_from_nothing(built, "--fresh")
    assert recalled == []


@pytest.mark.parametrize("fault", ["a flipped byte", "gone"])
def test_damage_to_what_was_left_shows_in_no_edit(built: Blog, fault: str) -> None:
    for path in built.cache.glob("??/*"):
        content = path.read_bytes()
        if fault == "gone" and b"%PDF-1.7" in content[:60]:
            path.unlink()
        elif fault == "a flipped byte":
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    built.write("content/posts/p2.md", post("Post 2", "2026-07-02", "Other words"))
    for file in (built.out / "archive").glob("*-[13].pdf"):
        file.unlink()
    expect_as_from_nothing(built)
