"""One publication, a run of issues for every term: which there are, where they lie, what they hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from exporter.build.plan import Binding, Order, plan
from exporter.model.post import Author, Source
from exporter.model.publication import Publication
from exporter.model.site import Site

NOW = datetime(2026, 7, 1, tzinfo=UTC)
ENGLISH = Site(title="Notes", url="https://example.org/", language="en-GB", key="en")
JAPANESE = Site(title="野帳", url="https://example.org/ja/", language="ja", key="ja")


def source(name: str, **fields: Any) -> Source:
    given: dict[str, Any] = {
        "id": f"https://example.org/{name}/", "url": f"https://example.org/{name}/", "source": f"{name}.md",
        "title": name, "published": NOW - timedelta(days=len(name)), "language": "en-GB",
    }  # fmt: skip
    return Source(**(given | fields))


def planned(*sources: Source, sites: tuple[Site, ...] = (ENGLISH,), **fields: Any) -> list[Binding]:
    given: dict[str, Any] = {"name": "topics", "backend": "feeds", "each": "tag"}
    return plan(Publication(**(given | fields)), sites, sources, order=Order(), now=NOW)[0]


def folders(*sources: Source, **fields: Any) -> list[str]:
    return [binding.issue.folder for binding in planned(*sources, **fields)]


def test_each_tag_has_an_issue_with_its_posts_and_its_name_in_the_title() -> None:
    made = planned(source("a", tags=("ink", "paper")), source("bb", tags=("paper",)))
    held = {b.issue.folder: {p.title for p in b.issue.posts} for b in made}
    assert held == {"topics/ink": {"a"}, "topics/paper": {"a", "bb"}}
    assert {b.issue.title for b in made} == {"Notes — ink", "Notes — paper"}
    assert len({b.issue.identifier for b in made}) == 2


@pytest.mark.parametrize(
    ("each", "folder"),
    [
        ("tag", "ink"),
        ("category", "notes"),
        ("author", "mei"),
        ("series", "four-papers"),
        ("section", "posts"),
        ("language", "en-gb"),
    ],
)
def test_every_kind_of_term_cuts(each: str, folder: str) -> None:
    one = source(
        "a",
        tags=("ink",),
        categories=("Notes",),
        authors=(Author("Mei"),),
        series=("Four papers",),
        section="posts",
    )
    assert folders(one, each=each) == [f"topics/{folder}"]


def test_a_post_without_a_term_is_in_none() -> None:
    assert folders(source("a"), source("bb", tags=("ink",))) == ["topics/ink"]


def test_spellings_of_one_term_are_one() -> None:
    made = planned(
        source("aaa", tags=("Hugo", "hugo")), source("b", tags=("HUGO",)), source("cc", tags=(" hugo",))
    )
    assert [(b.issue.folder, b.issue.term, len(b.issue.posts)) for b in made] == [("topics/hugo", "Hugo", 3)]


def test_terms_that_share_a_file_name_are_numbered_and_the_older_one_keeps_its_own() -> None:
    old, new = source("older", tags=("C#",)), source("new", tags=("C++",))
    assert folders(old, new) == ["topics/c", "topics/c-2"]
    assert folders(old, source("mid", tags=("C++",)), new, fewest=2) == ["topics/c-2"]


def test_only_terms_that_match_a_pattern_and_have_enough_posts() -> None:
    one, two = source("a", tags=("Hugo", "python", "ink")), source("bb", tags=("hugo-modules", "ink"))
    assert sorted(folders(one, two, terms=("hugo*",))) == ["topics/hugo", "topics/hugo-modules"]
    assert folders(one, two, fewest=2) == ["topics/ink"]


@pytest.mark.parametrize("term", ["../../etc", "/", "..", "a/b", "CON:", "\0", "日本語", ".git", "x" * 300])
def test_no_term_leaves_its_folder(term: str) -> None:
    (folder,) = folders(source("a", tags=(term,)))
    below = folder.removeprefix("topics/")
    assert below
    assert not below.startswith(".")
    assert not set(below) & set('/\\:\0"<>|?*')
    assert len(below) <= 80


def test_languages_have_their_folders_and_terms_have_theirs_in_them() -> None:
    english, japanese = source("a", tags=("ink",)), source("bb", tags=("墨",), language="ja")
    sites = (JAPANESE, ENGLISH)
    assert folders(english, japanese, sites=sites) == ["topics/ja/墨", "topics/en/ink"]
    assert folders(english, japanese, sites=sites, each="language") == ["topics/ja", "topics/en"]


def test_a_book_a_tag() -> None:
    one, two = (
        source("a", tags=("ink",)),
        source("bb", tags=("ink",), published=datetime(2025, 5, 1, tzinfo=UTC)),
    )
    made = planned(one, two, name="books", backend="epub", every="year")
    assert [(b.issue.folder, b.issue.id) for b in made] == [("books/ink", "2025"), ("books/ink", "2026")]
    assert made[1].issue.title == "Notes — ink 2026"
