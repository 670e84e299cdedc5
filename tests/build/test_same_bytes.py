"""The same site gives the same bytes, whatever the machine, the hour and the way are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.blog import NOW, ROOT, Blog, digests, png, post

QUICK = ("feed", "digest", "letter")
WAYS: dict[str, tuple[dict[str, str], list[str]]] = {
    "two jobs": ({}, ["--jobs", "2"]),
    "no cache": ({}, ["--fresh"]),
    "another zone": ({"TZ": "Asia/Tokyo"}, []),
    "a zone west of here": ({"TZ": "America/St_Johns"}, []),
    "another language": ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, []),
    "no language": ({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, []),
    "another order of hashes": ({"PYTHONHASHSEED": "12345"}, []),
    "optimised": ({"PYTHONOPTIMIZE": "2"}, []),
}


def blog_of(folder: Path) -> Blog:
    blog = Blog(folder, posts=0)
    blog.write(
        "hugo.toml",
        'baseURL = "https://b.example/"\ntitle = "日記"\nlanguageCode = "ja"\ntimeZone = "Asia/Tokyo"\n',
    )
    for n in range(1, 5):
        blog.write(f"static/{n}.png", png(n))
        header = f"tags: [a, 猫]\ncover:\n  image: /{n}.png\n  alt: 絵\n"
        body = f"## 見出し {n}\n\n![絵](/{n}.png)\n\n本文と `code` と[リンク](p1.md)。[^1]\n\n[^1]: 注。\n"
        blog.write(f"content/posts/p{n}.md", post(f"記事 {n}", f"2026-07-{n:02}", body, header))
    return blog


def make(
    blog: Blog, out: Path, env: dict[str, str], more: list[str], publications: tuple[str, ...]
) -> dict[str, str]:
    blog.out = out
    done = blog.run(*publications, *more, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return digests(out)


@pytest.mark.parametrize("way", WAYS)
def test_the_way_leaves_no_trace(tmp_path: Path, way: str) -> None:
    blog = blog_of(tmp_path)
    env, more = WAYS[way]
    plain = make(blog, tmp_path / "one", {}, [], QUICK)
    blog.cache = tmp_path / "cache2"
    assert make(blog, tmp_path / "two", env, more, QUICK) == plain


@pytest.mark.slow
def test_the_way_leaves_no_trace_in_a_pdf(tmp_path: Path) -> None:
    blog = blog_of(tmp_path)
    plain = make(blog, tmp_path / "plain", {}, [], ("archive",))
    for n, (env, more) in enumerate(WAYS.values()):
        blog.cache = tmp_path / f"cache{n}"
        assert make(blog, tmp_path / f"way{n}", env, more, ("archive",)) == plain


PROFILES = {
    "kindle": "epub",
    "kobo": "epub",
    "ebpaj": "epub",
    "small": "epub",
    "archive": "pdf",
    "press": "pdf",
}
# All of it at once: which of them leaves a trace is seen when one does.
OTHERWISE = {
    "TZ": "America/St_Johns",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "12345",
}


@pytest.mark.slow
def test_the_way_leaves_no_trace_in_any_profile(tmp_path: Path) -> None:
    blog = blog_of(tmp_path)
    rows = (
        f'[publications.{p}]\nbackend = "{b}"\nevery = "month"\nprofile = "{p}"\n'
        for p, b in PROFILES.items()
    )
    blog.write("exporter.toml", "".join(rows))
    plain = make(blog, tmp_path / "one", {}, [], tuple(PROFILES))
    assert {name.partition("/")[0] for name in plain if name.endswith((".epub", ".pdf"))} == PROFILES.keys()
    blog.cache = tmp_path / "cache2"
    assert make(blog, tmp_path / "two", OTHERWISE, ["--jobs", "2"], tuple(PROFILES)) == plain


def test_neither_folder_nor_umask_nor_times_of_files_leave_a_trace(tmp_path: Path) -> None:
    blog = blog_of(tmp_path)
    plain = make(blog, tmp_path / "one", {}, [], QUICK)
    moved = Blog.__new__(Blog)
    moved.folder = tmp_path / "an other place"
    moved.root, moved.out, moved.cache = moved.folder / "ブログ", moved.folder / "out", moved.folder / "cache"
    shutil.copytree(blog.root, moved.root, copy_function=shutil.copyfile)
    code = "import os, sys; os.umask(0o077); from exporter.cli import main; sys.exit(main(sys.argv[1:]))"
    subprocess.run(
        [sys.executable, "-c", code, *moved.arguments(*QUICK)], check=True, cwd=ROOT, capture_output=True
    )
    assert digests(moved.out) == plain


def test_the_clock_leaves_no_trace(tmp_path: Path) -> None:
    """A year later nothing is due that was not, and the last week with posts is over in both."""
    blog = blog_of(tmp_path)
    plain = make(blog, tmp_path / "one", {}, ["--now", "2026-07-20T00:00:00Z"], QUICK)
    blog.cache = tmp_path / "cache2"
    assert make(blog, tmp_path / "two", {}, ["--now", "2027-07-20T00:00:00Z"], QUICK) == plain
    blog.cache = tmp_path / "cache3"
    blog.out = tmp_path / "three"
    epoch = {**os.environ, "SOURCE_DATE_EPOCH": "1784505600"}
    command = [sys.executable, "-m", "exporter.cli", *blog.arguments(*QUICK, now="")]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, env=epoch)
    assert digests(blog.out) == plain


def test_a_way_of_edits_ends_where_a_fresh_build_ends(tmp_path: Path) -> None:
    blog = blog_of(tmp_path)
    blog.out = tmp_path / "edited"
    original = (blog.root / "content/posts/p2.md").read_text("utf-8")
    blog.build(*QUICK, now=NOW)
    blog.write("content/posts/p2.md", post("Other", "2026-07-02", "Other"))
    blog.write("content/posts/p9.md", post("More", "2026-06-09"))
    blog.build(*QUICK)
    blog.write("content/posts/p2.md", original)
    (blog.root / "content/posts/p9.md").unlink()
    blog.build(*QUICK)
    blog.cache = tmp_path / "cache2"
    assert digests(blog.out) == make(blog, tmp_path / "fresh", {}, [], QUICK)
