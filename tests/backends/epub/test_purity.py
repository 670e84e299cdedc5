"""The same posts give the same bytes on any machine, and loading the backend costs little."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

PROGRAM = """
import hashlib
from tests.backends.epub.books import book, post
from tests.backends.epub.test_validity import HELD, RICH, nasty
from exporter.model.site import Site
for site in (Site(title="Notes", url="https://example.org/", language="en"), Site(title="帳", url="", language="ja")):
    print(hashlib.blake2b(book(nasty(), HELD, site=site).content).hexdigest())
"""


def run(program: str, **environment: str) -> str:
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_bytes_depend_on_nothing_but_the_posts() -> None:
    one = run(PROGRAM, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    other = run(PROGRAM, PYTHONHASHSEED="2", TZ="America/St_Johns", LC_ALL="POSIX")

    assert one == other
    assert one.count("\n") == 2


def test_loading_the_backend_loads_none_of_its_libraries() -> None:
    heavy = "{'ebooklib', 'PIL', 'latex2mathml', 'pygments', 'resvg_py'}"

    assert run(f"import sys, exporter.backends.epub; print(sorted({heavy} & set(sys.modules)))") == "[]\n"


def test_making_a_chapter_does_not_load_what_only_binds() -> None:
    program = (
        "import sys; from tests.backends.epub.books import make_part, post; make_part(post());"
        "print(sorted({'ebooklib', 'latex2mathml', 'resvg_py'} & set(sys.modules)))"
    )

    assert run(program) == "[]\n"
