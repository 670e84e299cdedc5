"""Feeds as they lie on the web: every format, and every way to be not quite right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from exporter.ledger.live import FeedError, read_live
from exporter.ledger.rows import Row
from tests.backends.feeds.samples import NOON, files, post

JST = timezone(timedelta(hours=9))
WHEN = datetime(2026, 7, 1, 12, tzinfo=JST)


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_our_own_feeds_are_read(name: str) -> None:
    url = "https://example.org/first/"
    assert read_live(files(post())[name], name) == (Row(url, url, "", NOON),)


RSS = """<rss version="2.0"><channel><title>t</title><item><title>a</title>{}</item></channel></rss>"""


@pytest.mark.parametrize(
    ("inside", "row"),
    [
        ("<link>https://e.org/a/</link><guid>x</guid>", Row("x", "https://e.org/a/")),
        ("<link>https://e.org/a/</link>", Row("https://e.org/a/", "https://e.org/a/")),
        ("<guid>https://e.org/a/</guid>", Row("https://e.org/a/", "https://e.org/a/")),
        ("<guid> x\n y </guid><link>l</link>", Row("x y", "l")),
        ("<guid>x</guid><pubDate>Wed, 01 Jul 2026 12:00:00 +0900</pubDate>", Row("x", "", "", WHEN)),
        (
            "<guid>x</guid><pubDate>Wed, 01 Jul 2026 12:00:00</pubDate>",
            Row("x", "", "", WHEN.replace(tzinfo=UTC)),
        ),
        ("<guid>x</guid><pubDate>gestern</pubDate>", Row("x")),
        ("<guid>x</guid><description>a & b \x0c</description>", Row("x")),
    ],
)
def test_items_of_rss(inside: str, row: Row) -> None:
    assert read_live(RSS.format(inside).encode(), "index.xml") == (row,)


def test_atom_and_rdf() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><link rel="self" href="s"/>
      <link href="https://e.org/a/"/><updated>2026-07-02T00:00:00Z</updated><published>2026-07-01T12:00:00+09:00</published>
      </entry></feed>"""
    assert read_live(atom, "a") == (Row("x", "https://e.org/a/", "", WHEN),)
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>a</title><link>https://e.org/a/</link>
      <dc:date>2026-07-01T12:00:00+09:00</dc:date></item></rdf:RDF>"""
    assert read_live(rdf, "a") == (Row("https://e.org/a/", "https://e.org/a/", "", WHEN),)


def test_an_id_that_stands_twice_counts_once_the_first_time() -> None:
    twice = RSS.format("<guid>x</guid><link>1</link></item><item><guid>x</guid><link>2</link>")
    assert read_live(twice.encode(), "a") == (Row("x", "1"),)


@pytest.mark.parametrize(
    "content", [b"", b"<html><p>Not found", b"{}", b'{"items": 3}', b"\x00\xff", b"[", b"{broken"]
)
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(FeedError):
        read_live(content, "index.xml")


def test_no_entity_is_followed() -> None:
    evil = (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.format("<guid>a&x;</guid>").encode()
    )
    assert [row.id for row in read_live(evil, "a")] == ["a&x;"]
