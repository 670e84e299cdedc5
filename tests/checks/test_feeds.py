"""Every rule of the feed check: a feed that is right passes, and one edit that breaks the rule is found by its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.checks.feed_rules import ATOM, RSS
from exporter.checks.feeds import check, check_feeds

RSS_FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>Notes &#x26; more</title><link>https://example.org/</link><description>d</description>
<atom:link href="https://example.org/rss.xml" rel="self" type="application/rss+xml"/>
<image><url>https://example.org/i.png</url><title>Notes &#x26; more</title><link>https://example.org/</link></image>
<language>en</language><lastBuildDate>Wed, 01 Jul 2026 12:00:00 +0900</lastBuildDate><ttl>60</ttl>
<item><title>One</title><link>https://example.org/1/</link><description>Sum.</description>
<content:encoded><![CDATA[<p id="a">Hello <a href="https://example.org/#a">x</a> &amp; more</p>]]></content:encoded>
<dc:creator>Mei</dc:creator><guid isPermaLink="true">https://example.org/1/</guid>
<category domain="https://example.org/tags/">t</category>
<enclosure url="https://example.org/c.png" length="13" type="image/png"/>
<pubDate>Wed, 01 Jul 2026 12:00:00 +0900</pubDate><media:content url="https://example.org/c.png"/></item>
<item><title>Two</title><link>https://example.org/2/</link><description>Other.</description>
<author>mei@example.org (Mei)</author><guid isPermaLink="false">tag:example.org,2026:2</guid></item>
</channel></rss>
"""

ATOM_FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en">
<id>urn:uuid:1</id><title type="text">Notes</title><updated>2026-07-01T12:00:00+09:00</updated>
<link rel="self" type="application/atom+xml" href="https://example.org/atom.xml"/>
<link rel="alternate" type="text/html" href="https://example.org/"/><subtitle>s</subtitle>
<entry><id>https://example.org/1/</id><title>One</title><updated>2026-07-01T12:00:00Z</updated>
<author><name>Mei</name></author><link rel="alternate" type="text/html" href="https://example.org/1/"/>
<content type="html">&lt;p&gt;Hello&lt;/p&gt;</content><category term="t"/>
<media:content url="https://example.org/c.png"/></entry>
<entry><id>https://example.org/2/</id><title>Two</title><updated>2026-07-01T12:00:00Z</updated>
<author><name>Mei</name></author><link rel="alternate" type="text/html" href="https://example.org/2/"/></entry>
</feed>
"""

JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed.json", "authors": [{"name": "Mei"}], "language": "en", "icon": "https://example.org/i.png",
"hubs": [{"type": "WebSub", "url": "https://hub.example/"}], "next_url": "https://example.org/feed-2.json",
"items": [{"id": "1", "url": "https://example.org/1/", "content_html": "<p>a</p>", "authors": [{"name": "Mei"}],
"date_published": "2026-07-01T12:00:00+09:00", "image": "https://example.org/c.png", "tags": ["t"],
"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}]},
{"id": "2", "url": "https://example.org/2/", "content_text": "b"}]}
"""

RSS_BREAKS = [
    ("F1.1", "<description>d</description>", "<description/>"),
    ("F1.6", "<item><title>One", "<managingEditor>Mei</managingEditor><item><title>One"),
    (
        "F1.12",
        "<lastBuildDate>Wed, 01 Jul 2026 12:00:00 +0900</lastBuildDate>",
        '<s:comments xmlns:s="http://purl.org/rss/1.0/modules/slash/">3</s:comments>',
    ),
    ("F1.13", "<pubDate>Wed, 01 Jul", "<pubDate>Thu, 01 Jul"),
    ("F1.13", "<pubDate>Wed, 01 Jul", "<pubDate>Wed, 31 Jun"),
    ("F1.18", ' domain="https://example.org/tags/"', ""),
    ("F6.2", "<media:content ", '<media:content medium="picture" '),
    ("F6.3", "<media:content ", '<media:content width="wide" '),
    ("F1.1", 'version="2.0" xmlns:atom', 'version="0.92" xmlns:atom'),
    ("F1.1", "<description>d</description>", ""),
    ("F1.1", "<title>One</title>", "<title>One</title><title>Uno</title>"),
    ("F1.1", "<title>One</title>", "<title> </title>"),
    ("F1.1", "<title>Two</title><link>https://example.org/2/</link><description>Other.</description>", ""),
    ("F1.1", "<link>https://example.org/2/</link>", "<link>/2/</link>"),
    ("F1.1", "<link>https://example.org/2/</link>", "<link>https://example.org/日本/</link>"),
    ("F1.2", "<title>One</title>", "<title>&#x3C;b>One&#x3C;/b></title>"),
    ("F1.3", "Notes &#x26; more</title><link>", "Notes &amp; more</title><link>"),
    (
        "F1.4",
        "<pubDate>",
        '<enclosure url="https://example.org/d.png" length="1" type="image/png"/><pubDate>',
    ),
    ("F1.5", 'href="https://example.org/#a"', 'href="#a"'),
    ("F1.5", "Hello", '<img src="a.png">'),
    (
        "F1.5",
        "Hello",
        '<img src="https://example.org/a.png" srcset="https://example.org/a.png 1x, b.png 2x">',
    ),
    ("F1.6", "mei@example.org (Mei)", "Mei"),
    ("F1.7", "</channel>", "<generator>x</generator></channel>"),
    (
        "F1.8",
        "<url>https://example.org/i.png</url><title>Notes",
        "<url>https://example.org/i.png</url><title>Other",
    ),
    ("F1.9", "<ttl>", "<textInput/><ttl>"),
    ("F1.10", "<description>Sum.</description>", ""),
    (
        "F1.10",
        "<description>Other.</description>",
        "<description>a</description><content:encoded>a</content:encoded>",
    ),
    ("F1.11", 'rel="self"', 'rel="next"'),
    ("F1.13", "<pubDate>Wed, 01 Jul 2026", "<pubDate>2026-07-01"),
    ("F1.13", "<lastBuildDate>Wed, 01 Jul 2026", "<lastBuildDate>Wed, 01 Jul 26"),
    ("F1.14", "tag:example.org,2026:2", "https://example.org/1/"),
    ("F1.14", '<guid isPermaLink="false">', "<guid>"),
    ("F1.15", "<dc:creator>Mei</dc:creator>", ""),
    ("F1.15", "<author>mei", "<dc:creator>Mei</dc:creator><author>mei"),
    ("F1.16", 'length="13"', 'length="-1"'),
    ("F1.17", "<ttl>60", "<ttl>1 hour"),
    ("F1.18", ">t</category>", "/>"),
    ("F1.19", "<language>en</language>", ""),
    ("F1.21", "Sum.", "\x00"),
    ("F1.22", "Hello", "<script>x</script>"),
    ("F1.22", "Hello", '<b onclick="x">a</b>'),
    ("F1.22", "https://example.org/#a", "javascript:x"),
    ("F1.23", "Hello", '<b id="a">x</b>'),
    ("F6.1", '<media:content url="https://example.org/c.png"/>', '<media:content url="c.png"/>'),
]

ATOM_BREAKS = [
    ("F2.8", "<updated>2026-07-01", "<updated>2026-06-31"),
    ("F2.9", "<author>", "<published>2026-07-02T00:00:00Z</published><author>"),
    (
        "F2.4",
        '<link rel="alternate" type="text/html" href="https://example.org/2/"/>',
        '<link rel="alternate" type="text/html" hreflang="ja" href="https://example.org/2/"/>' * 2,
    ),
    ("F6.2", "<media:content ", '<media:content medium="picture" '),
    ("F6.3", "<media:content ", '<media:content width="wide" '),
    ("F2.1", 'feed xmlns="http://www.w3.org/2005/Atom"', 'feed xmlns="http://example.org/"'),
    ("F2.1", "<id>urn:uuid:1</id>", ""),
    ("F2.1", '<title type="text">Notes</title>', ""),
    ("F2.1", "<updated>2026-07-01T12:00:00+09:00</updated>", ""),
    ("F2.1", "<author><name>Mei</name></author>", ""),
    ("F2.2", "<id>https://example.org/2/</id>", ""),
    ("F2.2", "<title>Two</title>", ""),
    ("F2.2", "<title>Two</title><updated>2026-07-01T12:00:00Z</updated>", "<title>Two</title>"),
    ("F2.2", "<name>Mei</name>", "<name/>"),
    ("F2.3", '<link rel="alternate" type="text/html" href="https://example.org/2/"/>', ""),
    ("F2.4", "<content", '<link rel="alternate" type="text/html" href="https://example.org/x"/><content'),
    ("F2.4", "<content", '<link href="https://example.org/x"/><content'),
    ("F2.5", "<id>https://example.org/2/</id>", "<id>https://example.org/1/</id>"),
    ("F2.5", "<id>https://example.org/2/</id>", "<id>2</id>"),
    ("F2.6", '<title type="text">', '<title type="CDATA">'),
    ("F2.6", '<content type="html">', '<content type="CDATA">'),
    ("F2.7", '<content type="html">', '<content type="text/html" src="https://example.org/x">'),
    ("F2.8", "2026-07-01T12:00:00+09:00", "2026-07-01 12:00"),
    ("F2.10", 'rel="self"', 'rel="via"'),
    ("F2.11", 'xml:lang="en"', ""),
    ("F2.11", 'xml:lang="en"', 'xml:lang="English!"'),
    ("F2.12", 'term="t"', 'term=" "'),
    *[
        (
            "F2.13",
            "<subtitle>s</subtitle>",
            f"<subtitle>s</subtitle><{name}>https://example.org/</{name}>" * 2,
        )
        for name in ("rights", "subtitle", "logo", "icon", "generator")
    ],
    ("F2.14", 'href="https://example.org/2/"', 'href="/2/"'),
    ("F6.1", '<media:content url="https://example.org/c.png"/>', '<media:content url="c.png"/>'),
    ("F1.5", "Hello", '&lt;img src="a.png"&gt;'),
]

JSON_BREAKS = [
    ("F4.8", "2026-07-01T12", "2026-13-01T12"),
    ("F4.16", '"language"', '"_blog": 5, "language"'),
    ("F4.1", "version/1.1", "version/1"),
    ("F4.1", '"version"', '"title": "x", "version"'),
    ("F4.2", '"title": "Notes"', '"title": ""'),
    ("F4.3", '"home_page_url": "https://example.org/"', '"home": "x"'),
    ("F4.3", '"https://example.org/feed.json"', '"feed.json"'),
    ("F4.4", '"items": [', '"posts": ['),
    ("F4.4", '"id": "2"', '"id": "1"'),
    ("F4.5", '"id": "2", ', ""),
    ("F4.5", '"content_text"', '"text"'),
    ("F4.6", '"https://example.org/2/"', '"/2/"'),
    ("F4.7", '"authors": [{"name": "Mei"}]', '"authors": [{}]'),
    ("F4.7", '"authors": [{"name": "Mei"}]', '"author": {"name": "Mei"}'),
    ("F4.8", "2026-07-01T12:00:00+09:00", "2026-07-01"),
    ("F4.9", '"mime_type": "audio/mpeg"', '"size_in_bytes": 1'),
    ("F4.10", '"https://example.org/c.png"', '"c.png"'),
    ("F4.11", '"en"', '"English!"'),
    ("F4.12", '["t"]', '"t"'),
    ("F4.13", "feed-2.json", "feed.json"),
    ("F4.14", '"type": "WebSub"', '"kind": "WebSub"'),
    ("F4.15", '"https://example.org/i.png"', '"i.png"'),
    ("F4.16", '"language"', '"_a.b": {}, "language"'),
    ("F4.18", "]}\n", "]"),
    ("F1.5", "<p>a</p>", "<img src='a.png'>"),
]


def rules(feed: str) -> set[str]:
    return {finding.rule for finding in check(feed.encode("utf-8"), "feed")}


@pytest.mark.parametrize("feed", [RSS_FEED, ATOM_FEED, JSON_FEED], ids=["rss", "atom", "json"])
def test_a_feed_that_is_right_passes(feed: str) -> None:
    assert check(feed.encode("utf-8"), "feed") == []


@pytest.mark.parametrize(
    ("feed", "rule", "right", "wrong"),
    [
        *((RSS_FEED, *one) for one in RSS_BREAKS),
        *((ATOM_FEED, *one) for one in ATOM_BREAKS),
        *((JSON_FEED, *one) for one in JSON_BREAKS),
    ],
    ids=lambda value: value if str(value).startswith("F") else "",
)
def test_an_edit_that_breaks_a_rule_is_found_by_its_id(feed: str, rule: str, right: str, wrong: str) -> None:
    assert right in feed
    assert rule in rules(feed.replace(right, wrong))


def test_every_rule_is_broken_by_one_of_these_edits() -> None:
    assert {rule.id for rule in RSS} <= {rule for rule, _, _ in RSS_BREAKS}
    assert {rule.id for rule in ATOM} <= {rule for rule, _, _ in ATOM_BREAKS}


def test_a_finding_names_file_line_rule_and_text() -> None:
    (finding,) = check(RSS_FEED.replace("<ttl>60", "<ttl>1 hour").encode("utf-8"), "feed/rss.xml")
    assert str(finding) == "feed/rss.xml:8: F1.17 ttl is a number of minutes: <ttl> 1 hour"


def test_findings_on_files_are_diagnostics_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "rss.xml").write_text(RSS_FEED.replace("<ttl>60", "<ttl>1 hour"), encoding="utf-8")
    (found,) = check_feeds({"feed/rss.xml": tmp_path / "rss.xml"})
    assert (found.code, found.severity, str(found.span)) == ("F510", "error", "feed/rss.xml:8")
    assert found.message.startswith("F1.17 ")
