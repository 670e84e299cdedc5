"""From posts to issues: what is bound, where it lies, what it is called; no post is lost on the way."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.build.plan import Binding, Order, plan
from exporter.diagnostics import Diagnostic
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.model.site import Site
from tests.build.posts import NOW, post, publication, site

EVERY = ["", "post", "week", "month", "quarter", "year", "all"]


def planned(
    posts: list[Source],
    *ids: str,
    sites: tuple[Site, ...] = (site(),),
    now: datetime = NOW,
    every_issue: bool = False,
    **fields: Any,
) -> tuple[list[Binding], list[Diagnostic]]:
    return plan(
        publication(**fields), sites, posts, order=Order(issues=ids, every_issue=every_issue), now=now
    )


def issues(posts: list[Source], *ids: str, **fields: Any) -> dict[str, list[str]]:
    """The posts of each issue by their ids."""
    return {b.issue.id: [p.id for p in b.issue.posts] for b in planned(posts, *ids, **fields)[0]}


def issue(posts: list[Source], *ids: str, **fields: Any) -> Issue:
    (binding,) = planned(posts, *ids, **fields)[0]
    return binding.issue


def test_months_are_cut_at_midnight_of_the_site_not_of_greenwich() -> None:
    posts = [
        post("june", "2026-06-30T23:59:59+09:00"),
        post("july", "2026-07-01T00:00:00+09:00"),
        post("end", "2026-07-31T23:59:59+09:00"),
        post("august", "2026-08-01T00:00:00+09:00"),
    ]
    assert issues(posts, every="month") == {
        "2026-06": ["june"],
        "2026-07": ["july", "end"],
        "2026-08": ["august"],
    }


def test_weeks_are_cut_on_monday_and_years_of_weeks_at_their_thursday() -> None:
    posts = [
        post("sunday", "2025-12-28T23:00:00+09:00"),
        post("monday", "2025-12-29T00:00:00+09:00"),
        post("new year", "2026-01-01T00:00:00+09:00"),
    ]
    assert issues(posts, every="week") == {"2025-W52": ["sunday"], "2026-W01": ["monday", "new year"]}
    assert issues(posts, every="year") == {"2025": ["sunday", "monday"], "2026": ["new year"]}


TIMES = st.datetimes(datetime(2024, 12, 20), datetime(2027, 1, 10))  # noqa: DTZ001  hypothesis wants them naive


@given(
    st.lists(TIMES, min_size=1, max_size=30),
    st.sampled_from(EVERY),
    st.sampled_from(["epub", "pdf", "feeds"]),
)
def test_every_post_is_in_one_issue_and_none_is_in_two(
    times: list[datetime], every: str, backend: str
) -> None:
    posts = [post(str(n), f"{time.isoformat()}+09:00") for n, time in enumerate(times)]
    bound = Counter(
        p
        for ids in issues(posts, every=every, backend=backend, now=NOW + timedelta(days=400)).values()
        for p in ids
    )
    if backend == "feeds":  # the feed that is subscribed to repeats the newest of its archive
        assert set(bound) == {p.id for p in posts}
    else:
        assert bound == Counter(p.id for p in posts)


@given(st.permutations(range(6)), st.sampled_from(EVERY))
def test_the_order_of_the_disk_changes_nothing(order: list[int], every: str) -> None:
    posts = [post(f"p{n % 3}", slug=f"s{n % 2}", source=f"posts/{n}.md", id=str(n)) for n in range(6)]
    assert planned([posts[n] for n in order], every=every) == planned(posts, every=every)


def test_latest_keeps_the_newest() -> None:
    posts = [post(f"d{day}", f"2026-07-{day:02}T00:00:00+09:00") for day in range(1, 6)]
    assert issues(posts, latest=2) == {"latest": ["d4", "d5"]}
    assert issues(posts, latest=2, backend="feeds") == {"latest": ["d5", "d4"]}
    assert issues(posts, latest=0) == {"latest": ["d1", "d2", "d3", "d4", "d5"]}
    assert issues(posts, latest=2, every="month") == {"2026-07": ["d4", "d5"]}


def test_reading_order_is_the_backend_s_custom_unless_told() -> None:
    posts = [post("old", "2026-07-01T00:00:00+09:00"), post("new", "2026-07-02T00:00:00+09:00")]
    for backend, custom in {"epub": "old", "pdf": "old", "feeds": "new", "newsletter": "new"}.items():
        assert issue(posts, backend=backend).posts[0].id == custom
        assert issue(posts, backend=backend, order="newest").posts[0].id == "new"
        assert issue(posts, backend=backend, order="oldest").posts[0].id == "old"


@pytest.mark.parametrize("every", EVERY)
def test_an_issue_is_the_same_whether_or_not_it_was_asked_for(every: str) -> None:
    posts = [post(f"p{n}", f"2026-0{n}-15T00:00:00+09:00") for n in range(1, 7)] + [
        post("more", "2026-06-16T00:00:00+09:00")
    ]
    for backend in ("epub", "newsletter", "feeds"):
        everything, _ = planned(posts, every=every, latest=1, backend=backend, every_issue=True)
        for binding in everything:
            assert planned(posts, binding.issue.id, every=every, latest=1, backend=backend)[0] == [binding]


def test_a_span_other_than_its_own_can_be_asked_for() -> None:
    posts = [
        post("a", "2026-07-01T00:00:00+09:00"),
        post("b", "2026-08-20T00:00:00+09:00"),
        post("c", "2025-07-01T00:00:00+09:00"),
    ]
    for backend, every in (("pdf", "year"), ("epub", "month"), ("feeds", ""), ("newsletter", "week")):
        asked = ["2026", "2026-Q3", "2026-07", "2026-W34", "all"]
        made = issues(posts, *asked, backend=backend, every=every, order="oldest")
        assert made == {
            "2026": ["a", "b"],
            "2026-Q3": ["a", "b"],
            "2026-07": ["a"],
            "2026-W34": ["b"],
            "all": ["c", "a", "b"],
        }


def test_a_post_can_be_asked_for_by_its_slug() -> None:
    posts = [post("a", slug="夏の-終わり"), post("b")]
    assert issues(posts, "夏の-終わり", "b", every="year") == {"夏の-終わり": ["a"], "b": ["b"]}


def test_latest_can_be_asked_of_every_publication() -> None:
    posts = [post("a", "2026-05-01T00:00:00+09:00"), post("b", "2026-07-01T00:00:00+09:00")]
    assert issues(posts, "latest", every="month") == {"latest": ["b"]}


def test_what_was_asked_for_and_is_not_there_is_told() -> None:
    bindings, told = planned([post("a")], "2026-07", "2026-08", "nothing", "2026-07", every="month")
    assert [b.issue.id for b in bindings] == ["2026-07"]
    assert [(d.code, d.message) for d in told] == [
        ("B902", "digest: no post belongs to issue 2026-08"),
        ("B902", "digest: no post belongs to issue nothing"),
    ]


def test_a_publication_that_no_post_matches_is_told() -> None:
    bindings, told = planned([post("a")], tags=("nothing",))
    assert (bindings, [d.code for d in told]) == ([], ["B902"])


WEEKLY = [
    post("w26", "2026-06-25T00:00:00+09:00"),
    post("w27", "2026-07-05T23:59:00+09:00"),
    post("w29", "2026-07-13T00:00:00+09:00"),
]


def letters(now: str, **fields: Any) -> list[str]:
    return list(issues(WEEKLY, backend="newsletter", every="week", now=datetime.fromisoformat(now), **fields))


def test_a_letter_is_of_the_last_closed_week_that_has_posts() -> None:
    assert letters("2026-07-12T12:00:00+09:00") == ["2026-W27"]
    assert letters("2026-07-19T23:59:59+09:00") == ["2026-W27"]
    assert letters("2026-07-20T00:00:00+09:00") == ["2026-W29"]
    assert letters("2027-01-01T00:00:00+09:00") == ["2026-W29"]


def test_a_week_is_over_when_it_is_over_where_the_blog_is() -> None:
    assert letters("2026-07-19T15:00:00+00:00") == ["2026-W29"]
    assert letters("2026-07-19T14:59:59+00:00") == ["2026-W27"]
    nowhere = (site(timezone=""),)  # then by the offset the newest post was written with
    assert letters("2026-07-19T15:00:00+00:00", sites=nowhere) == ["2026-W29"]


def test_past_letters_are_made_when_they_are_asked_for() -> None:
    assert letters("2026-07-20T00:00:00+09:00", every_issue=True) == ["2026-W26", "2026-W27", "2026-W29"]
    assert list(issues(WEEKLY, "2026-W26", backend="newsletter", every="week")) == ["2026-W26"]


def test_names_of_posts_are_unique_on_every_file_system() -> None:
    same = {"slug": "same"}
    posts = [
        post("a", "2026-07-03T00:00:00+09:00", **same),
        post("b", "2026-07-01T00:00:00+09:00", slug="SAME"),
        post("c", "2026-07-02T00:00:00+09:00", **same),
        post("d", slug="e\u0301"),
        post("e", slug="\u00e9"),
        post("f", slug="../../etc/passwd"),
        post("g", slug="a b/c:d?*<>|\0"),
        post("h", slug="..."),
        post("i", source="posts/folder/index.md"),
        post("j", source="index.md"),
        post("k", source="posts/x.ja.md"),
        post("l", slug="字" * 300),
        post("m", slug="𠮷" * 300),
    ]
    made = issues(posts, every="post")
    names = list(made)
    assert len(made) == len(posts)
    assert made["SAME"] == ["b"]
    assert made["same-2"] == ["c"]
    assert made["same-3"] == ["a"]
    assert {"etc-passwd", "a-b-c-d", "post", "folder", "index", "x"} <= set(names)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert not set(name) & set('/\\:*?"<>|\0')
        assert not name.startswith(".")
        assert len(name.encode()) <= 220


def two_languages() -> tuple[Site, Site]:
    return site(language="ja", key="ja"), site(language="en", key="en", url="https://blog.example/en/")


def test_each_language_has_a_folder_where_there_are_several() -> None:
    posts = [post("a"), post("b", language="en")]
    made = planned(posts, every="month", sites=two_languages())[0]
    assert {b.issue.folder: [p.id for p in b.issue.posts] for b in made} == {
        "digest/ja": ["a"],
        "digest/en": ["b"],
    }
    assert len({b.issue.identifier for b in made}) == 2
    assert [b.issue.language for b in made] == ["ja", "en"]


def test_a_publication_of_one_language_needs_no_folder_for_it() -> None:
    made = planned(
        [post("a"), post("b", language="en")], every="month", sites=two_languages(), language="en"
    )[0]
    assert [(b.issue.folder, [p.id for p in b.issue.posts]) for b in made] == [("digest", ["b"])]


def test_a_language_is_all_that_begins_with_it() -> None:
    sites = tuple(site(language=tag, key=tag.lower()) for tag in ("ja", "en-GB", "en-US"))
    posts = [post("a"), post("b", language="en-GB"), post("c", language="en-US")]

    def made(wanted: str) -> dict[str, list[str]]:
        bindings = planned(posts, every="month", sites=sites, language=wanted)[0]
        return {b.issue.folder: [p.id for p in b.issue.posts] for b in bindings}

    assert made("en") == {"digest/en-gb": ["b"], "digest/en-us": ["c"]}
    assert made("EN-gb") == {"digest": ["b"]}
    assert made("e") == {}


def test_in_a_site_of_one_language_posts_of_others_stay() -> None:
    assert issues([post("a"), post("b", language="en-US")]) == {"latest": ["a", "b"]}


def test_an_issue_is_dated_by_its_newest_change_and_named_for_ever() -> None:
    posts = [
        post("a", updated=datetime.fromisoformat("2026-07-09T00:00:00+09:00")),
        post("b", "2026-07-08T00:00:00+09:00"),
    ]
    first, later = issue(posts, every="month"), issue([*posts, post("c")], every="month")
    assert first.updated == datetime.fromisoformat("2026-07-09T00:00:00+09:00")
    assert first.identifier == later.identifier
    assert first.identifier.startswith("urn:uuid:")
    assert len({b.issue.identifier for b in planned(posts, "2026", "2026-07", "all", every="month")[0]}) == 3
