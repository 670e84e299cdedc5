"""The rows of PDF: a month and the whole blog, cold, edited and bound again, two workers against one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from bench import peers
from bench.feeds import NOW, Bench, Cost
from bench.rows import ROUNDS, Row, edit, show, times
from bench.tree import Tree, watch

MONTH = "2026-07"
OTHERS = (
    ("feed", "feeds", ""),
    ("digest", "epub", 'every = "month"\n'),
    ("letter", "newsletter", 'every = "week"\n'),
)
YEARLESS = '\n[publications.volume]\nbackend = "pdf"\nevery = "all"\n'


def build(bench: Bench, *words: str, jobs: int, cache: str = "pdf-cache") -> Tree:
    """One call of ours; its output and cache are kept."""
    places = ["--site", bench.site, "--out", bench.folder / "pdf", "--cache", bench.folder / cache]
    settings = ["--config", bench.folder / "exporter.toml"]
    command = [sys.executable, "-m", "exporter.cli", "build", *words, *places, *settings, "--now", NOW]
    return watch([*command, "--jobs", str(jobs)])


def cold(bench: Bench, *words: str, jobs: int) -> Tree:
    for name in ("pdf", "pdf-cache"):
        shutil.rmtree(bench.folder / name, ignore_errors=True)
    return build(bench, *words, jobs=jobs)


def month(bench: Bench) -> list[Row]:
    """206 posts of 2026-07, against WeasyPrint's one document and Typst."""
    (bench.folder / "exporter.toml").write_text('[publications.archive]\nbackend = "pdf"\n' + YEARLESS)
    words = ("archive", "--issue", MONTH)
    one, two = cold(bench, *words, jobs=1), cold(bench, *words, jobs=2)
    made = json.loads((bench.folder / "pdf/manifest.json").read_bytes())["artifacts"]
    book = next(entry for entry in made if entry["media_type"] == "application/pdf")
    posts = [bench.site / name for name in book["inputs"]]
    plain, size = one_document(bench, len(posts))
    unit = "of one document's wall"
    rows = show([
        Row(f"WeasyPrint, one document of {len(posts)} posts", plain, 1.0, 1.0, unit),
        Row("PDF of a month, cold, two workers", two.cost, two.cost.wall / plain.wall, 0.35, unit),
        Row("its size", two.cost, book["size"] / 1e6 / size, 1.0, "of one document's size"),
        Row("parts by one worker against two", two.cost, 1.8 * two.stages["set"] / one.stages["set"], 1.0,
            f"1.8 × {two.stages['set'] / one.stages['set']:.2f}"),
    ])  # fmt: skip
    if peers.TOOLS.is_dir():
        typst = peers.typst(posts, bench.site, bench.folder / "typst")
        rows += show([Row("pandoc and Typst, words alone", typst, 1.0, 1.0, "")])
    return rows


def one_document(bench: Bench, posts: int) -> tuple[Cost, float]:
    """The month as plain WeasyPrint sets it, and the size of the file in MB."""
    command = [sys.executable, "-m", "bench.pdf", str(bench.site), str(posts), "one document", MONTH]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return Cost(found["cpu"], found["wall"], found["memory"]), found["size"]


def whole(bench: Bench) -> list[Row]:
    """Every post in one volume: half an hour of two cores."""
    (bench.folder / "exporter.toml").write_text(YEARLESS)
    first = cold(bench, "volume", jobs=2)
    report = json.loads((bench.folder / "pdf/report.json").read_bytes())
    pages = sum(row["count"] for row in report["artifacts"] if row["unit"] == "pages")
    rows = show([
        Row(f"PDF of {pages:,} pages, cold", first.cost, first.cost.cpu / pages * 1000, 40, "ms CPU a page"),
        Row("its parent", first.cost, first.parent, 300, "MB"),
        Row("its largest worker", first.cost, first.worker, 400, "MB"),
    ])  # fmt: skip
    edited = times(lambda: edit(bench, lambda: build(bench, "volume", jobs=2).cost))
    rows += show([Row("the same, one post edited", edited, edited.cpu, 2.0, "s CPU")])
    return rows + again(bench) + unchanged(bench)


def again(bench: Bench) -> list[Row]:
    """Bound from cached parts: another title makes no part anew."""
    titles = iter(range(ROUNDS))

    def bind() -> Cost:
        title = f'title = "Title {next(titles)}"\n'
        (bench.folder / "exporter.toml").write_text(YEARLESS + title)
        return build(bench, "volume", jobs=2).cost

    bound = times(bind)
    return show([
        Row("the same, bound again", bound, bound.cpu, 0.6, "s CPU"),
        Row("its largest process", bound, bound.memory, 150, "MB"),
    ])  # fmt: skip


def unchanged(bench: Bench) -> list[Row]:
    """All four publications, the whole blog in each, when nothing has to be made."""
    others = "".join(
        f'[publications.{name}]\nbackend = "{backend}"\n{more}' for name, backend, more in OTHERS
    )
    (bench.folder / "exporter.toml").write_text(others + YEARLESS)
    names = [name for name, _, _ in OTHERS]
    build(bench, *names, "volume", jobs=2)
    still = times(lambda: build(bench, *names, "volume", jobs=2).cost)
    return show([
        Row("all four publications, nothing changed", still, still.wall, 0.25, "s wall"),
        Row("its memory", still, still.memory, 120, "MB"),
    ])  # fmt: skip
