"""Builds killed at any instant: what lies in the output folder is always the whole of an earlier or a later state."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exporter.build import changes, write
from tests.build.blog import ROOT, Blog, digests, is_consistent, post


def kill_builds(tmp_path: Path, kills: int, publications: tuple[str, ...], seed: int) -> None:
    chance = random.Random(seed)
    blog = Blog(tmp_path / "one", posts=6)
    assert blog.run(*publications).returncode == 0
    states = [digests(blog.out)]
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "An edit"))
    begin = time.monotonic()
    blog.run(*publications)
    took = time.monotonic() - begin
    for n in range(kills):
        for number in chance.sample(range(1, 7), 2):
            blog.write(
                f"content/posts/p{number}.md", post(f"Post {number}", f"2026-07-{number:02}", f"Edit {n}")
            )
        if n % 5 == 4:
            blog.write(f"content/posts/more{n}.md", post(f"More {n}", f"2026-0{n % 6 + 1}-12"))
        command = [sys.executable, "-m", "exporter.cli", *blog.arguments(*publications)]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True
        )
        time.sleep(chance.uniform(0.1 * took, 1.3 * took))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert is_consistent(blog.out), f"kill {n}"
        states.append(digests(blog.out))
    done = blog.run(*publications)
    assert done.returncode == 0, done.stderr
    assert is_consistent(blog.out)
    left = [p.name for p in blog.folder.iterdir() if p.name.endswith(".staging")]
    assert not left
    fresh = Blog.__new__(Blog)
    fresh.folder, fresh.root = tmp_path, blog.root
    fresh.out, fresh.cache = tmp_path / "fresh", tmp_path / "fresh-cache"
    assert fresh.run(*publications).returncode == 0
    expected, found = digests(fresh.out), digests(blog.out)
    assert {name: found[name] for name in expected if name != "manifest.json"} == {
        name: digest for name, digest in expected.items() if name != "manifest.json"
    }
    assert len({tuple(state.items()) for state in states}) > 1  # some kills came after the switch


def test_ten_builds_killed_at_random(tmp_path: Path) -> None:
    kill_builds(tmp_path, 10, ("feed", "digest"), seed=7)


@pytest.mark.slow
def test_a_hundred_builds_killed_at_random(tmp_path: Path) -> None:
    kill_builds(tmp_path, 100, ("feed", "digest", "letter"), seed=2026)


class Killed(BaseException):
    pass


def calls_of(monkeypatch: pytest.MonkeyPatch, stop: int) -> list[str]:
    """Every step upon the disk while changes are carried out; the ``stop``-th is not taken, nor any after it."""
    seen: list[str] = []

    def counted(name: str, real: object) -> object:
        def call(*arguments: object, **named: object) -> object:
            seen.append(name)
            if len(seen) > stop:
                raise Killed
            return real(*arguments, **named)  # type: ignore[operator]

        return call

    for target, name in (
        (changes, "exchange"),
        (changes, "_write"),
        (os, "link"),
        (Path, "replace"),
        (Path, "unlink"),
    ):
        monkeypatch.setattr(target, name, counted(name, getattr(target, name)))
    tidy = shutil.rmtree
    # The dead do not tidy up.
    monkeypatch.setattr(shutil, "rmtree", lambda *a, **k: tidy(*a, **k) if len(seen) <= stop else None)
    return seen


@pytest.mark.parametrize("way", ["swap", "journal"])
def test_each_step_of_writing_may_be_the_last(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_exchange(*_: object) -> None:
        raise OSError(1, "no such call here")

    if way == "journal":
        monkeypatch.setattr(changes, "exchange", no_exchange)
    for stop in range(60):
        blog = Blog(tmp_path / str(stop), posts=3)
        blog.build("feed")
        (blog.out / "mine.txt").write_text("not yours")
        before = digests(blog.out)
        for n in (1, 2, 3):
            blog.write(f"content/posts/p{n}.md", post(f"Post {n}", f"2026-07-0{n}", "Edited"))
        with monkeypatch.context() as patched:
            seen = _in_writing(patched, stop)
            try:
                blog.build("feed")
                finished = True
            except Killed:
                finished = False
        assert is_consistent(blog.out), f"after {seen}"
        if way == "swap":
            after = digests(blog.out)
            assert after == before or "Edited" in blog.read("feed/rss.xml"), f"after {seen}"
        assert blog.build("feed") == 0
        assert is_consistent(blog.out)
        assert "Edited" in blog.read("feed/rss.xml")
        assert (blog.out / "mine.txt").read_text() == "not yours"
        assert not (blog.out / ".staging").exists()
        if finished:
            return
    pytest.fail("writing never came to its end")


def _in_writing(monkeypatch: pytest.MonkeyPatch, stop: int) -> list[str]:
    """As calls_of, from the moment at which changes are carried out."""
    real = write.FolderOutput._carry_out
    seen: list[str] = []

    def carry_out(self: write.FolderOutput, planned: changes.Changes) -> None:
        seen.extend(["begin"])
        counted = calls_of(monkeypatch, stop)
        try:
            real(self, planned)
        finally:
            seen.extend(counted)

    monkeypatch.setattr(write.FolderOutput, "_carry_out", carry_out)
    return seen


def test_foreign_files_and_folders_stay(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.build("feed")
    (blog.out / "feed" / "notes.txt").write_text("mine")
    (blog.out / "own").mkdir()
    (blog.out / "own" / "link").symlink_to("../feed/notes.txt")
    (blog.out / "own" / "empty").mkdir()
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))
    blog.build("feed")
    assert (blog.out / "feed" / "notes.txt").read_text() == "mine"
    assert (blog.out / "own" / "link").read_text() == "mine"
    assert (blog.out / "own" / "empty").is_dir()
    assert "Edited" in blog.read("feed/rss.xml")


def test_two_builds_at_once_leave_both_publications(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.run("feed")
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))
    commands = [
        [sys.executable, "-m", "exporter.cli", *blog.arguments(name)] for name in ("feed", "digest", "letter")
    ]
    running = [
        subprocess.Popen(c, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) for c in commands
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert is_consistent(blog.out)
    made = {entry["publication"] for entry in blog.manifest().values()}
    assert made == {"feed", "digest", "letter"}


def test_a_build_with_nothing_new_writes_nothing(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.build("feed")
    before = {p: p.stat().st_mtime_ns for p in blog.out.rglob("*")}
    blog.build("feed", "--fresh")
    assert {p: p.stat().st_mtime_ns for p in blog.out.rglob("*")} == before
