"""The whole of a year of the first user's blog, 15,000 pages in several volumes: nothing is lost, every number is true."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.pages import Pages
from tests.test_acceptance import NEGI, NOW, export, needs_negi
from tests.volumes import Entry, disagreements, listed, lost_lines


@needs_negi
@pytest.mark.heavy
def test_every_post_of_the_year_is_whole_in_one_of_its_volumes(tmp_path: Path) -> None:
    done = export(
        tmp_path / "dist", "archive", "--issue", "2026", "--site", str(NEGI), cache=tmp_path / "cache"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [row for row in listed(str(NEGI), NOW) if row["published"].startswith("2026")]
    assert len(rows) > 1800
    volumes = sorted((tmp_path / "dist" / "archive").glob("2026-*.pdf"))
    assert len(volumes) > 4
    for path in volumes:
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
        with Pages(path) as volume:
            count = len(list(volume.lines(range(2, volume.body))))
            mine, rows = rows[:count], rows[count:]
            assert list(disagreements(volume, [Entry(row["title"], row["tags"]) for row in mine])) == []
            assert list(lost_lines(volume, [NEGI / row["source"] for row in mine])) == []
    assert rows == []
