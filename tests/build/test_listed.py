"""The catalogue of books names those that lie in the output, and issue ids that mean nothing are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.build.blog import Blog, digests, post


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    blog = Blog(tmp_path, posts=1)
    blog.write("content/posts/may.md", post("May", "2026-05-03"))
    return blog


def books(blog: Blog) -> list[str]:
    """The books of the catalogue, each of which is there."""
    listed = [p["links"][0]["href"] for p in json.loads(blog.read("opds.json"))["publications"]]
    assert all((blog.out / name).is_file() for name in listed)
    assert blog.read("opds.xml").count("<entry>") == len(listed)
    return listed


def test_a_catalogue_lists_what_lies_there(blog: Blog) -> None:
    assert blog.build("digest", "--issue", "2026-07") == 0
    assert books(blog) == ["digest/2026-07.epub"]
    assert blog.build("digest", "--issue", "2026-05") == 0
    assert books(blog) == ["digest/2026-07.epub", "digest/2026-05.epub"]
    piecewise = blog.read("opds.xml")
    assert blog.build("digest", "--fresh") == 0
    assert blog.read("opds.xml") == piecewise


def test_a_book_that_was_taken_away_is_listed_no_more(blog: Blog) -> None:
    blog.build("digest")
    before = digests(blog.out)
    (blog.out / "digest" / "2026-05.epub").unlink()
    (blog.out / "digest" / "2026-05.jpg").unlink()
    assert blog.build("digest", "--issue", "2026-07") == 0
    assert books(blog) == ["digest/2026-07.epub"]
    assert blog.build("digest") == 0
    assert digests(blog.out) == before


def test_a_publication_may_follow_an_option(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert blog.build("--issue", "2026-07", "digest") == 0
    assert books(blog) == ["digest/2026-07.epub"]
    assert blog.build("digest", "--issue", "2026-07", "feed") == 0
    assert (blog.out / "feed").is_dir()
    with pytest.raises(SystemExit, match="2"):
        blog.build("digest", "--issue", "2026-07", "feed", "--nothing")
    assert "--nothing" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["2026-13", "2026-7", "nothing"])
def test_an_issue_id_that_means_nothing_is_refused(
    blog: Blog, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert blog.build("digest", "--issue", name) == 2
    shown = capsys.readouterr().err
    assert f"no issue is called '{name}'" in shown
    assert "2026-07" in shown
    assert not (blog.out / "digest").exists()


def test_an_issue_without_posts_is_only_told(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert blog.build("digest", "--issue", "2026-06") == 0
    assert "B902" in "".join(capsys.readouterr())
