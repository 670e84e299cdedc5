"""Whatever a post says, its feeds are well-formed and valid."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from exporter.backends.contract import CatalogueJob, Listed
from exporter.backends.feeds import BACKEND
from exporter.backends.feeds.options import Options, Podcast
from exporter.build.runs import safe_name
from exporter.checks.feeds import check
from exporter.model.post import Author, Cover
from tests.backends.feeds.samples import COVER, RICH, SITE, files, issue, post

RFC4287 = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "atom.rng")))

# Any code point at all: lone surrogates, controls and what XML forbids among them.
TEXT = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    [
        "]]>",
        "<b>x</b>",
        "&amp;",
        "\x00\x08\x0b",
        "\ud800",
        "\ufffe",
        "</title>",
        '"><script>',
        "-->",
        "\u202e",
        " ",
    ]
)
XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"]),
    max_size=40,
)  # fmt: skip
MOMENT = st.datetimes(
    datetime(1000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(9990, 1, 1),  # noqa: DTZ001
    timezones=st.timezones() | st.just(UTC),
)


def assert_valid(made: dict[str, bytes], items: int) -> None:
    for name, content in made.items():
        # F1.2: half a tag in a title is the author's text, and reported as such.
        assert [str(finding) for finding in check(content, name) if finding.rule != "F1.2"] == []
    atom = etree.fromstring(made["atom.xml"])
    RFC4287.assertValid(atom)
    for name in ("rss.xml", "atom.xml"):
        parsed = feedparser.parse(made[name])
        assert (parsed.bozo, len(parsed.entries)) == (0, items)
    assert len(json.loads(made["feed.json"])["items"]) == items


def test_a_full_feed_is_valid_in_every_format() -> None:
    posts = [
        post(
            name, RICH, tags=("a & b",), categories=("c",), cover=Cover(COVER.url, "]]> &"), description="a < b",
            authors=(Author("A", "https://example.org/é", "a@example.org"),),
        )
        for name in ("one", "two", "three")
    ]  # fmt: skip
    made = files(*posts, hub="https://hub.example/", icon=COVER.url, logo=COVER.url, ttl=30)
    assert_valid(made, 3)
    assert_valid(files(*posts, content="summary"), 3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=TEXT, tag=TEXT, author=TEXT, description=TEXT, alt=TEXT, identifier=TEXT, published=MOMENT)
def test_any_text_in_a_header_gives_valid_feeds(published: datetime, identifier: str, **text: str) -> None:
    fields: dict[str, Any] = {
        "title": text["title"],
        "tags": (text["tag"],),
        "categories": (text["tag"],),
        "authors": (Author(text["author"], email=text["alt"]),),
        "description": text["description"],
        "cover": Cover(COVER.url, text["alt"]),
        "id": f"https://example.org/{identifier}",
        "published": published,
    }
    assert_valid(files(post(**fields)), 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, TEXT)
def test_any_text_in_a_recording_gives_a_valid_podcast(url: str, fact: str, show: str) -> None:
    recorded = {
        "enclosure": f"https://example.org/{url}", "enclosure_type": "audio/mpeg", "enclosure_length": fact,
        "duration": fact, "episode": fact, "transcript": f"https://example.org/{fact}", "chapters": url,
    }  # fmt: skip
    told = Podcast(category=show, owner=show, email=show, guid=show, locked=True)
    assert_valid(files(post(extra=recorded), profile="podcast", podcast=told), 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT)
def test_any_text_in_a_term_gives_a_valid_list(term: str, name: str) -> None:
    folder = f"topics/{safe_name(term, 'term')}"
    tagged = post(tags=(term,))
    one = issue(tagged, publication="topics", folder=folder, term=term, title=f"{name} — {term}")
    job = CatalogueJob(listed=(Listed(issue=one, site=SITE, options=Options(headers=True)),))
    made = {artifact.name: artifact.content for artifact in BACKEND.catalogue(job).artifacts}
    (outline,) = etree.fromstring(made["feeds.opml"]).iter("outline")
    assert outline.get("xmlUrl", "").isascii()
    assert outline.get("text")
    assert made["autodiscovery.html"].count(b"\n") == 3
    assert made["_headers"].count(b"\n") == 3 * 5
    assert_valid(files(tagged, of=one), 1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(XML_TEXT, XML_TEXT)
def test_any_text_in_a_body_gives_valid_feeds(text: str, code: str) -> None:
    body = etree.Element("body")
    etree.SubElement(body, "p", {"title": text}).text = text
    etree.SubElement(body, "img", {"alt": text, "src": "https://example.org/a.png"})
    etree.SubElement(etree.SubElement(body, "pre"), "code", {"class": "language-html"}).text = code
    inner = etree.tostring(body, encoding="unicode")[len("<body>") : -len("</body>")]
    assert_valid(files(post(body=inner)), 1)


@pytest.mark.parametrize("text", ["]]>", "a]]>b]]>", "<![CDATA[x]]>"])
def test_what_ends_a_cdata_section_does_not_end_ours(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    made = files(post(body=f'<p title="{escaped}">{escaped}</p>'))
    shown = etree.fromstring(made["rss.xml"]).findtext(".//{http://purl.org/rss/1.0/modules/content/}encoded")
    assert shown == json.loads(made["feed.json"])["items"][0]["content_html"].replace("]]>", "]]&gt;")
