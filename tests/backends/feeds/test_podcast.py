"""A podcast: what is played, what directories ask for (Apple's tags, Podcasting 2.0), what stays out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid5

import feedparser
import pytest
from lxml import etree

from exporter.backends.feeds.options import Podcast
from exporter.checks.feeds import check
from exporter.model.post import Author, Cover, Post
from exporter.passes.recordings import seconds
from tests.backends.feeds.samples import COVER, files, post, render

EPISODE = {
    "enclosure": "https://example.org/audio/été.mp3",
    "enclosure_type": "audio/mpeg",
    "enclosure_length": "1234",
    "duration": "1:02:03",
    "episode": "3",
    "season": "2",
    "transcript": "https://example.org/one.vtt",
    "chapters": "https://example.org/one.json",
}
SHOW = Podcast(category="Society & Culture/Philosophy", owner="Mei", email="mei@example.org", locked=True)
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}


def episode(**facts: str) -> Post:
    return post(
        "one",
        extra=EPISODE | facts,
        cover=Cover(COVER.url),
        authors=(Author("Mei", "https://example.org/mei"),),
    )


def show(*posts: Post, **options: Any) -> dict[str, bytes]:
    return files(*posts, profile="podcast", podcast=SHOW, icon=COVER.url, **options)


def text(feed: bytes, path: str) -> list[str]:
    found = etree.fromstring(feed).xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(one) for one in found]


def test_the_recording_is_the_enclosure_and_the_cover_stays_a_picture() -> None:
    made = files(episode())
    assert text(made["rss.xml"], "//item/enclosure/@url") == ["https://example.org/audio/%C3%A9t%C3%A9.mp3"]
    assert text(made["rss.xml"], "//item/enclosure/@length") == ["1234"]
    assert feedparser.parse(made["atom.xml"]).entries[0].enclosures[0].length == "1234"
    (attachment,) = json.loads(made["feed.json"])["items"][0]["attachments"]
    assert (attachment["size_in_bytes"], attachment["duration_in_seconds"]) == (1234, 3723)
    for name, content in made.items():
        assert check(content, name) == []


def test_a_podcast_has_the_tags_of_its_directories() -> None:
    rss = show(episode())["rss.xml"]
    for path, value in {
        "//channel/itunes:category/@text": "Society & Culture",
        "//channel/itunes:category/itunes:category/@text": "Philosophy",
        "//channel/itunes:explicit/text()": "false",
        "//channel/itunes:owner/itunes:email/text()": "mei@example.org",
        "//channel/itunes:image/@href": COVER.url,
        "//channel/podcast:locked[@owner='mei@example.org']/text()": "yes",
        "//item/itunes:duration/text()": "3723",
        "//item/itunes:episode/text()": "3",
        "//item/podcast:transcript[@type='text/vtt']/@url": "https://example.org/one.vtt",
        "//item/podcast:chapters/@url": "https://example.org/one.json",
        "//item/podcast:person/text()": "Mei",
    }.items():
        assert text(rss, path) == [value], path
    assert check(rss, "rss.xml") == []
    assert feedparser.parse(rss).bozo == 0


def test_the_guid_is_made_of_the_address_without_its_scheme() -> None:
    """The example of the Podcasting 2.0 namespace: podnews.net/rss."""
    rss = show(episode(), url="https://podnews.net/x")["rss.xml"]
    name = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert str(uuid5(name, "podnews.net/rss")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert text(rss, "//podcast:guid/text()") == [str(uuid5(name, "podnews.net/x/rss.xml"))]


def test_a_post_without_a_recording_is_no_episode() -> None:
    rendered = render(episode(), post("silent"), profile="podcast")
    assert [d.code for d in rendered.diagnostics] == ["F505"]
    assert {a.name: a.count for a in rendered.artifacts}["feed/rss.xml"] == 1


def test_a_blog_names_no_podcast() -> None:
    assert b"itunes" not in files(episode())["rss.xml"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1:02:03", 3723),
        ("62:03", 3723),
        ("3723", 3723),
        ("3723.5", 3723),
        ("an hour", 0),
        ("", 0),
        ("1:2", 0),
    ],
)
def test_durations(written: str, meant: int) -> None:
    assert seconds(written) == meant


@pytest.mark.parametrize(
    "facts",
    [
        {"enclosure": "javascript:alert(1)"},
        {"enclosure_type": 'text/html"><script>'},
        {"enclosure_length": "-1", "episode": "9" * 400, "season": "٣"},
        {"transcript": "\x00 ]]>", "chapters": "<&"},
    ],
)
def test_whatever_a_header_says_the_feed_is_valid(facts: dict[str, str]) -> None:
    for name, content in show(episode(**facts)).items():
        assert [f for f in check(content, name) if not f.rule.startswith("F1.16")] == []
