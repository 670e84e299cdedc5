"""Issues that are closed: edits make revisions, late posts stay out, the list survives its reading."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from exporter.errors import ConfigError
from exporter.ledger.closed import read_closed, write_closed

ROOT = Path(__file__).parents[2]
CONFIG = '[site]\nbase_url = "https://example.org/"\ntitle = "Notes"\nlanguage = "en"\n'


def write(site: Path, slug: str, day: int, body: str = "Text.") -> None:
    text = f"---\ntitle: {slug}\ndate: 2026-07-{day:02}T09:00:00Z\n---\n\n{body}\n"
    (site / f"{slug}.md").write_text(text)


def run(site: Path, *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "exporter.cli", *arguments, "--site", str(site)]
    command += ["--now", "2026-11-01T00:00:00Z", "--out", str(site.parent / "out")]
    done = subprocess.run(
        [*command, *(["--cache", str(site.parent / "cache"), "--jobs", "1"] if arguments[0] == "build" else [])],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    (site / "exporter.toml").write_text(CONFIG)
    write(site, "one", 1)
    write(site, "two", 2)
    run(site, "issue", "close", "digest", "2026-07")
    return site


def book(site: Path) -> tuple[str, str, list[str]]:
    """Identifier, modified, chapters."""
    run(site, "build", "digest", "--format", "json")
    with ZipFile(site.parent / "out" / "digest" / "2026-07.epub") as opened:
        package = etree.fromstring(opened.read("EPUB/content.opf"))
        chapters = [name for name in opened.namelist() if "/text/" in name]
    identifier = package.findtext("{*}metadata/{*}identifier") or ""
    modified = next(m.text or "" for m in package.iter("{*}meta") if m.get("property") == "dcterms:modified")
    return identifier, modified, chapters


def test_an_edit_is_a_new_revision_of_the_same_book(site: Path) -> None:
    before = book(site)
    assert book(site) == before

    write(site, "one", 1, "Mended.")
    after = book(site)

    assert after[0] == before[0]
    assert after[1] > before[1]


def test_a_late_post_is_told_of_and_left_out(site: Path) -> None:
    before = book(site)
    write(site, "three", 3)

    told = [json.loads(line) for line in run(site, "build", "digest", "--format", "json").splitlines()]

    assert [(d["code"], d["span"]["source"]) for d in told if d.get("code", "")[:2] == "B9"] == [
        ("B905", "three.md")
    ]
    assert book(site) == before
    run(site, "issue", "close", "digest", "2026-07")
    opened = book(site)
    assert len(opened[2]) == 3
    assert opened[1] > before[1]


def test_a_post_that_is_gone_is_told_of_and_the_revision_lacks_it(site: Path) -> None:
    before = book(site)
    (site / "two.md").unlink()

    told = [json.loads(line) for line in run(site, "build", "digest", "--format", "json").splitlines()]

    found = [d for d in told if d.get("code", "")[:2] == "B9"]
    assert [(d["code"], d["severity"], d["message"]) for d in found] == [
        ("B906", "warning", "digest/2026-07 is closed and held https://example.org/two/")
    ]
    after = book(site)
    assert (len(before[2]), len(after[2])) == (2, 1)
    assert after[0] == before[0]
    assert after[1] > before[1]


def test_a_build_writes_nothing_to_the_site(site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    book(site)

    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_the_list_is_what_was_written() -> None:
    text = "digest/2026-07\t2026-07-02T09:00:00+00:00\n\thttps://example.org/one/\tabc\n"

    assert write_closed(read_closed(text)).endswith(text)
    for broken in ("a\tb\n", "\tpost\tdigest\n", "digest/2026-07\t2026-07-02\n"):
        with pytest.raises(ConfigError, match=r"exporter\.closed:1"):
            read_closed(broken)


def test_picked_posts_stay_in_their_order_and_unknown_ones_are_named(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for day, slug in enumerate(("one", "two", "three"), 1):
        write(site, slug, day)
    picks = '[publications.best]\nbackend = "epub"\nposts = ["three", "one.md", "four"]\n'
    (site / "exporter.toml").write_text(CONFIG + picks)

    out = run(site, "build", "best", "--format", "json")

    assert "B907" in out
    with ZipFile(tmp_path / "out" / "best" / "latest.epub") as opened:
        package = etree.fromstring(opened.read("EPUB/content.opf"))
        items = {item.get("id"): item.get("href", "") for item in package.iter("{*}item")}
    spine = [items[row.get("idref")] for row in package.iter("{*}itemref")]
    assert [name[5:8] for name in spine if name.startswith("text/")] == ["thr", "one"]
