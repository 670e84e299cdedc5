"""Every comparison of bench/ in one run: python -m bench SITE [--volumes]. Figures are printed as a table and drawn to
docs/images/performance.svg; with ``--volumes`` PDF too, which takes an hour of two cores.

CPU is user and system time of a process tree, memory the largest process of it. Other programs on the machine shift all
figures; what counts are ratios, and those of one run.
"""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from bench import epub, growth, peers, volumes
from bench.chart import Bar, draw
from bench.feeds import Bench, Cost, made_up, measure, prepared
from bench.rows import Row, edit, show, times

NOW = "2026-11-23T00:00:00Z"
CHART = Path(__file__).parent.parent / "docs" / "images" / "performance.svg"


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


def startup() -> list[Row]:
    help_ = times(lambda: measure([sys.executable, "-m", "exporter.cli", "--help"]))
    return [Row("--help", help_, help_.wall, 0.15, "s wall")]


def feeds(bench: Bench) -> list[Row]:
    hugo = times(bench.hugo)
    cold, edited = times(bench.cold), times(bench.edited)
    still = times(bench.ours)
    pelican = [Row("Pelican, feeds only", peers.pelican(bench), 1.0, 1.0, "")] if peers.TOOLS.is_dir() else []
    return [
        *pelican,
        Row("Hugo, feed only", hugo, 1.0, 1.0, "of Hugo's CPU"),
        Row("feed, cold", cold, cold.cpu / hugo.cpu, 0.5, "of Hugo's CPU"),
        Row("feed, one post edited", edited, edited.cpu / hugo.cpu, 0.3, "of Hugo's CPU"),
        Row("feed, nothing changed", still, still.cpu / hugo.cpu, 0.15, "of Hugo's CPU"),
    ]


def months(bench: Bench, pandoc: str) -> list[Row]:
    """The EPUB of 2026-07, by one process as pandoc is one; cold means without a cache."""
    shutil.rmtree(bench.folder / "cache", ignore_errors=True)
    cold = exporter(bench, "digest", "--issue", "2026-07", "--jobs", "1", out="month")
    posts = epub.posts_of(bench.site, bench.folder / "month")
    peer, cpu, unit = _pandoc(bench, pandoc, posts) if pandoc else ([], 1.0, "s CPU")
    posts[-1].write_text(posts[-1].read_text("utf-8") + "\nAn edit.\n", "utf-8")
    edited = exporter(bench, "digest", "--issue", "2026-07", "--jobs", "1", out="month")
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


def letter(bench: Bench) -> list[Row]:
    """A week whose parts are cached: under another title it is bound anew."""
    config = bench.folder / "letter.toml"
    places = ["--site", bench.site, "--cache", bench.folder / "cache", "--out", bench.folder / "letters"]
    command = [sys.executable, "-m", "exporter.cli", "build", "letter", *places, "--config", config]

    def bind() -> Cost:
        bench.edits += 1
        title = f'title = "Week {bench.edits}"'
        config.write_text(f'[publications.letter]\nbackend = "newsletter"\nevery = "week"\n{title}\n')
        return measure([*command, "--now", NOW])

    bind()
    bound = times(bind)
    return [Row("newsletter of a week, parts cached", bound, bound.wall, 0.7, "s wall")]


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    pandoc = peers.pandoc()
    with tempfile.TemporaryDirectory() as name:
        bench = prepared(Path(name) / "blog", Path(sys.argv[1]))
        ours = ", ".join(f"{library} {version(library)}" for library in ("hugo", "weasyprint"))
        print(f"Python {platform.python_version()}, {platform.machine()}; {ours}, {peers.versions()}\n")
        print("| work | CPU s | wall s | MB | | target |\n|---|--:|--:|--:|--:|--:|")
        rows = [*show(startup()), *show(feeds(bench)), *show(months(bench, pandoc))]
        rows += [*show(many(Path(name) / "many", 100_000)), *show(together(bench)), *show(letter(bench))]
        if "--volumes" in sys.argv:
            rows += [*volumes.month(bench), *volumes.whole(bench), *growth.growth(bench)]
    bars = [
        Bar(row.what, row.got / row.target, f"{row.got:.2f} {row.unit}")
        for row in rows
        if not row.got == row.target == 1.0
    ]
    CHART.write_text(draw("Measured cost against its target (1 = the target)", bars), "utf-8")


if __name__ == "__main__":
    main()
