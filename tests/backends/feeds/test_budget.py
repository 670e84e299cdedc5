from __future__ import annotations

import json

from exporter.backends.feeds.budget import FEWEST
from tests.backends.feeds.samples import files, post, render

LONG = f"<p>{'Many words. ' * 200}</p>"
POSTS = [post(f"{n:02}", LONG) for n in range(30)]


def test_the_oldest_posts_become_summaries_until_the_feed_fits() -> None:
    made = files(*POSTS, budget=60)
    assert len(made["rss.xml"]) <= 60_000
    assert len(made["atom.xml"]) <= 60_000
    assert len(made["feed.json"]) <= 30_000
    items = json.loads(made["feed.json"])["items"]
    whole = ["content_html" in item for item in items]
    assert whole == sorted(whole, reverse=True)
    assert 0 < sum(whole) < len(items) == 30


def test_one_more_whole_post_would_not_have_fitted() -> None:
    made = files(*POSTS, budget=60)["rss.xml"]
    assert 60_000 - len(made) < len(LONG)


def test_a_huge_post_costs_no_other_its_content() -> None:
    huge = post("huge", f"<p>{'word ' * 1_000_000}</p>")
    items = json.loads(files(huge, *POSTS[:3])["feed.json"])["items"]
    assert ["content_html" in item for item in items] == [False, True, True, True]


def test_posts_are_left_out_only_when_all_are_summaries_and_never_below_ten() -> None:
    items = json.loads(files(*POSTS, budget=20)["feed.json"])["items"]
    assert not any("content_html" in item for item in items)
    assert FEWEST < len(items) < 30
    assert [item["id"] for item in items] == [one.id for one in POSTS[: len(items)]]
    assert len(json.loads(files(*POSTS, budget=1)["feed.json"])["items"]) == FEWEST


def test_what_was_cut_is_said_for_each_file() -> None:
    made = render(*POSTS, budget=60)
    assert [d.span.source for d in made.diagnostics if d.code == "F504"] == [a.name for a in made.artifacts]


def test_nothing_is_cut_without_need_or_without_a_budget() -> None:
    assert render(*POSTS).diagnostics == ()
    whole = json.loads(files(*POSTS, budget=0)["feed.json"])["items"]
    assert all("content_html" in item for item in whole)
