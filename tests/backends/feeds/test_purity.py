"""The same posts give the same bytes on any machine, and loading the backend costs little."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.backends.feeds.samples import ROOT

PROGRAM = """
import hashlib
from exporter.model.post import Author, Cover
from tests.backends.feeds.samples import COVER, RICH, files, post
posts = [post(str(n), RICH, tags=("b", "a", "c"), authors=(Author("A"), Author("B")), cover=Cover(COVER.url)) for n in range(3)]
for name, content in files(*posts, hub="https://hub.example/").items():
    print(name, hashlib.blake2b(content).hexdigest())
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
    assert one.count("\n") == 3


def test_loading_the_backend_loads_neither_feedgen_nor_pygments() -> None:
    program = "import sys, exporter.backends.feeds; print(sorted({'feedgen', 'pygments'} & set(sys.modules)))"
    assert run(program) == "[]\n"
