"""The declarations that were compiled beforehand, and what happens where they are of another WeasyPrint."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "scripts/compile-pango"
KEPT = Path(__file__).parents[3] / "exporter/backends/pdf/pango.json"
LOAD = """
import sys, json
from pathlib import Path
from exporter.backends.pdf import compiled
if sys.argv[1:]:
    compiled._COMPILED = Path(sys.argv[1])
from exporter.backends.pdf.loading import load_weasyprint
load_weasyprint()
from exporter.backends.pdf.installed import font_file
print("pycparser" in sys.modules, "cffi" in sys.modules, font_file("Noto Sans CJK JP", 0, 400)[0])
"""


def run(*words: str | Path, seed: str = "0") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", *words], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout


def test_what_is_kept_is_what_the_script_makes_of_the_weasyprint_that_is_installed() -> None:
    words = "import runpy, sys; print('made', runpy.run_path(sys.argv[1])['compiled'](), sep='\\n', end='')"
    for seed in ("1", "2"):
        _, _, made = run(words, SCRIPT, seed=seed).partition("made\n")
        assert made == KEPT.read_text("ascii"), "run scripts/compile-pango"


def test_no_declaration_is_parsed() -> None:
    parsed, loaded, font = run(LOAD).split()
    assert (parsed, loaded) == ("False", "False")
    assert Path(font).is_file()


def test_declarations_of_another_weasyprint_are_parsed(tmp_path: Path) -> None:
    other = tmp_path / "pango.json"
    other.write_text(KEPT.read_text("ascii").replace('"of": "', '"of": "0', 1))
    parsed, loaded, font = run(LOAD, other).split()
    assert (parsed, loaded) == ("True", "True")
    assert Path(font).is_file()
