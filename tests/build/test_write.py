"""The output goes from one whole state to the next; what is not ours is never touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from exporter.build import changes
from exporter.build.cache import content_digest
from exporter.build.report import Row
from exporter.build.write import REPORT, FolderOutput
from exporter.errors import OutputError, UnsafePathError
from exporter.model.manifest import MANIFEST, Entry

State = dict[str, bytes]


def row(name: str, content: bytes) -> Row:
    return Row(
        publication=name.partition("/")[0], issue="i", name=name, media_type="text/plain",
        digest=content_digest(content), size=len(content), count=0, unit="",
    )  # fmt: skip


def build(
    root: Path, files: State, stale: Callable[[str], bool] = lambda _: True
) -> tuple[dict[str, str], tuple[str, ...]]:
    """One build that makes ``files``: the state of each, and what was removed."""
    output = FolderOutput(root)
    try:
        states, entries = {}, []
        for name, content in files.items():
            made = row(name, content)
            states[name] = output.state_of(made)
            if states[name] != "same":
                output.write(name, content)
            entries.append(
                Entry(
                    name=name, publication=made.publication, issue="i", media_type="text/plain",
                    digest=made.digest, size=made.size,
                )
            )  # fmt: skip
        return states, output.finish(entries, is_stale=lambda entry: stale(entry.name), report=b"{}")
    finally:
        output.close()


def lying(root: Path) -> State:
    """All files below ``root``, our own accounts aside."""
    found = {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    return {name: content for name, content in found.items() if name not in {MANIFEST, REPORT}}


def ours(root: Path) -> list[str]:
    return [entry["name"] for entry in json.loads((root / MANIFEST).read_text())["artifacts"]]


@pytest.fixture(params=["swap", "journal"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output folder that is exchanged whole, and one where that cannot be done."""
    if request.param == "journal":

        def refused(*_: object) -> None:
            raise OSError("no exchange here")

        monkeypatch.setattr("exporter.build.write.swap", refused)
    return tmp_path / "deep" / "dist"


def leftovers(root: Path) -> list[str]:
    return [p.name for p in (*root.parent.glob(".*"), *root.glob(".*"))]


def test_artifacts_a_manifest_and_a_report_are_written(root: Path) -> None:
    states, removed = build(root, {"feed/rss.xml": b"1", "digest/2026-07.epub": b"2"})
    assert states == {"feed/rss.xml": "new", "digest/2026-07.epub": "new"}
    assert removed == ()
    assert lying(root) == {"feed/rss.xml": b"1", "digest/2026-07.epub": b"2"}
    assert ours(root) == ["digest/2026-07.epub", "feed/rss.xml"]
    assert (root / REPORT).read_bytes() == b"{}"
    assert leftovers(root) == []


def test_what_is_the_same_is_left_as_it_lies(root: Path) -> None:
    build(root, {"a/x": b"1", "a/y": b"1"})
    before = (root / "a/x").stat()
    states, _ = build(root, {"a/x": b"1", "a/y": b"2"})
    after = (root / "a/x").stat()
    assert states == {"a/x": "same", "a/y": "changed"}
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert lying(root) == {"a/x": b"1", "a/y": b"2"}


def test_a_build_with_nothing_to_do_touches_nothing(root: Path) -> None:
    build(root, {"a/x": b"1"})
    before = {p: p.stat().st_mtime_ns for p in (root, *root.rglob("*"))}
    build(root, {"a/x": b"1"})
    assert {p: p.stat().st_mtime_ns for p in (root, *root.rglob("*"))} == before


def test_what_is_no_longer_made_goes_with_its_empty_folder(root: Path) -> None:
    build(root, {"a/x": b"1", "b/c/y": b"1", "b/z": b"1"})
    _, removed = build(root, {"b/z": b"1"})
    assert sorted(removed) == ["a/x", "b/c/y"]
    assert lying(root) == {"b/z": b"1"}
    assert not (root / "a").exists()
    assert ours(root) == ["b/z"]


def test_what_other_builds_made_stays_in_place_and_in_the_manifest(root: Path) -> None:
    build(root, {"feed/x": b"1", "digest/y": b"1"})
    build(root, {"feed/x": b"2"}, stale=lambda _: False)
    assert lying(root) == {"feed/x": b"2", "digest/y": b"1"}
    assert ours(root) == ["digest/y", "feed/x"]


def test_what_is_not_ours_is_never_touched(root: Path) -> None:
    foreign = {
        "index.html": b"site",
        "a/note.txt": b"mine",
        "empty/.keep": b"",
        ".hidden": b"h",
        "b/deep/x": b"y",
    }
    for name, content in foreign.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "bare").mkdir()
    (root / "link").symlink_to("index.html")
    (root / "index.html").chmod(0o640)
    kept = {p: p.lstat().st_ino for p in root.rglob("*") if not p.is_dir()}
    build(root, {"a/x": b"1"})
    build(root, {"b/y": b"2"})
    build(root, {})
    assert {p: p.lstat().st_ino for p in kept} == kept
    assert lying(root) == {**foreign, "link": b"site"}
    assert (root / "bare").is_dir()
    assert (root / "link").is_symlink()
    assert (root / "index.html").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["a/x", MANIFEST, REPORT])
def test_a_file_of_somebody_else_is_not_overwritten(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True)
    (root / name).write_text('{"name": "A web application", "icons": []}')
    with pytest.raises(OutputError, match="no build of ours has made it"):
        build(root, {"a/x": b"1"})
    assert (root / name).read_text() == '{"name": "A web application", "icons": []}'
    assert leftovers(root) == []


def test_a_damaged_manifest_makes_nothing_ours(root: Path) -> None:
    build(root, {"a/x": b"1"})
    (root / MANIFEST).write_text('{"version": 1, "artifacts": [{"na')
    with pytest.raises(OutputError):
        build(root, {})
    assert lying(root) == {"a/x": b"1"}


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\\x", "", "C:/x", "a\0b"])
def test_an_artifact_cannot_leave_the_folder(root: Path, name: str) -> None:
    output = FolderOutput(root)
    with pytest.raises(UnsafePathError):
        output.write(name, b"1")
    with pytest.raises(UnsafePathError):
        output.state_of(row(name, b"1"))
    output.close()


def test_a_folder_that_links_outside_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    root.mkdir(parents=True)
    (root / "feed").symlink_to(tmp_path / "outside")
    with pytest.raises(UnsafePathError):
        build(root, {"feed/x": b"1"})
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_manifest_that_names_files_outside_removes_none(root: Path, tmp_path: Path) -> None:
    build(root, {"a/x": b"1"})
    (tmp_path / "deep" / "secret").write_text("s")
    text = (root / MANIFEST).read_text().replace("a/x", "../secret")
    (root / MANIFEST).write_text(text)
    build(root, {})
    assert (tmp_path / "deep" / "secret").read_text() == "s"


@pytest.mark.parametrize(
    "content",
    [
        b'{"version":1,"artifacts":' + b"[" * 100_000,
        b'{"version":1,"artifacts":[],"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"version":1,"artifacts":[{"name":"\xff"}]}',
        b'{"version":%d,"artifacts":[]}' % 10**400,
        "[]".encode("utf-16"),
    ],
)
def test_a_manifest_of_anything_at_all_makes_nothing_ours(root: Path, content: bytes) -> None:
    (root / "feed").mkdir(parents=True)
    (root / "feed" / "rss.xml").write_bytes(b"theirs")
    (root / MANIFEST).write_bytes(content)
    with pytest.raises(OutputError, match="no build of ours has made it"):
        build(root, {"feed/rss.xml": b"ours"})
    assert (root / "feed" / "rss.xml").read_bytes() == b"theirs"


def test_a_manifest_that_is_a_pipe_is_not_waited_for(root: Path) -> None:
    root.mkdir(parents=True)
    os.mkfifo(root / MANIFEST)
    with pytest.raises(OutputError, match="no build of ours has made it"):
        build(root, {"feed/rss.xml": b"ours"})


@pytest.mark.parametrize("name", ["a" * 70_000, "/".join("a" * 3000), "feed", ".", "a\0b"])
def test_a_manifest_that_names_what_can_be_no_file_ends_nothing(root: Path, name: str) -> None:
    build(root, {"feed/rss.xml": b"1"})
    manifest = json.loads((root / MANIFEST).read_text())
    manifest["artifacts"].append({**manifest["artifacts"][0], "name": name})
    (root / MANIFEST).write_text(json.dumps(manifest))
    output = FolderOutput(root)
    assert [entry.name for entry in output.standing()] == ["feed/rss.xml"]
    output.close()
    build(root, {"feed/rss.xml": b"2"})
    assert lying(root) == {"feed/rss.xml": b"2"}


@pytest.mark.parametrize("stolen", ["../../../secret", "SECRET", "link"])
def test_a_journal_that_came_with_the_folder_fetches_nothing_from_outside(
    root: Path, tmp_path: Path, stolen: str
) -> None:
    secret, staging = tmp_path / "secret", root / ".staging"
    secret.write_text("kept")
    staging.mkdir(parents=True)
    (staging / "link").symlink_to(secret)
    (staging / "manifest").symlink_to(secret)
    puts = {"a.txt": stolen.replace("SECRET", str(secret))}
    listed = changes.Changes(puts=puts, removes=(), manifest="{}", interim="{}")
    (staging / changes.JOURNAL).write_bytes(msgspec.json.encode(listed))
    build(root, {"feed/rss.xml": b"1"})
    assert lying(root) == {"feed/rss.xml": b"1"}
    assert secret.read_text() == "kept"


def test_a_journal_is_written_into_no_link(root: Path, tmp_path: Path) -> None:
    secret, staging = tmp_path / "secret", root / ".staging"
    secret.write_text("kept")
    staging.mkdir(parents=True)
    (staging / "manifest").symlink_to(secret)
    listed = changes.Changes(puts={}, removes=(), manifest='{"version":1,"artifacts":[]}', interim="{}")
    (staging / changes.JOURNAL).write_bytes(msgspec.json.encode(listed))
    build(root, {"feed/rss.xml": b"1"})
    assert secret.read_text() == "kept"


def test_what_is_staged_goes_into_no_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    root.mkdir(parents=True)
    (root / ".staging").symlink_to(tmp_path / "outside")
    with pytest.raises(OutputError, match="is a link"):
        build(root, {"feed/rss.xml": b"1"})
    assert not list((tmp_path / "outside").iterdir())


def test_an_artifact_that_somebody_deleted_is_made_again(root: Path) -> None:
    build(root, {"a/x": b"1"})
    (root / "a/x").unlink()
    states, _ = build(root, {"a/x": b"1"})
    assert (states, lying(root)) == ({"a/x": "changed"}, {"a/x": b"1"})


def test_names_as_long_as_the_disk_takes(root: Path) -> None:
    name = f"newsletter/{'夏' * 80}.html"
    build(root, {name: b"1"})
    assert lying(root) == {name: b"1"}


class Killed(BaseException):
    """What a test does to a build in the middle of its work."""


OLD = {"a/x": b"old", "a/y": b"old", "b/z": b"old"}
NEW = {"a/x": b"new", "a/y": b"new", "c/w": b"new"}


def kill_at(monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """The build dies at its ``call``-th move of a file or folder."""
    moves = 0

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def move(*arguments: object, **named: object) -> object:
            nonlocal moves
            moves += 1
            if moves == call:
                raise Killed
            return original(*arguments, **named)

        return move

    for owner, name in ((Path, "replace"), (Path, "rename"), (Path, "unlink"), (changes, "exchange")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    monkeypatch.setattr(FolderOutput, "close", lambda self: os.close(self._hold))  # nothing is tidied either


@pytest.mark.parametrize("call", range(1, 12))
def test_a_killed_build_leaves_whole_files_and_the_next_one_mends_all(
    root: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, call: int
) -> None:
    build(root, OLD)
    with monkeypatch.context() as patch:
        kill_at(patch, call)
        try:
            build(root, NEW)
        except Killed:
            pass
        else:
            assert lying(root) == NEW  # it had fewer moves to make
    seen = {name: content for name, content in lying(root).items() if not name.startswith(".")}
    assert all(content in {b"old", b"new"} for content in seen.values())
    if request.node.callspec.params["root"] == "swap":
        assert seen in (OLD, NEW)
    build(root, NEW)
    assert lying(root) == NEW
    assert ours(root) == sorted(NEW)
    assert leftovers(root) == []


def test_an_interrupted_build_changes_nothing(root: Path) -> None:
    build(root, OLD)
    output = FolderOutput(root)
    output.write("a/x", b"new")
    output.close()
    assert lying(root) == OLD
    assert leftovers(root) == []


def test_two_builds_at_once_both_count(root: Path) -> None:
    build(root, {"feed/x": b"1"})
    first, second = FolderOutput(root), FolderOutput(root)
    for output, name in ((first, "digest/y"), (second, "letter/z")):
        output.write(name, b"2")
        output.finish(
            [
                Entry(
                    name=name,
                    publication="p",
                    issue="i",
                    media_type="text/plain",
                    digest=content_digest(b"2"),
                    size=1,
                )
            ],
            is_stale=lambda _: False,
            report=b"{}",
        )
    first.close()
    second.close()
    assert lying(root) == {"feed/x": b"1", "digest/y": b"2", "letter/z": b"2"}
    assert ours(root) == ["digest/y", "feed/x", "letter/z"]
    assert leftovers(root) == []


def test_two_first_builds_at_once_agree_that_it_is_theirs(root: Path) -> None:
    """Neither takes what the other has made since it began for a file of somebody else."""
    first = FolderOutput(root)
    build(root, OLD)
    made = [row(name, content) for name, content in OLD.items()]
    assert {first.state_of(one) for one in made} == {"same"}
    (root / "b").mkdir(exist_ok=True)
    (root / "b" / "foreign").write_bytes(b"not ours")
    with pytest.raises(OutputError, match="no build of ours"):
        first.state_of(row("b/foreign", b"1"))


def test_two_builds_at_once_of_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = FolderOutput(tmp_path)
    with pytest.raises(OutputError, match="another build is writing") as error:
        FolderOutput(tmp_path)
    assert "Wait" in error.value.hint
    first.close()
    build(tmp_path, OLD)
    assert lying(tmp_path) == OLD


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for root in (tmp_path / "file", tmp_path / "file" / "dist"):
        with pytest.raises(OutputError, match="cannot be written") as error:
            build(root, {"a/x": b"1"})
        assert "--out" in error.value.hint


def test_the_output_may_be_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "dist"
    root.mkdir(parents=True)
    monkeypatch.chdir(root)
    build(Path(), {"a/x": b"1"})
    build(Path(), {"a/x": b"2"})
    assert lying(root) == {"a/x": b"2"}
    assert Path("a/x").read_bytes() == b"2"
