"""What readers meet as new or changed, in every format."""

from __future__ import annotations

import pytest

from exporter.checks.feed_changes import compare
from exporter.checks.feed_items import File, read_items
from exporter.model.post import Cover, Post
from tests.backends.feeds.samples import COVER, NOON, files, post

FORMATS = ["rss.xml", "atom.xml", "feed.json"]
BEFORE = [post("one"), post("two"), post("three")]


def changes(name: str, *after: Post) -> list[str]:
    before = read_items(files(*BEFORE)[name])
    return [f"{c.kind} {c.item.title}" for c in compare(before, read_items(files(*after)[name]))]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_changed(name: str) -> None:
    assert changes(name, *BEFORE) == []


@pytest.mark.parametrize("name", FORMATS)
def test_one_edited_one_new_and_one_gone(name: str) -> None:
    edited = post("two", "<p>Another text.</p>")
    assert changes(name, post("zero"), post("one"), edited) == ["new zero", "changed two", "gone three"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_new_date_of_change_is_a_change(name: str) -> None:
    touched = post("two", updated=NOON.replace(day=2))
    assert changes(name, post("one"), touched, post("three")) == ["changed two"]


@pytest.mark.parametrize("name", FORMATS)
def test_items_are_read_whole(name: str) -> None:
    recorded = {"enclosure": "https://e.org/a.mp3", "enclosure_type": "audio/mpeg", "enclosure_length": "3"}
    (item,) = read_items(files(post("one", "<p>Hello.</p>", extra=recorded))[name])
    assert (item.id, item.title, item.url) == ("https://example.org/one/", "one", "https://example.org/one/")
    assert "<p>Hello.</p>" in item.html
    assert item.files == (File("https://e.org/a.mp3", 3),)


def test_an_enclosed_cover_is_read() -> None:
    (item,) = read_items(files(post("one", cover=Cover(COVER.url)))["rss.xml"])
    assert item.files == (File(COVER.url, len(COVER.content)),)


@pytest.mark.parametrize("content", [b"", b"<rss>", b"{", b"[]", b'{"items": [1]}', b'{"items": 1}', b"\xff"])
def test_what_is_no_feed_has_no_items(content: bytes) -> None:
    assert read_items(content) == ()
