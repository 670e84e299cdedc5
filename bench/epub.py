"""One month as a book, against pandoc on the same posts and pictures: python -m bench.epub SITE [ISSUE] [PANDOC].

Figures are of whole process trees: CPU is user and system time, memory the largest process. The ratios are what counts;
all runs follow each other on one machine. The site is copied, and nothing is written to it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import exporter

COVER = re.compile(r"^\s+image:\s*[\"']?([^\"'\n]+)", re.MULTILINE)


class Cost(NamedTuple):
    """CPU seconds and peak megabytes."""

    cpu: float
    peak: float


def run(command: list[str]) -> Cost:
    """The cost of ``command`` and its children. Raises where it fails."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed: {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def build(site: Path, work: Path, issue: str) -> list[str]:
    """The command that builds the issue."""
    places = ["--site", str(site), "--out", str(work / "out"), "--cache", str(work / "cache")]
    moment = ["--now", "2100-01-01T00:00:00Z", "--jobs", "1"]
    return [sys.executable, "-m", "exporter.cli", "build", "digest", "--issue", issue, *places, *moment]


def posts_of(site: Path, out: Path) -> list[Path]:
    """The files that the built issue holds, in the manifest's order."""
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    book = next(entry for entry in manifest["artifacts"] if entry["name"].endswith(".epub"))
    return [site / name for name in book["inputs"]]


def plain_copy(post: Path, site: Path, folder: Path, number: int) -> Path:
    """The post for pandoc: its title and cover instead of its header."""
    text = post.read_text("utf-8")
    header, _, body = text.removeprefix("---").partition("\n---")
    title = next(
        (line[6:].strip(" \"'") for line in header.splitlines() if line.startswith("title:")), post.stem
    )
    found = COVER.search(header)
    cover = site / "static" / found[1].strip().lstrip("/") if found else None
    picture = f"![]({cover})\n\n" if cover and cover.is_file() else ""
    copy = folder / f"{number:04}.md"
    copy.write_text(f"# {title}\n\n{picture}{body}\n", "utf-8")
    return copy


def pandoc(program: str, posts: list[Path], out: Path) -> list[str]:
    """The command that makes one EPUB of ``posts``."""
    options = ["--metadata", "title=Month", "--toc", "--epub-chapter-level=1"]
    return [
        program,
        "-f",
        "markdown-yaml_metadata_block",
        "-t",
        "epub3",
        *options,
        "-o",
        str(out),
        *map(str, posts),
    ]


def main() -> None:
    # An installation is compiled; python may be told to leave no bytecode behind.
    subprocess.run([sys.executable, "-m", "compileall", "-q", exporter.__path__[0]], check=True)
    given, issue = Path(sys.argv[1]), (sys.argv[2:3] or ["2026-07"])[0]
    program = (sys.argv[3:4] or [shutil.which("pandoc") or ""])[0]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        site = work / "site"
        shutil.copytree(given, site, ignore=shutil.ignore_patterns(".git"))
        rows = {"cold": run(build(site, work, issue))}
        posts = posts_of(site, work / "out")
        rows["nothing changed"] = run(build(site, work, issue))
        with posts[len(posts) // 2].open("a", encoding="utf-8") as file:
            file.write("\nOne more paragraph.\n")
        rows["one post edited"] = run(build(site, work, issue))
        if program:
            folder = work / "plain"
            folder.mkdir()
            copies = [plain_copy(post, site, folder, number) for number, post in enumerate(posts)]
            rows["pandoc"] = run(pandoc(program, copies, work / "pandoc.epub"))
    base = rows.get("pandoc")
    print(f"{len(posts)} posts of {issue}")
    for what, cost in rows.items():
        ratio = f"{cost.cpu / base.cpu:6.3f} of pandoc's CPU" if base else ""
        print(f"{what:16} {cost.cpu:7.2f} s CPU {cost.peak:7.0f} MB  {ratio}")


if __name__ == "__main__":
    main()
