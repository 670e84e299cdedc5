"""Output and cache at an address, step by step: in memory. Real servers are in test_services.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.registry import _registry

from exporter.build.afar import NOTE
from exporter.cli import main
from exporter.world.store import Store
from tests.build.blog import NOW, Blog, digests, post

OUT = "memory://out/exports"
CACHE = "memory://cache"
WHAT = ("feed", "digest", "letter")


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    fsspec.filesystem("memory").store.clear()
    yield
    fsspec.filesystem("memory").store.clear()


def arguments(
    blog: Blog, *more: str, out: str = OUT, cache: str = CACHE, what: tuple[str, ...] = WHAT
) -> list[str]:
    places = ["--site", str(blog.root), "--out", out, "--cache", cache]
    return ["build", *what, *places, "--jobs", "1", "--now", NOW, *more]


def plain(blog: Blog, folder: Path, what: tuple[str, ...] = WHAT) -> dict[str, str]:
    """What a build to an empty folder makes of the same site."""
    blog.out, blog.cache = folder / "plain", folder / "plain-cache"
    assert blog.build(*what) == 0
    return digests(blog.out)


def brought(store: Store, folder: Path) -> dict[str, str]:
    """Digests of what lies in a store."""
    for name in store.list():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(store.read(name) or b"")
    return digests(folder)


def test_the_bytes_are_those_of_a_folder(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    assert main(arguments(blog)) == 0
    assert brought(Store(OUT), tmp_path / "there") == plain(blog, tmp_path)


def test_another_machine_goes_on_with_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = Blog(tmp_path)
    assert main(arguments(blog)) == 0
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    said = capture_progress(monkeypatch)
    assert main(arguments(blog, "--format", "json", out=str(tmp_path / "second"))) == 0
    assert [event["stage"] for event in said() if event["event"] == "stage"] == ["scan", "scan", "write"]
    assert digests(tmp_path / "second") == plain(blog, tmp_path)


def capture_progress(monkeypatch: pytest.MonkeyPatch) -> Any:
    lines: list[str] = []
    monkeypatch.setattr("exporter.cli._say", lines.append)
    return lambda: [json.loads(line) for line in lines]


def test_what_is_damaged_in_the_store_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = Blog(tmp_path)
    assert main(arguments(blog)) == 0
    memory, expected = fsspec.filesystem("memory"), plain(blog, tmp_path)
    faults: list[Callable[[bytes], bytes]] = [
        lambda c: c[:40],
        lambda _: b"",
        lambda c: c[:-1] + bytes([c[-1] ^ 1]),
    ]
    for n, spoil in enumerate(faults):
        for path in memory.find("/cache"):
            if content := memory.cat_file(path):
                memory.pipe_file(path, spoil(content))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"machine{n}"))
        out = tmp_path / f"out{n}"
        assert main(arguments(blog, out=str(out))) == 0
        assert digests(out) == expected


def test_stale_artifacts_go_and_foreign_objects_stay(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.write("content/posts/june.md", post("June", "2026-06-01"))
    store = Store(OUT)
    assert main(arguments(blog)) == 0
    store.write("index.html", b"mine")
    assert "digest/2026-06.epub" in store.list()
    (blog.root / "content/posts/june.md").unlink()
    assert main(arguments(blog)) == 0
    assert "digest/2026-06.epub" not in store.list()
    assert store.read("index.html") == b"mine"


def test_an_object_that_is_not_ours_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(OUT)
    store.write("feed/rss.xml", b"somebody's feed")
    assert main(arguments(Blog(tmp_path))) == 1
    assert "feed/rss.xml is there, and no build of ours has made it" in capsys.readouterr().err
    assert list(store.list()) == ["feed/rss.xml"]


class Killed(BaseException):
    pass


@pytest.mark.slow
def test_each_step_of_writing_may_be_the_last(tmp_path: Path) -> None:
    """At every instant what the manifest names lies there and is what it says; the next build ends where a first does."""
    blog = Blog(tmp_path)
    blog.write("content/posts/june.md", post("June", "2026-06-01"))
    assert main(arguments(blog)) == 0
    for stop in range(60):
        changed = stop % 2
        blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", f"Edit {stop}"))
        june = blog.root / "content/posts/june.md"
        june.unlink(missing_ok=True)
        if changed:
            blog.write("content/posts/june.md", post("June", "2026-06-01"))
        finished = _killed_after(stop, arguments(blog))
        _expect_true_manifest()
        assert main(arguments(blog)) == 0
        _expect_true_manifest()
        assert NOTE not in Store(OUT).list()
        assert ("digest/2026-06.epub" in Store(OUT).list()) is bool(changed)
        if finished and stop > 3:
            break
    else:
        pytest.fail("writing never came to its end")
    found = brought(Store(OUT), tmp_path / "there")
    assert found == plain(blog, tmp_path)


def _killed_after(stop: int, command: list[str]) -> bool:
    """Whether the build came to its end before the ``stop``-th thing it does to the objects of the output."""
    memory = type(fsspec.filesystem("memory"))
    steps: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        for name in ("pipe_file", "put_file", "rm_file"):
            patched.setattr(memory, name, _counted(getattr(memory, name), steps, stop))
        try:
            main(command)
        except Killed:
            return False
    return True


def _counted(real: Callable[..., Any], steps: list[str], stop: int) -> Callable[..., Any]:
    def call(self: Any, *given: Any, **named: Any) -> Any:
        if any(str(one).startswith("/out") for one in given):
            steps.append(str(given))
            if len(steps) > stop:
                raise Killed
        return real(self, *given, **named)

    return call


def _expect_true_manifest() -> None:
    from exporter.build.cache import content_digest  # noqa: PLC0415

    store = Store(OUT)
    for entry in json.loads(store.read("manifest.json") or b"{}")["artifacts"]:
        assert content_digest(store.read(entry["name"]) or b"") == entry["digest"], entry["name"]


def test_why_and_check_look_at_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blog = Blog(tmp_path)
    assert main(arguments(blog)) == 0
    places = ["--site", str(blog.root), "--out", OUT, "--cache", str(tmp_path / "cache")]
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))
    capsys.readouterr()
    assert main(["why", "digest/2026-07.epub", "--now", NOW, *places]) == 0
    assert "content/posts/p1.md was edited" in capsys.readouterr().out
    main(["check", "feed", *places])
    assert "artifacts judged" in capsys.readouterr().out


def test_cache_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(Blog(tmp_path))) == 0
    Store(CACHE).write("notes.txt", b"not ours")
    capsys.readouterr()
    assert main(["cache", "info", "--cache", CACHE]) == 0
    assert f"{CACHE}: {len(Store(CACHE).list())} entries" in capsys.readouterr().out
    assert main(["cache", "clear", "--cache", CACHE]) == 0
    assert list(Store(CACHE).list()) == ["notes.txt"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://host/out", "is no address that we can write to"),
        ("https://host/out", "is no address that we can write to"),
        ("simplecache::s3://bucket", "is no address that we can write to"),
        ("s3://", "is no address that we can write to"),
        ("gs://bucket/out", "pip install 'exporter[cloud]' 'gcsfs'"),
        ("az://bucket/out", "pip install 'exporter[cloud]' 'adlfs>=2026.8'"),
    ],
)
def test_addresses_that_cannot_be(
    tmp_path: Path, url: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for scheme, package in {"gs": "gcsfs", "az": "adlfs"}.items():
        monkeypatch.setitem(sys.modules, package, None)  # not installed, and not found before
        monkeypatch.delitem(_registry, scheme, raising=False)
    assert main(arguments(Blog(tmp_path), out=url, cache=str(tmp_path / "cache"))) == 2
    assert said in capsys.readouterr().err
