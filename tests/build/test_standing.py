"""A build with nothing to do is over at once; whatever may change what it would make is noticed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter.build import run
from exporter.build.write import FolderOutput
from exporter.cli import main
from tests.build.blog import NOW, ROOT, Blog, png, post


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    made = Blog(tmp_path)
    made.write("static/a.png", png(1))
    assert made.build("feed", "letter") == 0
    return made


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each build that looked for itself."""
    seen: list[int] = []
    real = run.Build.make

    def make(self: run.Build, output: FolderOutput) -> object:
        seen.append(1)
        return real(self, output)

    monkeypatch.setattr(run.Build, "make", make)
    return seen


def test_the_second_build_says_the_same_without_looking(
    blog: Blog, looked: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert blog.build("feed", "letter") == 0
    said = capsys.readouterr().out
    assert not looked
    # As a build says that looks: that of other output, which has to.
    assert blog.build("feed", "letter", "--strict", "--drafts") == 0
    assert blog.build("letter", "feed") == 0
    assert len(looked) == 1
    lines = [line for line in said.splitlines() if line.startswith("feed/")]
    assert lines
    assert all(line.endswith("same") for line in lines)
    assert re.search(r"9 artifacts of 4 posts in 0\.\d s; 1 note\n$", said)


CHANGES: dict[str, Callable[[Blog], object]] = {
    "a post": lambda b: b.write("content/posts/p1.md", post("Post 1", "2026-07-01", "New words")),
    "a new post": lambda b: b.write("content/posts/p9.md", post("Post 9", "2026-07-09")),
    "a post that goes": lambda b: (b.root / "content/posts/p1.md").unlink(),
    "a post of an earlier time": lambda b: b.write(
        "content/posts/p1.md", post("Post 1", "2026-07-01"), age=9999
    ),
    "a picture": lambda b: b.write("static/a.png", png(2)),
    "the site's configuration": lambda b: b.write("hugo.toml", 'baseURL = "https://other.example/"\n'),
    "exporter.toml": lambda b: b.write("exporter.toml", "[publications.feed]\nlatest = 1\n"),
    "a hidden file": lambda b: b.write("content/.x/y.md", "z"),
    "an artifact that goes": lambda b: (b.out / "feed/rss.xml").unlink(),
    "an artifact that was touched": lambda b: (b.out / "feed/rss.xml").write_text("<rss/>"),
    "the manifest": lambda b: (b.out / "manifest.json").write_text(b.read("manifest.json") + "\n"),
    "the report": lambda b: (b.out / "report.json").write_text("{}"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed(blog: Blog, looked: list[int], change: str) -> None:
    CHANGES[change](blog)
    blog.build("feed", "letter")
    assert looked


ARGUMENTS = (
    ["--future"],
    ["--drafts"],
    ["--fresh"],
    ["--all"],
    ["--issue", "2026-07"],
    ["--format", "json"],
    ["--accept"],
)


@pytest.mark.parametrize("more", ARGUMENTS)
def test_other_arguments_are_another_question(blog: Blog, looked: list[int], more: list[str]) -> None:
    blog.build("feed", "letter", *more)
    assert looked


def test_an_edit_within_the_tick_of_the_clock_is_noticed(blog: Blog, looked: list[int]) -> None:
    """Same size, same time: only the content tells."""
    path = blog.root / "content/posts/p1.md"
    path.write_text(post("Post 1", "2026-07-01", "aaaa"))
    blog.build("feed", "letter")
    stat = path.stat()
    path.write_text(post("Post 1", "2026-07-01", "bbbb"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    blog.build("feed", "letter")
    assert len(looked) == 2
    assert "bbbb" in blog.read("feed/rss.xml")


def test_a_post_that_becomes_due_is_exported(blog: Blog, looked: list[int]) -> None:
    blog.write("content/posts/soon.md", post("Soon", "2026-07-20").replace("T09:00", "T12:00"))
    blog.build("feed", now="2026-07-20T10:00:00Z")
    blog.build("feed", now="2026-07-20T11:59:59Z")
    assert len(looked) == 1
    assert "Soon" not in blog.read("feed/rss.xml")
    blog.build("feed", now="2026-07-20T12:00:00Z")
    assert len(looked) == 2
    assert "Soon" in blog.read("feed/rss.xml")


def test_a_post_that_expires_is_withdrawn(blog: Blog) -> None:
    blog.write(
        "content/posts/offer.md", post("Offer", "2026-07-19", header="expiryDate: 2026-07-20T11:00:00Z\n")
    )
    blog.build("feed", now="2026-07-20T10:00:00Z")
    assert "Offer" in blog.read("feed/rss.xml")
    blog.build("feed", now="2026-07-20T11:00:00Z")
    assert "Offer" not in blog.read("feed/rss.xml")


def test_a_clock_that_goes_backwards_takes_a_post_back(blog: Blog) -> None:
    blog.write("content/posts/soon.md", post("Soon", "2026-07-20").replace("T09:00", "T12:00"))
    blog.build("feed", now="2026-07-20T13:00:00Z")
    assert "Soon" in blog.read("feed/rss.xml")
    blog.build("feed", now="2026-07-20T11:00:00Z")
    assert "Soon" not in blog.read("feed/rss.xml")


def test_a_week_that_ends_closes_its_letter(blog: Blog) -> None:
    blog.write("content/posts/p8.md", post("Post 8", "2026-07-15"))
    blog.build("letter", now="2026-07-19T23:00:00Z")
    before = set(blog.manifest())
    blog.build("letter", now="2026-07-20T00:00:01Z")
    assert {name for name in blog.manifest() if "2026-W29" in name} - before


@pytest.mark.parametrize(
    "broken",
    [
        '"said":["x",{},"error"]', '"said":["x",[],"error"]', '"said":[5,{"artifacts":1,"posts":1,"found":""},"error"]',
        '"said":["x",{"artifacts":1,"posts":1,"found":""},[]]', '"said":' + "[" * 100_000, '"said":["x",{"artifacts":[],"posts":1}]',
    ],
)  # fmt: skip
def test_a_record_of_anything_at_all_is_not_believed(blog: Blog, looked: list[int], broken: str) -> None:
    (record,) = [path for path in blog.cache.rglob("*.json") if '"said"' in path.read_text()]
    record.write_text(record.read_text().partition('"said"')[0] + broken + "}")
    assert blog.build("feed", "letter") == 0
    assert looked


def test_output_inside_the_site_does_not_hide_posts(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.out = blog.root / "content"
    blog.build("feed")
    blog.build("feed")
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Changed words"))
    blog.build("feed")
    assert "Changed words" in blog.read("feed/rss.xml")


def test_a_folder_of_posts_named_as_the_cache_is_no_cache(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.cache = blog.root / "content"
    blog.build("feed")
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Changed words"))
    blog.build("feed")
    assert "Changed words" in blog.read("feed/rss.xml")
    assert main(["cache", "clear", "--cache", str(blog.cache)]) == 2
    assert (blog.root / "content/posts/p1.md").exists()


def test_a_configuration_elsewhere_is_watched(blog: Blog, looked: list[int], tmp_path: Path) -> None:
    config = tmp_path / "conf" / "mine.toml"
    config.parent.mkdir()
    config.write_text("[publications.feed]\nlatest = 3\n")
    blog.build("feed", "--config", str(config))
    time.sleep(0.01)
    config.write_text("[publications.feed]\nlatest = 1\n")
    blog.build("feed", "--config", str(config))
    assert len(looked) == 2
    assert blog.read("feed/rss.xml").count("<item>") == 1


def test_a_warning_fails_a_strict_build_again(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.write("content/posts/bad.md", post("Bad", "2026-07-05", "![x](/missing.png)"))
    assert [blog.build("feed", "--strict"), blog.build("feed", "--strict"), blog.build("feed")] == [1, 1, 0]


def test_nothing_is_imported_that_a_build_needs(blog: Blog) -> None:
    code = "import sys; from exporter.cli import main; main(sys.argv[1:]); print(*sorted(sys.modules))"
    command = [sys.executable, "-c", code, *blog.arguments("feed", "letter", now=NOW)]
    # Libraries are looked for in other folders than here: the first one must build.
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {
        "msgspec",
        "lxml",
        "yaml",
        "rich",
        "tomllib",
        "exporter.config",
        "exporter.build.run",
    }
