"""The documents of an archived feed (RFC 5005): how they name one another, and what they hold."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from exporter.checks.feeds import check
from exporter.model.artifact import Rendered
from tests.backends.feeds.samples import issue, post, render

POSTS = [post(f"{n:02}", f"<p>{'Many words. ' * 200}</p>") for n in range(30)]
CLOSED = issue(*POSTS, id="2026-07", previous="2026-06", closed=True)
OPEN = issue(*POSTS, previous="2026-07")
HISTORY = "{http://purl.org/syndication/history/1.0}archive"
LINK = "{http://www.w3.org/2005/Atom}link"


def by_name(rendered: Rendered) -> dict[str, bytes]:
    return {a.name.rpartition("/")[2]: a.content for a in rendered.artifacts}


def links(feed: bytes) -> dict[str, str]:
    return {
        link.get("rel", ""): link.get("href", "")
        for link in etree.fromstring(feed).iter(LINK)
        if link.get("rel")
    }


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_a_feed_leads_to_its_newest_archive_and_an_archive_to_both_sides(name: str) -> None:
    open_links = links(by_name(render(*POSTS, of=OPEN))[name])
    assert open_links["prev-archive"] == f"https://example.org/feed/2026-07/{name}"
    assert "current" not in open_links
    closed = by_name(render(*POSTS, of=CLOSED))[name]
    assert links(closed)["prev-archive"] == f"https://example.org/feed/2026-06/{name}"
    assert links(closed)["current"] == f"https://example.org/feed/{name}"
    assert links(closed)["self"] == f"https://example.org/feed/2026-07/{name}"
    assert "next-archive" not in links(closed)
    assert len(list(etree.fromstring(closed).iter(HISTORY))) == 1


def test_the_first_archive_leads_no_further_back() -> None:
    made = by_name(render(*POSTS, of=issue(*POSTS, id="2026-06", closed=True)))
    assert "prev-archive" not in links(made["rss.xml"])
    assert "next_url" not in json.loads(made["feed.json"])


def test_json_feed_pages_by_next_url() -> None:
    assert json.loads(by_name(render(*POSTS, of=OPEN))["feed.json"])["next_url"].endswith(
        "/feed/2026-07/feed.json"
    )


def test_a_feed_without_an_archive_says_nothing_of_one() -> None:
    made = by_name(render(*POSTS))
    assert not {"prev-archive", "current"} & set(links(made["atom.xml"]))
    assert b"history" not in made["rss.xml"]


def test_an_archive_is_whole_and_an_open_feed_that_has_one_loses_no_post() -> None:
    items = json.loads(by_name(render(*POSTS, of=CLOSED, budget=20))["feed.json"])["items"]
    assert all("content_html" in item for item in items)
    items = json.loads(by_name(render(*POSTS, of=OPEN, budget=20))["feed.json"])["items"]
    assert len(items) == 30
    assert not any("content_html" in item for item in items)


def test_nobody_is_told_of_news_in_a_closed_document() -> None:
    assert "hub" in links(by_name(render(*POSTS, of=OPEN, hub="https://hub.example/"))["rss.xml"])
    closed = by_name(render(*POSTS, of=CLOSED, hub="https://hub.example/"))
    assert "hub" not in links(closed["rss.xml"])
    assert "hubs" not in json.loads(closed["feed.json"])


def test_all_documents_are_valid() -> None:
    for of in (OPEN, CLOSED):
        for name, content in by_name(render(*POSTS, of=of)).items():
            if name != "feed.css":
                assert [str(f) for f in check(content, name)] == []
