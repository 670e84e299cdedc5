"""A cache that is damaged, full or not to be written to: right output or a clear error, never wrong output."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from exporter.build.eviction import OLDEST, clear, evict, items
from exporter.cli import main
from tests.build.blog import ROOT, Blog, digests, post

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def built(tmp_path: Path) -> Blog:
    blog = Blog(tmp_path)
    blog.build("feed", "digest")
    return blog


def entries(blog: Blog) -> list[Path]:
    return sorted(
        p for p in blog.cache.rglob("*") if p.is_file() and p.name not in {"CACHEDIR.TAG", ".looked"}
    )


FAULTS = {
    "truncated": lambda p: p.write_bytes(p.read_bytes()[:40]),
    "emptied": lambda p: p.write_bytes(b""),
    "a flipped byte": lambda p: p.write_bytes(p.read_bytes()[:-1] + bytes([p.read_bytes()[-1] ^ 1])),
    "gone": lambda p: p.unlink(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_damage_to_any_entry_shows_in_no_output(built: Blog, fault: str) -> None:
    """Entries in turn, and all at once; the output must be made anew from them."""
    expected = digests(built.out)
    stored = {path: path.read_bytes() for path in entries(built)}
    for path in [*(list(stored) if fault == "a flipped byte" else []), None]:
        for other in entries(built):
            other.unlink()
        for one, content in stored.items():
            one.write_bytes(content)
        for broken in [path] if path else list(stored):
            FAULTS[fault](broken)
        (built.out / "feed/rss.xml").unlink()
        (built.out / "digest/2026-07.epub").unlink()
        assert built.build("feed", "digest") == 0, path
        assert digests(built.out) == expected, path


@pytest.mark.parametrize("fault", FAULTS)
def test_damage_to_any_entry_shows_in_no_edit(built: Blog, tmp_path: Path, fault: str) -> None:
    for broken in entries(built):
        FAULTS[fault](broken)
    built.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))
    assert built.build("feed", "digest") == 0
    warm = digests(built.out)
    built.out, built.cache = tmp_path / "d", tmp_path / "c"
    built.build("feed", "digest")
    assert warm == digests(built.out)


def test_a_full_disk_is_told_and_the_output_stays(
    built: Blog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digests(built.out)
    built.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert built.build("feed", "digest") == 1
    said = capsys.readouterr().err
    assert "No space left on device" in said
    assert "exporter cache clear" in said
    assert digests(built.out) == before


def _mounted(folder: Path, size: str) -> bool:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("full", ["cache", "out"])
def test_a_small_disk(tmp_path: Path, full: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On a real file system that is full, where this machine lets one be mounted; else as by its quota."""
    disk = tmp_path / "disk"
    if not _mounted(disk, "256k"):
        disk.chmod(0o500)
    try:
        blog = Blog(tmp_path / "blog", posts=60)
        if full == "cache":
            blog.cache = disk / "cache"
        else:
            blog.out = disk / "dist"
        code = blog.build("feed", "digest", "letter")
        said = capsys.readouterr().err
        if code:
            assert "cannot be written" in said
            assert "hint:" in said
            assert not (blog.out / "manifest.json").exists()
        else:
            assert (blog.out / "manifest.json").exists()
    finally:
        subprocess.run(["umount", str(disk)], capture_output=True, check=False)
        disk.chmod(0o700)


def test_without_a_cache_that_can_be_written_there_is_a_temporary_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = Blog(tmp_path)
    blog.cache = tmp_path / "file"
    blog.cache.write_text("a file, and no folder")
    assert blog.build("feed") == 0
    assert f"the cache {blog.cache} cannot be written; this build does without" in capsys.readouterr().err
    assert blog.read("feed/rss.xml").count("<item>") == 4


def test_a_read_only_cache(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blog = Blog(tmp_path)
    if AS_ROOT:
        blog.cache = Path("/proc/self")  # where root may not write either
    else:
        blog.cache.mkdir(mode=0o500)
    assert blog.build("feed") == 0
    assert "cannot be written; this build does without" in capsys.readouterr().err
    assert blog.read("feed/rss.xml").count("<item>") == 4


def test_what_nobody_used_longest_goes_first(built: Blog) -> None:
    found = sorted(items(built.cache))
    for age, item in enumerate(reversed(found)):
        os.utime(item.path, (10_000_000 - age, 10_000_000 - age))
    half = sum(item.size for item in found) // 2
    evict(built.cache, largest=half, now=10_000_001.0)
    left = list(items(built.cache))
    assert 0 < sum(item.size for item in left) <= half
    oldest = min(item.used for item in left)
    assert oldest > 10_000_000 - len(found)
    evict(built.cache, now=10_000_001.0 + OLDEST + len(found))
    assert not list(items(built.cache))


def test_eviction_in_the_middle_costs_time_and_nothing_else(built: Blog) -> None:
    expected = digests(built.out)
    evict(built.cache, largest=20_000)
    (built.out / "feed/rss.xml").unlink()
    assert built.build("feed", "digest") == 0
    assert digests(built.out) == expected


def test_cache_commands(built: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["cache", "info", "--cache", str(built.cache)]) == 0
    assert f"{len(entries(built))} entries" in capsys.readouterr().out
    foreign = built.cache / "ab.txt"
    foreign.write_text("not ours")
    assert main(["cache", "clear", "--cache", str(built.cache)]) == 0
    assert [p for p in entries(built) if p.name != "ab.txt"] == []
    assert foreign.exists()
    assert clear(built.cache) == 0
    assert built.build("feed") == 0


def test_two_builds_at_once_share_a_cache(tmp_path: Path) -> None:
    blog = Blog(tmp_path, posts=8)
    running = []
    for n in range(3):
        blog.out = tmp_path / f"dist{n}"
        command = [sys.executable, "-m", "exporter.cli", *blog.arguments("feed", "digest")]
        running.append(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        )
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert digests(tmp_path / "dist0") == digests(tmp_path / "dist1") == digests(tmp_path / "dist2")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--jobs", "0"], "not a number from 1 on"),
        (["--executor", "ssh://x"], "dask://HOST:PORT"),
        (["--executor", "dask://"], "dask://HOST:PORT"),
        (["--executor", "dask://host"], "dask://HOST:PORT"),
        (["--executor", "dask://host:port"], "dask://HOST:PORT"),
        (["--executor", "dask://[::1"], "dask://HOST:PORT"),
    ],
)
def test_arguments_that_cannot_be(
    tmp_path: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = Blog(tmp_path)
    try:
        code = main([*blog.arguments("feed"), *arguments])
    except SystemExit as end:
        code = int(str(end.code))
    assert code == 2
    assert said in capsys.readouterr().err


def test_two_sites_share_a_cache(tmp_path: Path) -> None:
    """Of other content, and of the same until one of them is edited: each is as with a cache of its own."""
    one, other, twin = (Blog(tmp_path / name) for name in ("one", "other", "twin"))
    other.write("hugo.toml", 'baseURL = "https://other.example/"\ntitle = "Other"\n')
    other.write("content/posts/p1.md", post("Another", "2026-07-01"))
    alone = []
    for blog in (one, other, twin):
        assert blog.build("feed", "digest") == 0
        alone.append(digests(blog.out))
    assert alone[0] == alone[2] != alone[1]
    for blog in (one, other, twin, one):
        blog.cache, blog.out = tmp_path / "shared", blog.folder / "again"
        assert blog.build("feed", "digest") == 0
    assert [digests(blog.out) for blog in (one, other, twin)] == alone
    twin.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))
    assert twin.build("feed", "digest") == one.build("feed", "digest", "--fresh") == 0
    assert digests(one.out) == alone[0]
    assert "Edited" in twin.read("feed/rss.xml")
