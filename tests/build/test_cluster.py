"""Parts made on a real cluster of two workers over TCP are the parts that are made here."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exporter.cli import main
from tests.build.blog import ROOT, Blog, digests, png, post

_SERVER = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", protocol="tcp",
                           dashboard_address=None)
    print(cluster.scheduler_address, flush=True)
    print(*(worker.pid for worker in cluster.workers.values()), flush=True)
    sys.stdin.read()
    cluster.close()
"""


@contextmanager
def cluster() -> Iterator[tuple[str, list[int]]]:
    """Its address, and its processes: the scheduler's first, then the workers'."""
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as server:
        assert server.stdout
        assert server.stdin
        address = server.stdout.readline().strip().removeprefix("tcp://")
        workers = [int(pid) for pid in re.findall(r"\d+", server.stdout.readline())]
        try:
            yield f"dask://{address}", [server.pid, *workers]
        finally:
            server.stdin.close()
            server.wait(30)


def blog_of(folder: Path) -> Blog:
    blog = Blog(folder, posts=2)
    for n in range(1, 13):
        blog.write(f"static/{n}.png", png(n))
        blog.write(
            f"content/posts/p{n}.md",
            post(f"Post {n}", f"2026-07-{n:02}", f"![x](/{n}.png)\n\n" + "Words. " * 200),
        )
    return blog


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    """What this machine makes."""
    blog = blog_of(tmp_path)
    assert blog.run("feed", "digest", "archive").returncode == 0
    return digests(blog.out)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(tmp_path: Path, here: dict[str, str]) -> None:
    blog = Blog.__new__(Blog)
    blog.folder, blog.root = tmp_path, tmp_path / "site"
    blog.out, blog.cache = tmp_path / "there", tmp_path / "there-cache"
    with cluster() as (address, _):
        done = blog.run("feed", "digest", "archive", "--executor", address)
    assert done.returncode == 0, done.stdout + done.stderr
    assert digests(blog.out) == here


@pytest.mark.slow
def test_a_worker_that_is_lost_loses_nothing(tmp_path: Path, here: dict[str, str]) -> None:
    blog = Blog.__new__(Blog)
    blog.folder, blog.root = tmp_path, tmp_path / "site"
    blog.out, blog.cache = tmp_path / "there", tmp_path / "there-cache"
    with cluster() as (address, pids):
        command = [sys.executable, "-m", "exporter.cli", *blog.arguments("feed", "digest", "archive")]
        with subprocess.Popen(
            [*command, "--executor", address],
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as build:
            assert build.stderr
            for line in build.stderr:
                if line.startswith("reading posts"):
                    break
            threading.Thread(target=build.stderr.read, daemon=True).start()
            time.sleep(1.5)  # parts are under way
            os.kill(pids[1], signal.SIGKILL)
            assert build.stdout
            said = build.stdout.read()
            assert build.wait(120) == 0, said
    assert digests(blog.out) == here


@pytest.mark.slow
def test_a_scheduler_that_is_lost_is_told_and_what_was_finished_is_kept(tmp_path: Path) -> None:
    blog = blog_of(tmp_path)
    with cluster() as (address, pids):
        command = [sys.executable, "-m", "exporter.cli", *blog.arguments("archive"), "--format", "json"]
        with subprocess.Popen(
            [*command, "--executor", address], stderr=subprocess.PIPE, text=True, cwd=ROOT
        ) as build:
            assert build.stderr
            for line in build.stderr:
                if '"step","stage":"set"' in line:
                    break
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            said = build.stderr.read()
            assert build.wait(60) == 1, said
    assert f"the scheduler at {address} does not answer any more" in said
    assert "Traceback" not in said
    assert not blog.out.exists()
    assert blog.run("archive").returncode == 0


@pytest.mark.parametrize("address", ["dask://127.0.0.1:9", "dask://no.such.host.invalid:8786"])
def test_a_scheduler_that_is_not_there(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from exporter.build import cluster as clusters  # noqa: PLC0415  an extra

    monkeypatch.setattr(clusters, "_PATIENCE", 1)
    blog = Blog(tmp_path, posts=1)
    assert main([*blog.arguments("feed"), "--executor", address]) == 2
    said = capsys.readouterr().err
    assert "no scheduler answers at" in said
    assert "hint:" in said
    assert not blog.out.exists()
