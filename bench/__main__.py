"""Every comparison of bench/ in one run: python -m bench SITE [PANDOC]. Figures are printed as a table and drawn to
docs/images/performance.svg.

CPU is user and system time of a process tree, memory the largest process of it. Other programs on the machine shift all
figures; what counts are ratios, and those of one run.
"""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from bench import epub
from bench.chart import Bar, draw
from bench.feeds import Bench, Cost, made_up, measure, median, prepared

NOW = "2026-11-23T00:00:00Z"
ROUNDS = 3
CHART = Path(__file__).parent.parent / "docs" / "images" / "performance.svg"


class Row(NamedTuple):
    """A measured cost against a target: ``got`` and ``target`` are seconds, or a ratio to ``peer``."""

    what: str
    cost: Cost
    got: float
    target: float
    unit: str


def exporter(bench: Bench, *words: str, out: str = "dist") -> Cost:
    """One call of ours."""
    places = [
        "--site",
        bench.site,
        "--out",
        bench.folder / out,
        "--cache",
        bench.folder / "cache",
        "--now",
        NOW,
    ]
    return measure([sys.executable, "-m", "exporter.cli", "build", *words, *places])


def edit(bench: Bench, run: Callable[[], Cost]) -> Cost:
    """``run`` after one of the newest posts got another word."""
    bench.edits += 1
    newest = sorted((bench.site / "content").rglob("*.md"), key=lambda path: path.name)[-1]
    with newest.open("a", encoding="utf-8") as file:
        file.write(f"\nEdit {bench.edits}.\n")
    return run()


def times(run: Callable[[], Cost]) -> Cost:
    return median([run() for _ in range(ROUNDS)])


def startup() -> list[Row]:
    help_ = times(lambda: measure([sys.executable, "-m", "exporter.cli", "--help"]))
    return [Row("--help", help_, help_.wall, 0.15, "s wall")]


def feeds(bench: Bench) -> list[Row]:
    hugo = times(bench.hugo)
    cold, edited = times(bench.cold), times(bench.edited)
    still = times(bench.ours)
    return [
        Row("Hugo, feed only", hugo, 1.0, 1.0, "of Hugo's CPU"),
        Row("feed, cold", cold, cold.cpu / hugo.cpu, 0.5, "of Hugo's CPU"),
        Row("feed, one post edited", edited, edited.cpu / hugo.cpu, 0.3, "of Hugo's CPU"),
        Row("feed, nothing changed", still, still.cpu / hugo.cpu, 0.15, "of Hugo's CPU"),
    ]


def months(bench: Bench, pandoc: str) -> list[Row]:
    """The EPUB of 2026-07; cold means without a cache."""
    shutil.rmtree(bench.folder / "cache", ignore_errors=True)
    cold = exporter(bench, "digest", "--issue", "2026-07", out="month")
    posts = epub.posts_of(bench.site, bench.folder / "month")
    peer, cpu, unit = _pandoc(bench, pandoc, posts) if pandoc else ([], 1.0, "s CPU")
    posts[-1].write_text(posts[-1].read_text("utf-8") + "\nAn edit.\n", "utf-8")
    edited = exporter(bench, "digest", "--issue", "2026-07", out="month")
    return [
        *peer,
        Row("EPUB of a month, cold", cold, cold.cpu / cpu, 0.25, unit),
        Row("EPUB of a month, one post edited", edited, edited.cpu / cpu, 0.05, unit),
    ]


def _pandoc(bench: Bench, program: str, posts: list[Path]) -> tuple[list[Row], float, str]:
    folder = bench.folder / "plain"
    folder.mkdir()
    copies = [epub.plain_copy(post, bench.site, folder, n) for n, post in enumerate(posts)]
    made = measure(epub.pandoc(program, copies, bench.folder / "pandoc.epub"))
    return [Row("pandoc, EPUB of a month", made, 1.0, 1.0, "of pandoc's CPU")], made.cpu, "of pandoc's CPU"


def together(bench: Bench) -> list[Row]:
    wanted = ("feed", "digest", "letter")
    exporter(bench, *wanted)
    edited = times(lambda: edit(bench, lambda: exporter(bench, *wanted)))
    still = times(lambda: exporter(bench, *wanted))
    return [
        Row("feed, month and letter, one edit", edited, edited.wall, 1.2, "s wall"),
        Row("the same, nothing changed", still, still.wall, 0.25, "s wall"),
    ]


def many(folder: Path, posts: int) -> list[Row]:
    bench = made_up(folder, posts)
    exporter(bench, "feed")
    looked = exporter(bench, "feed", "--strict", "--issue", "latest")
    still = exporter(bench, "feed")
    unit = "ms a post"
    return [
        Row(f"{posts:,} posts, scan and plan", looked, looked.cpu / posts * 1000, 0.05, unit),
        Row(f"{posts:,} posts, nothing changed", still, still.cpu / posts * 1000, 0.05, unit),
    ]


def show(rows: list[Row]) -> list[Row]:
    """At once: a run that is cut short has not been for nothing."""
    for row in rows:
        cells = f"{row.cost.cpu:.2f} | {row.cost.wall:.2f} | {row.cost.memory:.0f}"
        print(f"| {row.what} | {cells} | {row.got:.3f} {row.unit} | {row.target} |", flush=True)
    return rows


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    pandoc = sys.argv[2] if len(sys.argv) > 2 else shutil.which("pandoc") or ""
    with tempfile.TemporaryDirectory() as name:
        bench = prepared(Path(name) / "blog", Path(sys.argv[1]))
        print(f"Python {platform.python_version()}, {platform.machine()}; hugo {version('hugo')}\n")
        print("| work | CPU s | wall s | MB | | target |\n|---|--:|--:|--:|--:|--:|")
        rows = [*show(startup()), *show(feeds(bench)), *show(months(bench, pandoc))]
        rows += [*show(many(Path(name) / "many", 20_000)), *show(together(bench))]
    bars = [
        Bar(row.what, row.got / row.target, f"{row.got:.2f} {row.unit}") for row in rows if row.target != 1.0
    ]
    CHART.write_text(draw("Measured cost against its target (1 = the target)", bars), "utf-8")


if __name__ == "__main__":
    main()
