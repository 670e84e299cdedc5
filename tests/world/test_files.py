"""No name leads out of its root; the disk, a survey of it and the twin in memory answer alike."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import ExportError, UnsafePathError
from exporter.world.files import DiskFiles, Files, confine
from exporter.world.memory import MemoryFiles
from exporter.world.survey import survey
from exporter.world.surveyed import SurveyedFiles

CONTENT = {
    "a.md": b"a",
    "b/c.md": b"cc",
    "b/d/e.md": b"eee",
    "b-c.md": b"-",
    "b.md": b".",
    "夏/祭.md": "日本".encode(),
    "Z.md": b"Z",
    ".hidden": b"h",
    "b/.folder/x": b"g",
    "empty": b"",
}
VISIBLE = ["Z.md", "a.md", "b-c.md", "b.md", "b/c.md", "b/d/e.md", "empty", "夏/祭.md"]
OUTSIDE = [
    "", "/", "/etc/passwd", "//etc/passwd", "..", "../x", "b/../../x", "b/..", "a\0b", "b\\c.md", "..\\x", "C:", "C:/x", "c:x",
    "file:x",
]  # fmt: skip


def on_disk(root: Path) -> Files:
    for name, content in CONTENT.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return DiskFiles(root)


def surveyed(root: Path) -> Files:
    on_disk(root)
    return SurveyedFiles(survey(root))


def in_memory(root: Path) -> Files:
    return MemoryFiles(CONTENT)


@pytest.fixture(params=[on_disk, surveyed, in_memory], ids=["disk", "survey", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    make: Callable[[Path], Files] = request.param
    return make(tmp_path)


def test_files_are_read_whole(files: Files) -> None:
    assert {name: files.read(name) for name in CONTENT} == CONTENT
    assert files.read("./b//d/./e.md") == b"eee"


def test_walks_are_in_code_point_order_and_pass_over_dot_files(files: Files) -> None:
    assert list(files.walk()) == VISIBLE == sorted(VISIBLE)
    assert list(files.walk("b")) == list(files.walk("b/")) == ["b/c.md", "b/d/e.md"]
    assert list(files.walk("夏")) == ["夏/祭.md"]
    assert list(files.walk("b/.folder")) == ["b/.folder/x"]


def test_a_folder_that_is_not_there_is_empty(files: Files) -> None:
    assert list(files.walk("nothing")) == list(files.walk("a.md")) == list(files.walk("b/c")) == []


def test_stat_tells_the_size_of_files_alone(files: Files) -> None:
    sizes = {name: found.size for name in CONTENT if (found := files.stat(name))}
    assert sizes == {name: len(content) for name, content in CONTENT.items()}
    assert [files.stat(name) for name in ("b", "nothing", "a.md/x")] == [None] * 3


def test_what_is_not_there_cannot_be_read(files: Files) -> None:
    for name in ("nothing", "b/nothing", "a.md/x"):
        with pytest.raises((FileNotFoundError, NotADirectoryError)):
            files.read(name)
    with pytest.raises((OSError, ExportError)):
        files.read("b")


def test_no_more_is_read_than_was_asked_for(files: Files) -> None:
    assert files.read("b/d/e.md", 3) == b"eee"
    with pytest.raises(ExportError, match="3 bytes; the limit is 2"):
        files.read("b/d/e.md", 2)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leaves_the_root_is_refused(files: Files, name: str) -> None:
    with pytest.raises(UnsafePathError):
        files.read(name)
    assert files.stat(name) is None
    if name:
        with pytest.raises(UnsafePathError):
            list(files.walk(name))


@pytest.mark.parametrize("name", OUTSIDE)
def test_confine_refuses_it_as_well(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafePathError):
        confine(tmp_path, name)


@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(["..", ".", "", "a", "b\\", "\0", "C:"]), max_size=6).map("/".join)
)
def test_whatever_the_name_the_path_is_inside(name: str) -> None:
    root = Path(__file__).parent
    try:
        path = confine(root, name)
    except UnsafePathError:
        return
    assert path.is_relative_to(root.resolve())


def test_names_that_only_look_alike_are_outside(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site-secret").mkdir()
    (tmp_path / "site-secret" / "x").write_text("x")
    (tmp_path / "site" / "link").symlink_to(tmp_path / "site-secret" / "x")
    with pytest.raises(UnsafePathError, match="leads out"):
        confine(tmp_path / "site", "link")
    with pytest.raises(UnsafePathError):
        confine(tmp_path / "site", "../site-secret/x")


def test_dots_and_colons_within_a_name_are_fine(tmp_path: Path) -> None:
    assert confine(tmp_path, "a/b:c..d/...e") == tmp_path.resolve() / "a/b:c..d/...e"


@pytest.fixture(params=[DiskFiles, lambda root: SurveyedFiles(survey(root))], ids=["disk", "survey"])
def linked(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    """A site with links of every kind, beside a secret."""
    (tmp_path / "secret").write_text("s")
    root = tmp_path / "site"
    (root / "folder").mkdir(parents=True)
    (root / "folder" / "real.md").write_text("r")
    for name, target in {
        "in.md": "folder/real.md",
        "absolute.md": str(root / "folder" / "real.md"),
        "chain.md": "in.md",
        "out.md": "../secret",
        "out-chain.md": "out.md",
        "gone.md": "nothing",
        "self.md": "self.md",
        "ping": "pong",
        "pong": "ping",
        "loop": "folder",
        "folder/up": "..",
        "etc": "/etc",
    }.items():
        (root / name).symlink_to(target)
    make: Callable[[Path], Files] = request.param
    return make(root)


def test_links_that_stay_inside_are_files(linked: Files) -> None:
    assert list(linked.walk()) == ["absolute.md", "chain.md", "folder/real.md", "in.md"]
    assert [linked.read(name) for name in ("in.md", "absolute.md", "chain.md", "loop/real.md")] == [b"r"] * 4


@pytest.mark.parametrize("name", ["out.md", "out-chain.md", "etc/passwd", "self.md", "ping"])
def test_links_that_lead_out_or_nowhere_are_not_followed(linked: Files, name: str) -> None:
    assert linked.stat(name) is None
    with pytest.raises((UnsafePathError, OSError)):
        linked.read(name)


def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    files = DiskFiles(tmp_path)
    assert list(files.walk()) == []
    assert files.stat("pipe.md") is None
    with pytest.raises(ExportError, match="not a regular file"):
        files.read("pipe.md")


def test_a_name_that_is_no_text_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.md")).write_text("x")
    (tmp_path / "ok.md").write_text("x")
    for files in (DiskFiles(tmp_path), SurveyedFiles(survey(tmp_path))):
        assert list(files.walk()) == ["ok.md"]


def test_what_is_passed_over_is_told_with_the_reason(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "posts").mkdir(parents=True)
    (root / ".hidden").mkdir()
    (root / "a.md").write_text("x")
    (tmp_path / "out.md").write_text("x")
    (root / os.fsdecode(b"\xff.md")).write_text("x")
    (root / "out.md").symlink_to("../out.md")
    (root / "nowhere.md").symlink_to("gone.md")
    (root / "inside.md").symlink_to("a.md")
    (root / "folder").symlink_to("posts")
    (root / ".hidden" / "out.md").symlink_to("../../out.md")
    assert dict(SurveyedFiles(survey(root)).missed()) == {
        "folder": "a link to a folder",
        "nowhere.md": "a link that leads nowhere",
        "out.md": "a link that leads out of the site",
        os.fsdecode(b"\xff.md"): "its name is not UTF-8",
    }


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()

    def scandir(path: str) -> Any:
        if path.endswith("closed"):
            raise PermissionError(path)
        return real(path)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    assert dict(SurveyedFiles(survey(tmp_path)).missed()) == {"closed": "the folder cannot be listed"}


def test_a_name_too_long_for_the_disk_is_not_there(tmp_path: Path) -> None:
    assert DiskFiles(tmp_path).stat("x" * 5000) is None


def test_a_root_that_is_itself_a_link_is_a_root(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text("a")
    (tmp_path / "site").symlink_to("real")
    assert DiskFiles(tmp_path / "site").read("a.md") == b"a"


def test_a_changed_file_has_another_stat(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("a")
    before = DiskFiles(tmp_path).stat("a.md")
    os.utime(path, ns=(1, 1))
    assert DiskFiles(tmp_path).stat("a.md") != before
