"""The preview in a browser without a window: every work is shown, a book is paged through, an edit turns up."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.preview.running import Running

HERE = Path(__file__).parent

pytestmark = [pytest.mark.slow]


def test_every_work_is_shown_and_an_edit_turns_up(running: Running) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert browser, "apt install chromium"
    post = next(path for path in running.site.rglob("*.md") if "紙の目を聞く" in path.read_text())
    command = ["node", str(HERE / "drive.mjs"), running.base, browser, str(post), "いま書き足した。"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told["works"]) == 7
    assert set(told["shown"]) == set(told["works"])
    # A book opens at its cover, a picture.
    assert min(length for work, length in told["shown"].items() if not work.endswith(".epub")) > 200
    assert told["chapters"] == told["spine"] > 3
    # A picture of another site is not fetched, and the browser says so.
    assert [error for error in told["errors"] if "example.com" not in error] == []
