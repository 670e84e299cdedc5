"""``exporter check feed``: the files, what they name, and what changed since the build before."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.feeds.blog import Blog, published


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    made = Blog(tmp_path)
    made.daily(4)
    return made


def found(blog: Blog, *arguments: str) -> list[tuple[str, str, str]]:
    """Code, place and message of each finding."""
    done = blog.run("check", "feed", "--format", "json", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [(row["code"], row["span"]["source"], row["message"]) for row in rows if "code" in row]


def test_a_fresh_feed_has_no_findings(blog: Blog) -> None:
    blog.build()
    assert found(blog) == []


def test_after_one_edited_and_one_new_post_there_is_one_of_each(blog: Blog) -> None:
    blog.build()
    blog.post("post-002", "2026-01-03", "Edited.")
    blog.post("new", "2026-07-01")
    blog.build()
    told = found(blog)
    assert {code for code, _, _ in told} == {"F512"}
    for name in ("rss.xml", "atom.xml", "feed.json"):
        kinds = [message.split(":")[0] for _, place, message in told if place == f"feed/{name}"]
        assert sorted(kinds) == ["changed", "new"]
    blog.build()
    assert found(blog) == told


def test_an_older_output_and_a_live_feed_can_be_compared(blog: Blog, tmp_path: Path) -> None:
    blog.build()
    shutil.copytree(blog.out, tmp_path / "old")
    blog.post("new", "2026-07-01")
    blog.build()
    assert len(found(blog, "--against", str(tmp_path / "old"))) == 3
    with published(tmp_path / "old") as address:
        told = found(blog, "--against", f"{address}feed/atom.xml", "--allow-private")
    assert [(place, message.split(":")[0]) for _, place, message in told] == [("feed/atom.xml", "new")]


def test_a_link_to_nothing_and_a_file_that_is_gone_are_warnings(blog: Blog) -> None:
    blog.write("static/a.mp3", b"123")
    blog.post(
        "links", "2026-07-01", "[x](https://example.org/posts/none/) [y](/posts/post-001/)", audio="/a.mp3"
    )
    blog.build()
    blog.write("static/a.mp3", b"12345")
    told = [re.sub(r"^links: ", "", message) for code, _, message in found(blog) if code == "F511"]
    assert sorted(told) == [
        "nothing is published at https://example.org/posts/none/",
        "the enclosure https://example.org/a.mp3 has 5 bytes, not 3",
    ]


def test_a_broken_feed_is_an_error(blog: Blog) -> None:
    blog.build()
    path = blog.out / "feed/rss.xml"
    path.write_bytes(path.read_bytes().replace(b"<guid", b"<guid\x01", 1))
    done = blog.run("check", "feed")
    assert done.returncode == 1
    assert "F1.21" in done.stdout
