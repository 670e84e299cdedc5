"""How a PDF grows with its posts, cold, two workers: python -m bench.growth SITE [POSTS…].

The newest 30, 100, 300 and 1,000 posts of a blog, each as a site of its own. What must not grow: CPU and bytes a page,
and the memory of parent and workers.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.feeds import Bench, prepared
from bench.rows import Row, show
from bench.volumes import YEARLESS, cold

POSTS = (30, 100, 300, 1000)


def growth(bench: Bench, counts: Sequence[int] = POSTS) -> list[Row]:
    """Four rows for each count."""
    return [row for count in counts for row in _of(_newest(bench, count), count)]


def _newest(bench: Bench, count: int) -> Bench:
    """A copy of the site without all posts but the last by their files' names."""
    few = Bench(bench.folder / f"newest-{count}")
    shutil.copytree(bench.site, few.site)
    posts = sorted((few.site / "content/posts").glob("*.md"), key=lambda path: path.name)
    for path in posts[:-count]:
        path.unlink()
    return few


def _of(bench: Bench, count: int) -> list[Row]:
    (bench.folder / "exporter.toml").write_text(YEARLESS)
    made = cold(bench, "volume", jobs=2)
    artifacts = json.loads((bench.folder / "pdf/report.json").read_bytes())["artifacts"]
    pages = sum(row["count"] for row in artifacts if row["unit"] == "pages")
    size = sum(path.stat().st_size for path in (bench.folder / "pdf").rglob("*.pdf"))
    shutil.rmtree(bench.folder)
    return show([
        Row(f"PDF of {count:,} posts, {pages:,} pages", made.cost, made.cost.cpu / pages * 1000, 40, "ms CPU a page"),
        Row("its files", made.cost, size / pages / 1000, 15, "KB a page"),
        Row("its parent", made.cost, made.parent, 300, "MB"),
        Row("its largest worker", made.cost, made.worker, 400, "MB"),
    ])  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        bench = prepared(Path(name) / "blog", Path(arguments[0]))
        growth(bench, [int(count) for count in arguments[1:]] or POSTS)


if __name__ == "__main__":
    main(sys.argv[1:])
