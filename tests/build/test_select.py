"""Which posts exist at an instant, which a publication asks for, and in which order they come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from exporter.build.select import Moment, choose_live, day_of, in_order, matches, published
from exporter.model.post import Author
from tests.build.posts import NOW, post, publication

HOUR = timedelta(hours=1)
LATER, EARLIER = (NOW + HOUR).isoformat(), (NOW - HOUR).isoformat()


def live(*posts: Any, **switches: bool) -> list[str]:
    return [p.id for p in choose_live(posts, Moment(NOW, **switches))[0]]


def test_a_post_of_this_very_instant_is_out() -> None:
    assert live(post("now", NOW.isoformat()), post("before", EARLIER), post("after", LATER)) == [
        "now",
        "before",
    ]


def test_instants_are_compared_across_zones() -> None:
    assert live(post("utc", "2026-07-15T03:00:00+00:00"), post("later", "2026-07-15T03:00:01+00:00")) == [
        "utc"
    ]


def test_drafts_and_future_posts_are_let_through_each_by_its_switch() -> None:
    posts = [post("draft", draft=True), post("future", LATER), post("both", LATER, draft=True)]
    assert live(*posts) == []
    assert live(*posts, drafts=True) == ["draft"]
    assert live(*posts, future=True) == ["future"]
    assert live(*posts, drafts=True, future=True) == ["draft", "future", "both"]


def test_what_is_expired_is_gone_whatever_the_switches() -> None:
    posts = [post("gone", expires=NOW), post("still", expires=NOW + HOUR)]
    assert live(*posts, drafts=True, future=True) == ["still"]


def test_publish_date_alone_decides_where_it_is_written() -> None:
    assert live(post("event", LATER, publish=NOW - HOUR), post("held back", EARLIER, publish=NOW + HOUR)) == [
        "event"
    ]


def test_pages_and_undated_posts_are_never_exported() -> None:
    assert live(post("page", page=True), post("undated", None), drafts=True, future=True) == []


def test_each_post_left_out_says_why() -> None:
    posts = [
        post("a", draft=True),
        post("b", LATER),
        post("c", expires=NOW),
        post("d", page=True),
        post("e", None),
    ]
    told = choose_live(posts, Moment(NOW))[1]
    assert [(d.code, d.span.source, d.message.partition(",")[0]) for d in told] == [
        ("S108", "posts/a.md", "a draft"),
        ("S108", "posts/b.md", "dated in the future"),
        ("S108", "posts/c.md", "expired"),
    ]


@pytest.mark.parametrize(
    ("fields", "passes"),
    [
        ({}, True),
        ({"tags": ("PYTHON", "x")}, True),
        ({"tags": ("pyth",)}, False),
        ({"categories": ("straße",)}, True),
        ({"series": ("one",)}, False),
        ({"authors": ("mei",)}, True),
        ({"language": "ja"}, True),
        ({"language": "en"}, False),
        ({"path": "posts/*.md"}, True),
        ({"path": "posts/P*"}, False),
        ({"since": date(2026, 7, 1), "until": date(2026, 7, 1)}, True),
        ({"since": date(2026, 7, 2)}, False),
        ({"until": date(2026, 6, 30)}, False),
        ({"tags": ("python",), "authors": ("nobody",)}, False),
    ],
)
def test_every_filter_that_is_set_must_let_it_pass(fields: dict[str, Any], passes: bool) -> None:
    given = post("post", tags=("Python",), categories=("STRASSE",), authors=(Author("Mei"),))
    assert matches(given, publication(**fields)) is passes


def test_a_post_of_midnight_is_of_its_own_day() -> None:
    assert day_of(post("a", "2026-07-01T00:00:00+09:00")) == date(2026, 7, 1)


def test_without_a_date_there_is_no_instant() -> None:
    with pytest.raises(ValueError, match="no date"):
        published(post("a", None))


def test_posts_of_one_instant_come_by_path_whatever_the_disk_says() -> None:
    posts = [post("b"), post("a"), post("c"), post("z", "2026-06-30T00:00:00+09:00")]
    for given in permutations(posts):
        assert [p.id for p in in_order(given, newest_first=False)] == ["z", "a", "b", "c"]
        assert [p.id for p in in_order(given, newest_first=True)] == ["a", "b", "c", "z"]


def test_order_is_by_instant_not_by_text() -> None:
    east, west = post("east", "2026-07-01T08:00:00+09:00"), post("west", "2026-07-01T00:00:00+00:00")
    assert in_order([west, east], newest_first=False) == [east, west]
    assert datetime.fromisoformat(LATER) > NOW
