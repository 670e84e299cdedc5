"""One preview for all tests of it, on a copy of the sample site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview.running import Running

ROOT = Path(__file__).parents[2]
CONFIG = """
[publications.feed]
backend = "feeds"

[publications.letter]
backend = "newsletter"
every = "week"

[publications.digest]
backend = "epub"
every = "month"
language = "en"

[publications.archive]
backend = "pdf"
enabled = false
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("preview")
    site = folder / "site"
    shutil.copytree(ROOT / "content", site)
    (site / "exporter.toml").write_text(CONFIG)
    command = [sys.executable, "-m", "exporter.cli", "preview", "--site", str(site), "--jobs", "1"]
    command += ["--cache", str(folder / "cache"), "--now", "2026-11-23T00:00:00Z"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    preview = Running(process, site)
    try:
        preview.settled()
        yield preview
    finally:
        preview.end()
