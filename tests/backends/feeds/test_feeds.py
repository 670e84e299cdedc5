"""The three formats as their readers see them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree

from exporter.backends.contract import PartJob
from exporter.backends.feeds.options import Options
from exporter.backends.feeds.part import part
from exporter.model.post import Author, Cover
from exporter.model.theme import Theme
from tests.backends.feeds.samples import COVER, NOON, ROOT, SITE, THEME, entry, files, issue, post, render

ATOM = {"a": "http://www.w3.org/2005/Atom", "media": "http://search.yahoo.com/mrss/"}
RSS = ATOM | {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def rss(*posts: Any, **options: Any) -> etree._Element:
    return etree.fromstring(files(*posts, **options)["rss.xml"])


def atom(*posts: Any, **options: Any) -> etree._Element:
    return etree.fromstring(files(*posts, **options)["atom.xml"])


def feed_json(*posts: Any, **options: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files(*posts, **options)["feed.json"])
    return loaded


def texts(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=RSS)
    assert isinstance(found, list)
    return [str(node.text if isinstance(node, etree._Element) else node) for node in found]


@pytest.mark.parametrize(("name", "version"), [("rss.xml", "rss20"), ("atom.xml", "atom10")])
def test_feedparser_reads_every_item_in_order_with_all_that_was_said(name: str, version: str) -> None:
    changed = NOON + timedelta(days=1)
    posts = [
        post("one", "<p>One <em>body</em>.</p>", title="One & <two>", tags=("C++", "日本"), updated=changed),
        post("two", authors=(Author("Ann"), Author("Bob")), cover=Cover(COVER.url, "A cat")),
    ]
    feed = feedparser.parse(files(*posts)[name])
    assert (feed.bozo, feed.version, feed.feed.title, feed.feed.link) == (
        0,
        version,
        "Notes & more",
        "https://example.org/",
    )
    first, second = feed.entries
    assert (first.id, first.link, first.author) == (posts[0].id, posts[0].url, "Mei")
    assert first.content[0].value == '<div lang="en"><p>One <em>body</em>.</p></div>'
    assert first.summary == "One body."
    assert [tag.term for tag in first.tags] == ["C++", "日本"]
    assert first.published_parsed[:5] == (2026, 7, 1, 3, 0)
    assert first.updated_parsed[:5] == (2026, 7, 2, 3, 0)
    assert "Bob" in second.author or [a.name for a in second.authors] == ["Ann", "Bob"]
    (enclosure,) = second.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        COVER.url,
        "image/jpeg",
        str(len(COVER.content)),
    )


def test_rss_writes_text_in_hexadecimal_references_and_html_in_cdata() -> None:
    content = files(post(body="<p>a ]]&gt; &amp;</p>", title="R&D < 3"))["rss.xml"]
    assert b"<title>R&#x26;D &#x3C; 3</title>" in content
    assert (
        b'<content:encoded><![CDATA[<div lang="en"><p>a ]]&gt; &amp;</p></div>]]></content:encoded>'
        in content
    )
    assert etree.fromstring(content).findtext(".//item/title") == "R&D < 3"


def test_rss_description_is_the_summary_as_html_and_stands_before_the_content() -> None:
    item = rss(post(description="a < b"))[0].find("item")
    assert item is not None
    names = [etree.QName(child).localname for child in item]
    assert names.index("description") < names.index("encoded")
    assert item.findtext("description") == "a &lt; b"


def test_rss_puts_the_channel_before_its_items_and_names_itself() -> None:
    channel = rss(post(), hub="https://hub.example/", ttl=60, logo="https://example.org/logo.png")[0]
    names = [etree.QName(child).localname for child in channel]
    assert names[-1] == "item"
    assert texts(channel, "a:link[@rel='self']/@href") == ["https://example.org/feed/rss.xml"]
    assert texts(channel, "a:link[@rel='hub']/@href") == ["https://hub.example/"]
    assert texts(channel, "image/title | title") == ["Notes & more"] * 2
    assert texts(channel, "image/link | link") == ["https://example.org/"] * 2
    assert texts(channel, "lastBuildDate | ttl | generator | language") == [
        "exporter", "en", "Wed, 01 Jul 2026 12:00:00 +0900", "60",
    ]  # fmt: skip


def test_a_guid_is_a_permalink_only_where_it_is_the_address() -> None:
    found = rss(post("a"), post("b", id="tag:example.org,2026:b"))
    assert texts(found, "//guid") == ["https://example.org/a/", "tag:example.org,2026:b"]
    assert texts(found, "//guid/@isPermaLink") == ["true", "false"]


def test_an_author_with_an_address_is_rss_s_author_and_every_other_dc_creator() -> None:
    found = rss(
        post("a", authors=(Author("Ann", email="ann@example.org"),)),
        post("b", authors=(Author("Bob", email="no"),)),
    )
    assert texts(found, "//author") == ["ann@example.org (Ann)"]
    assert texts(found, "//dc:creator") == ["Bob"]


def test_no_two_entries_of_a_day_changed_at_one_instant_and_the_feed_not_before_them() -> None:
    """feedvalidator, DuplicateUpdated."""
    feed = atom(*(post(name) for name in "abcdefgh"))
    changed = texts(feed, "//a:entry/a:updated")

    assert len(set(changed)) == 8
    assert {moment[:19] for moment in changed} == {"2026-07-01T12:00:00"}
    assert texts(feed, "/a:feed/a:updated") == [max(changed)]
    assert set(texts(feed, "//a:published")) == {"2026-07-01T12:00:00+09:00"}


def test_text_that_looks_like_html_is_said_to_be_what_it_is() -> None:
    """feedvalidator, ContainsUndeclaredHTML."""
    one = post(description="Close it with </b> or &lt;", cover=Cover(COVER.url, "a </p>"))
    summary = atom(one).find("a:entry/a:summary", ATOM)
    (alt,) = atom(one).iter(f"{{{ATOM['media']}}}description")

    assert summary is not None
    assert (summary.get("type"), summary.text) == ("html", "Close it with &lt;/b&gt; or &amp;lt;")
    assert (alt.get("type"), alt.text) == ("html", "a &lt;/p&gt;")
    assert texts(atom(post(description="1 < 2 & 3")), "//a:summary/@type") == ["text"]


def test_terms_say_which_taxonomy_they_are_of() -> None:
    one = post(categories=("Essays",), tags=("a", "b", "a"))
    expected = [
        ("Essays", "https://example.org/categories/"),
        ("a", "https://example.org/tags/"),
        ("b", "https://example.org/tags/"),
    ]
    assert [(c.text, c.get("domain")) for c in rss(one).iter("category")] == expected
    assert [(c.get("term"), c.get("scheme")) for c in atom(one).iter(f"{{{ATOM['a']}}}category")] == expected
    assert feed_json(one)["items"][0]["tags"] == ["Essays", "a", "b"]


def test_the_cover_is_announced_with_its_true_type_size_and_text() -> None:
    one = post(cover=Cover(COVER.url, "A cat & a dog"))
    for found in (rss(one), atom(one)):
        (content,) = found.iter(f"{{{ATOM['media']}}}content")
        assert dict(content.items()) == {
            "url": COVER.url, "medium": "image", "type": "image/jpeg", "fileSize": "13", "width": "1200", "height": "630",
        }  # fmt: skip
        assert content[0].text == "A cat & a dog"
    assert texts(atom(one), "//a:link[@rel='enclosure']/@length") == ["13"]
    assert feed_json(one)["items"][0]["image"] == COVER.url


def test_a_cover_elsewhere_is_named_without_claims_and_a_missing_one_not_at_all() -> None:
    remote = entry(post(cover=Cover("https://images.example/é.png"))).cover
    assert remote is not None
    assert (remote.url, remote.media_type) == ("https://images.example/%C3%A9.png", "")
    assert not list(rss(post(cover=Cover("https://images.example/a.png"))).iter("enclosure"))
    assert entry(post(cover=Cover("https://example.org/gone.png"))).cover is None


def test_atom_links_keep_their_kind_and_type() -> None:
    found = atom(post(), hub="https://hub.example/")
    assert texts(found, "/a:feed/a:link/@rel") == ["self", "alternate", "hub"]
    assert texts(found, "//a:entry/a:link/@rel | //a:entry/a:link/@type") == ["alternate", "text/html"]
    assert texts(found, "//a:title/@type") == ["text", "text"]
    assert texts(found, "//a:content/@type") == ["html"]


def test_a_post_in_another_language_than_the_feed_says_so() -> None:
    one = post(language="ja")
    assert texts(atom(one), "//a:entry/@xml:lang") == ["ja"]
    assert feed_json(one)["items"][0]["language"] == "ja"
    assert "language" not in feed_json(post())["items"][0]


def test_json_feed_begins_with_its_version_and_lists_hubs() -> None:
    found = feed_json(post(), hub="https://hub.example/", icon="https://example.org/i.png")
    assert next(iter(found.items())) == ("version", "https://jsonfeed.org/version/1.1")
    assert found["feed_url"] == "https://example.org/feed/feed.json"
    assert found["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert found["icon"] == "https://example.org/i.png"


def test_a_feed_of_summaries_has_no_content() -> None:
    one = post(body="<p>A sentence.</p><pre>long</pre>")
    made = files(one, content="summary")
    assert all(b"long" not in content for content in made.values())
    assert b"content" not in made["atom.xml"]
    assert json.loads(made["feed.json"])["items"][0]["content_text"] == "A sentence."


def test_a_post_without_a_title_is_listed_by_its_beginning_and_markup_is_no_part_of_one() -> None:
    assert entry(post(title=" ")).title == "Hello."
    assert entry(post(title="", body="")).title == "https://example.org/first/"
    assert entry(post(title="The <em>new <b>one</b></em> & <video>")).title == "The new one & <video>"


def test_authors_come_from_the_post_then_the_options_then_the_site() -> None:
    named = post(authors=(Author("Ann"),))
    assert [a.name for a in entry(named, author="Opt").authors] == ["Ann"]
    assert [a.name for a in entry(post(), author="Opt").authors] == ["Opt"]
    assert [a.name for a in entry(post()).authors] == ["Mei"]


def test_an_update_before_publication_is_none() -> None:
    one = entry(post(updated=NOON - timedelta(days=3)))
    assert one.updated == one.published == NOON


def test_dates_keep_the_offset_they_were_written_with() -> None:
    assert texts(rss(post()), "//pubDate") == ["Wed, 01 Jul 2026 12:00:00 +0900"]
    assert texts(atom(post()), "//a:published") == ["2026-07-01T12:00:00+09:00"]
    assert feed_json(post())["items"][0]["date_published"] == "2026-07-01T12:00:00+09:00"


def test_files_lie_in_the_publication_s_folder_and_a_span_in_its_own() -> None:
    def names(**fields: Any) -> list[str]:
        return [artifact.name for artifact in render(post(), of=issue(post(), **fields)).artifacts]

    assert names() == ["feed/rss.xml", "feed/atom.xml", "feed/feed.json"]
    assert names(folder="feed/ja")[0] == "feed/ja/rss.xml"
    assert names(id="2026-07")[0] == "feed/2026-07/rss.xml"
    assert list(files(post(), formats=("json",))) == ["feed.json"]


def test_the_public_address_can_be_told() -> None:
    of = issue(post(), folder="feed/ja")
    made = render(post(), of=of, url="https://cdn.example/f").artifacts[2]
    assert json.loads(made.content)["feed_url"] == "https://cdn.example/f/ja/feed.json"


def test_a_site_without_an_address_has_no_feed_and_is_told_what_to_set() -> None:
    made = render(post(), site=type(SITE)(title="x", url="", language="en"))
    assert made.artifacts == ()
    assert [(d.code, "base_url" in d.hint) for d in made.diagnostics] == [("F502", True)]


def test_of_two_posts_with_one_id_the_first_is_kept_and_the_other_named() -> None:
    twin = post("b", id=post("a").id)
    made = render(post("a"), twin)
    assert [artifact.count for artifact in made.artifacts] == [1, 1, 1]
    assert [(d.code, d.span.source) for d in made.diagnostics] == [("F503", "b.md")]


def test_an_empty_issue_is_an_empty_feed() -> None:
    made = files()
    assert feedparser.parse(made["rss.xml"]).bozo == 0
    assert feedparser.parse(made["atom.xml"]).bozo == 0
    assert json.loads(made["feed.json"])["items"] == []


def test_a_browser_that_opens_a_feed_finds_a_stylesheet_of_the_theme_s_colours() -> None:
    css = (ROOT / "themes/default/feed.css").read_bytes()
    made = render(post(), theme=Theme("default", THEME.files | {"feed.css": css}))
    *feeds, style = made.artifacts
    assert (style.name, style.media_type) == ("feed/feed.css", "text/css")
    assert b"var(" not in style.content
    assert [b'<?xml-stylesheet type="text/css" href="feed.css"?>' in feed.content for feed in feeds] == [
        True,
        True,
        False,
    ]
    assert b"xml-stylesheet" not in files(post())["rss.xml"]


def test_a_picture_inside_the_page_is_reported_with_its_file() -> None:
    job = PartJob(
        post=post(body='<p><img alt="" src="data:image/png;base64,AAAA"/></p>'),
        site=SITE,
        theme=THEME,
        options=Options(),
        assets={},
    )
    assert [(d.code, d.span.source) for d in part(job).diagnostics] == [("F501", "first.md")]
