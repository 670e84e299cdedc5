from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from exporter.checks import check_output
from exporter.model.manifest import MANIFEST, Entry, Manifest


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """An output folder of one file and its manifest."""
    content = b"body { color: black }"
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed" / "feed.css").write_bytes(content)
    entry = Entry(
        name="feed/feed.css",
        publication="feed",
        issue="latest",
        media_type="text/css",
        digest=sha256(content).hexdigest(),
        size=len(content),
    )
    (tmp_path / MANIFEST).write_bytes(msgspec.json.encode(Manifest(artifacts=(entry,))))
    return tmp_path


def test_what_lies_as_it_was_built_is_passed_over(built: Path) -> None:
    assert check_output(built, ())[0] == ()


@pytest.mark.parametrize("how", ["gone", "a folder", "a broken link"])
def test_an_artifact_that_cannot_be_read_is_named_and_the_others_judged(built: Path, how: str) -> None:
    path = built / "feed" / "feed.css"
    path.unlink()
    if how == "a folder":
        path.mkdir()
    elif how == "a broken link":
        path.symlink_to("nowhere")
    (found,) = check_output(built, ())[0]
    assert (found.code, found.severity, found.span.source) == ("B909", "error", "feed/feed.css")


def test_bytes_that_were_not_built_are_told(built: Path) -> None:
    (built / "feed" / "feed.css").write_bytes(b"body { color: red }")
    (found,) = check_output(built, ("feed",))[0]
    assert (found.code, found.severity) == ("B910", "warning")
    assert check_output(built, ("digest",))[0] == ()
