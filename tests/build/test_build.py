"""One build from end to end: everything lands, nothing is made twice, and what fails alone fails alone."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest

from exporter.build.cache import content_digest
from exporter.build.plan import Order
from exporter.build.report import Report
from exporter.build.request import Request
from exporter.build.run import run
from exporter.build.select import Moment
from exporter.config import read_config
from tests.build import fake
from tests.build.posts import NOW

PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ALONE = "".join(
    f"[publications.{name}]\nenabled = false\n" for name in ("feed", "digest", "archive", "letter")
)
CONFIG = f"""{ALONE}
[site]
base_url = "https://blog.example/"
title = "Blog"
timezone = "Asia/Tokyo"
[publications.books]
backend = "fake"
every = "month"
"""


class Silent:
    def stage(self, name: str, total: int) -> None: ...
    def step(self, done: str, count: int = 1) -> None: ...


class Blog:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root, self.out, self.cache = folder / "site", folder / "dist", folder / "cache"
        for name, day in (("one", "2026-06-30"), ("two", "2026-07-01"), ("three", "2026-07-02")):
            self.write(name, day)

    def write(self, name: str, day: str, body: str = "Words.", tags: str = "") -> None:
        path = self.root / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {name}\ndate: {day}\ntags: [{tags}]\n---\n{body}\n", "utf-8")

    def build(self, config: str = CONFIG, **fields: object) -> Report:
        given = {
            "root": self.root, "out": self.out, "cache": self.cache, "config": read_config(config), "moment": Moment(NOW),
        }  # fmt: skip
        return run(Request(**(given | fields)), Silent())  # type: ignore[arg-type]

    def read(self, name: str) -> str:
        return (self.out / "books" / name).read_text("utf-8")

    def state(self) -> dict[str, bytes]:
        return {
            p.relative_to(self.out).as_posix(): p.read_bytes()
            for p in sorted(self.out.rglob("*"))
            if p.is_file()
        }


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    fake.register(monkeypatch)
    return Blog(tmp_path)


def states(report: Report) -> dict[str, str]:
    return {row.name: row.state for row in report.artifacts}


def told(report: Report) -> list[tuple[str, str]]:
    return [(d.code, d.span.source) for d in report.diagnostics]


def test_every_post_lands_in_its_issue(blog: Blog) -> None:
    report = blog.build()
    assert blog.read("2026-06.txt") == 'one: <p data-line="6">Words.</p> []'
    assert [line.partition(":")[0] for line in blog.read("2026-07.txt").splitlines()] == ["two", "three"]
    assert states(report) == {"books/2026-06.txt": "new", "books/2026-07.txt": "new"}
    assert (report.posts, told(report), report.exit_code(strict=True)) == (3, [], 0)


def test_manifest_and_report_account_for_all_of_it(blog: Blog) -> None:
    blog.build()
    manifest = json.loads((blog.out / "manifest.json").read_text())
    for entry in manifest["artifacts"]:
        content = (blog.out / entry["name"]).read_bytes()
        assert (entry["size"], entry["digest"]) == (len(content), content_digest(content))
        assert all(
            digest == content_digest((blog.root / name).read_bytes())
            for name, digest in entry["inputs"].items()
        )
    held = {entry["name"]: sorted(entry["inputs"]) for entry in manifest["artifacts"]}
    assert held == {"books/2026-06.txt": ["one.md"], "books/2026-07.txt": ["three.md", "two.md"]}
    report = json.loads((blog.out / "report.json").read_text())
    assert [row["name"] for row in report["artifacts"]] == sorted(held)


def test_a_second_build_makes_nothing(blog: Blog) -> None:
    blog.build()
    before = blog.state()
    fake.calls.clear()
    report = blog.build()
    assert set(states(report).values()) == {"same"}
    assert fake.calls == []
    assert blog.state() == before


def test_an_edited_post_costs_its_part_and_its_issue(blog: Blog) -> None:
    blog.build()
    fake.calls.clear()
    blog.write("two", "2026-07-01", "Other words.")
    report = blog.build()
    assert fake.calls == ["part two.md", "bind books/2026-07"]
    assert states(report) == {"books/2026-06.txt": "same", "books/2026-07.txt": "changed"}
    assert "Other words." in blog.read("2026-07.txt")


def test_a_post_that_is_deleted_takes_its_issue_with_it(blog: Blog) -> None:
    blog.build()
    (blog.root / "one.md").unlink()
    report = blog.build()
    assert report.removed == ("books/2026-06.txt",)
    assert not (blog.out / "books" / "2026-06.txt").exists()


def test_a_file_that_an_issue_no_longer_makes_goes(blog: Blog) -> None:
    blog.build(CONFIG + 'files = ["txt", "log"]\n')
    assert (blog.out / "books" / "2026-07.log").exists()
    report = blog.build()
    assert sorted(report.removed) == ["books/2026-06.log", "books/2026-07.log"]
    assert sorted(p.name for p in (blog.out / "books").iterdir()) == ["2026-06.txt", "2026-07.txt"]


def test_an_issue_that_was_asked_for_alone_leaves_the_others(blog: Blog) -> None:
    blog.build()
    report = blog.build(order=Order(issues=("2026",)))
    assert (states(report), report.removed) == ({"books/2026.txt": "new"}, ())
    assert sorted(p.name for p in (blog.out / "books").iterdir()) == [
        "2026-06.txt",
        "2026-07.txt",
        "2026.txt",
    ]


@pytest.mark.parametrize("how", ["fails", "fatal"])
def test_a_post_that_cannot_be_set_is_named_and_the_others_are_exported(blog: Blog, how: str) -> None:
    blog.write("broken", "2026-07-03", tags=how)
    report = blog.build()
    assert told(report) == [("B901", "broken.md")]
    (found,) = report.diagnostics
    assert ("ZeroDivisionError" in found.message, "Traceback" in found.hint) == (how == "fails", True)
    assert report.exit_code() == 1
    assert [line.partition(":")[0] for line in blog.read("2026-07.txt").splitlines()] == ["two", "three"]


def test_an_issue_that_cannot_be_bound_leaves_the_one_before(blog: Blog) -> None:
    blog.build()
    before = blog.read("2026-07.txt")
    blog.write("four", "2026-07-04")
    report = blog.build(CONFIG + "fail = true\n")
    assert told(report) == [("B901", "books/2026-06"), ("B901", "books/2026-07")]
    assert report.exit_code() == 1
    assert blog.read("2026-07.txt") == before


def test_a_failure_is_not_remembered(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(fake, "part", None)
        assert {code for code, _ in told(blog.build())} == {"B901"}
    assert told(blog.build()) == []
    assert sorted(p.name for p in (blog.out / "books").iterdir()) == ["2026-06.txt", "2026-07.txt"]


def test_pictures_go_with_their_post_and_what_is_none_is_told(blog: Blog) -> None:
    (blog.root / "a.jpg").write_bytes(PICTURE)
    (blog.root / "b.png").write_bytes(b"nothing")
    blog.write("two", "2026-07-01", "![x](a.jpg) ![y](b.png) ![z](c.png)")
    report = blog.build()
    assert "['a.jpg']" in blog.read("2026-07.txt")
    assert told(report) == [("A401", "two.md"), ("A403", "two.md"), ("A406", "two.md")]


def test_a_picture_that_changes_makes_its_post_anew(blog: Blog) -> None:
    (blog.root / "a.gif").write_bytes(b"one")
    blog.write("two", "2026-07-01", "![x](a.gif)")
    blog.build()
    fake.calls.clear()
    (blog.root / "a.gif").write_bytes(b"another")
    blog.build()
    assert fake.calls == ["part two.md", "bind books/2026-07"]


def test_a_site_without_posts_is_told_and_makes_nothing(blog: Blog) -> None:
    for path in blog.root.glob("*.md"):
        path.write_text("---\ntitle: x\ndate: 2026-07-01\ndraft: true\n---\n")
    report = blog.build()
    assert ("B903", "") in told(report)
    assert {code for code, _ in told(report)} == {"B903", "S108"}
    assert (report.artifacts, report.exit_code()) == ((), 0)
    assert json.loads((blog.out / "manifest.json").read_text())["artifacts"] == []


def test_a_publication_without_posts_is_told(blog: Blog) -> None:
    assert told(blog.build(CONFIG + 'tags = ["nothing"]\n')) == [("B902", "")]


def test_fresh_makes_all_anew_and_the_same(blog: Blog) -> None:
    blog.build()
    before = blog.state()
    fake.calls.clear()
    blog.build(fresh=True)
    assert len(fake.calls) == 5
    assert blog.state() == before


def test_a_report_says_nothing_of_the_hour(blog: Blog, tmp_path: Path) -> None:
    blog.build()
    other = Blog(tmp_path / "other")
    other.build()
    assert blog.state() == other.state()


def test_what_is_not_read_is_told_by_its_name(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    (tmp_path / "vault.md").write_text("---\ntitle: v\ndate: 2026-07-01\n---\nx\n")
    (blog.root / "vault.md").symlink_to("../vault.md")
    (blog.root / "node_modules").mkdir()
    (blog.root / "node_modules" / "link.md").symlink_to("../../vault.md")
    (blog.root / "node_modules" / "guide.md").write_text("# A guide\n")
    (blog.root / "caf\udce9.md").write_text("x")
    report = blog.build()
    told = {found.span.source: found.message for found in report.diagnostics if found.code == "S116"}
    assert told == {
        "vault.md": "a link that leads out of the site",
        "caf\\xe9.md": "its name is not UTF-8",
    }
    assert "guide" not in str(report.diagnostics)
