"""All feeds at once: for readers, for the site's pages, for the host."""

from __future__ import annotations

import gzip
from typing import Any

import brotli
import pytest
from lxml import etree, html
from msgspec.structs import replace

from exporter.backends.contract import CatalogueJob, Listed
from exporter.backends.feeds import BACKEND
from exporter.backends.feeds.options import Options
from exporter.model.issue import Issue
from tests.backends.feeds.samples import SITE, files, issue, post

MAIN = issue()
INK = issue(publication="topics", folder="topics/ink & co", term="ink & co", title="Notes & more — ink")
PAPER = issue(publication="topics", folder="topics/紙", term="紙", title="</title><script>")


def catalogue(*issues: Issue, **options: Any) -> dict[str, bytes]:
    listed = tuple(Listed(issue=one, site=SITE, options=Options(**options)) for one in issues)
    return {a.name: a.content for a in BACKEND.catalogue(CatalogueJob(listed=listed)).artifacts}


def test_an_opml_file_lists_every_feed() -> None:
    root = etree.fromstring(catalogue(MAIN, INK, PAPER)["feeds.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "Notes & more"
    feeds = [outline for outline in root.iter("outline") if outline.get("xmlUrl")]
    assert {outline.get("type") for outline in feeds} == {"rss"}
    assert [outline.get("xmlUrl") for outline in feeds] == [
        "https://example.org/feed/atom.xml",
        "https://example.org/topics/ink%20&%20co/atom.xml",
        "https://example.org/topics/%E7%B4%99/atom.xml",
    ]
    assert all(outline.get("text") and outline.get("htmlUrl") == SITE.url for outline in feeds)


def test_the_lines_to_paste_name_every_format() -> None:
    text = catalogue(MAIN, INK, PAPER)["autodiscovery.html"].decode()
    links = html.fromstring(f"<head>{text}</head>").findall(".//link")
    assert len(links) == len(text.splitlines()) == 9
    assert {link.get("rel") for link in links} == {"alternate"}
    assert [link.get("type") for link in links[:3]] == [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    ]
    assert "<script" not in text


def test_feeds_are_listed_in_the_formats_they_have() -> None:
    made = catalogue(MAIN, formats=("json",))
    assert b"feed.json" in made["feeds.opml"]
    assert made["autodiscovery.html"].count(b"<link") == 1


def test_a_site_without_an_address_has_no_list() -> None:
    nowhere = replace(SITE, url="https://example.invalid/")
    job = CatalogueJob(listed=(Listed(issue=MAIN, site=nowhere, options=Options()),))
    assert BACKEND.catalogue(job).artifacts == ()


def test_headers_for_static_hosts_are_written_on_demand() -> None:
    assert "_headers" not in catalogue(MAIN)
    archived = replace(MAIN, previous="2026-06")
    made = catalogue(archived, INK, PAPER, headers=True, hub="https://hub.example/")["_headers"].decode()
    rules = {rule.split("\n")[0]: rule for rule in made.replace("\n/", "\n\n/").split("\n\n")}
    assert set(rules) == {
        f"{place}/{name}"
        for place in ("/feed", "/feed/:issue", "/topics/:term")
        for name in ("rss.xml", "atom.xml", "feed.json")
    }
    own = rules["/feed/rss.xml"]
    assert "  Content-Type: application/rss+xml; charset=utf-8\n" in own
    assert '  Link: <https://hub.example/>; rel="hub", <https://example.org/feed/rss.xml>; rel="self"' in own
    assert 'rel="self"' not in rules["/topics/:term/rss.xml"]
    assert "max-age=604800" in rules["/feed/:issue/rss.xml"]
    assert all(line.startswith(("/", "  ")) for line in made.splitlines())


@pytest.mark.parametrize(("ending", "open_"), [("gz", gzip.decompress), ("br", brotli.decompress)])
def test_siblings_hold_the_same_bytes_and_are_the_same_every_time(ending: str, open_: Any) -> None:
    made = files(post(), compress=("gzip", "brotli"))
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert open_(made[f"{name}.{ending}"]) == made[name]
    assert made == files(post(), compress=("gzip", "brotli"))
    assert made["rss.xml.gz"][4:8] == b"\0\0\0\0"
