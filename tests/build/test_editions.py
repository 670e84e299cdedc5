"""A book that follows the pages of another publication's issue is bound after it, and is the same whoever asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exporter.backends.contract import BindJob
from exporter.build.plan import Order
from exporter.model.artifact import Artifact, Rendered
from exporter.model.pagination import START, PageBreak, Pagination
from tests.build import fake
from tests.build.test_build import ALONE, CONFIG, Blog

PRINTED = '[publications.print]\nbackend = "fake"\nfiles = ["pdf"]\nevery = "month"\n'
PAGED = CONFIG + 'edition = "print"\n' + PRINTED


def bind(job: BindJob) -> Rendered:
    """What the fake backend makes, its pages, and those of its edition."""
    made = fake.bind(job)
    pages: dict[str, tuple[PageBreak, ...]] = {}
    for number, post in enumerate(job.issue.posts, 1):
        pages[post.id] = (PageBreak(number, START),)
    known = job.pagination.posts if job.pagination else {}
    followed = sorted(each.number for breaks in known.values() for each in breaks)
    artifacts = [
        Artifact(a.name, a.media_type, a.content + f"\npages {followed}".encode()) for a in made.artifacts
    ]
    return Rendered(tuple(artifacts), made.diagnostics, Pagination(job.issue.identifier, pages))


@pytest.fixture(autouse=True)
def _paginated(monkeypatch: pytest.MonkeyPatch) -> None:
    fake.register(monkeypatch, bind=bind, paginates=True)


def test_the_edition_is_bound_first(tmp_path: Path) -> None:
    blog = Blog(tmp_path)

    blog.build(PAGED)

    binds = [call for call in fake.calls if call.startswith("bind")]
    assert sorted(binds[:2]) == ["bind print/2026-06", "bind print/2026-07"]
    assert sorted(binds[2:]) == ["bind books/2026-06", "bind books/2026-07"]
    assert (blog.out / "books/2026-07.txt").read_text().endswith("pages [1, 2]")


def test_a_book_says_the_same_whoever_asked_for_its_edition(tmp_path: Path) -> None:
    both, alone = Blog(tmp_path / "both"), Blog(tmp_path / "alone")

    both.build(PAGED)
    alone.build(PAGED, publications=("books",))

    book = (both.out / "books/2026-07.txt").read_bytes()
    assert (alone.out / "books/2026-07.txt").read_bytes() == book
    assert not (alone.out / "print").exists()


def test_an_edited_post_moves_both_and_nothing_else(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.build(PAGED)
    fake.calls.clear()

    blog.write("two", "2026-07-01", "Other words.")
    blog.build(PAGED, publications=("books",))

    assert [call for call in fake.calls if "bind" in call] == ["bind print/2026-07", "bind books/2026-07"]


def test_an_edition_is_not_made_for_a_book_that_lies_in_the_cache(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.build(PAGED)
    fake.calls.clear()

    blog.build(PAGED, publications=("books",))

    assert fake.calls == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "no publication is called 'print'"),
        ('[publications.print]\nbackend = "fake"\nevery = "year"\n', "print makes no issue 2026-07"),
        ('[publications.print]\nbackend = "feeds"\n', "print has no pages"),
    ],
)
def test_where_there_is_no_edition_the_report_says_so(tmp_path: Path, table: str, message: str) -> None:
    blog = Blog(tmp_path)

    report = blog.build(CONFIG + 'edition = "print"\n' + table, order=Order(issues=("2026-07",)))

    told = [found.message for found in report.diagnostics if found.code == "E605"]
    assert told == [f"books/2026-07: {message}"]
    assert (blog.out / "books/2026-07.txt").read_text().endswith("pages []")


def test_the_manifest_knows_by_what_edition_a_book_was_made(tmp_path: Path) -> None:
    blog = Blog(tmp_path)

    def edition() -> str:
        manifest = json.loads((blog.out / "manifest.json").read_bytes())
        made = {artifact["name"]: artifact["made_with"] for artifact in manifest["artifacts"]}
        return str(made["books/2026-07.txt"]["edition"])

    blog.build(PAGED)
    before = edition()
    blog.build(PAGED.replace('["pdf"]', '["pdf", "txt"]'))

    assert edition() != before
    assert ALONE in PAGED
