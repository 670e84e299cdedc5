"""What all reading systems are given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site's books."""
    out = tmp_path_factory.mktemp("books")
    command = [
        sys.executable,
        "-m",
        "exporter.cli",
        "build",
        "digest",
        "--site",
        "content",
        "--now",
        "2026-11-23T00:00:00Z",
    ]
    command += ["--out", str(out / "dist"), "--cache", str(out / "cache"), "--jobs", "1"]
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    return out / "dist" / "digest"
