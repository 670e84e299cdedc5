"""Posts and sites that should not be: what is made of them is valid, and what cannot be made is said."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

from exporter.checks.feeds import check
from tests.feeds.blog import Blog


def assert_valid(blog: Blog, items: int) -> None:
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert [str(finding) for finding in check(blog.feed(name), name)] == []
    for name in ("rss.xml", "atom.xml"):
        parsed = feedparser.parse(blog.feed(name))
        assert (parsed.bozo, len(parsed.entries)) == (0, items)


def test_texts_that_break_xml(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.post(
        "control",
        "2026-07-01",
        "a\x00b\x08c\x1bd\x7f ]]> e\ufffe ]]&gt; f",
        tags=["\x01", "]]>"],
        author="\x0b & <",
    )
    blog.write("content/posts/raw.md", "---\ntitle: raw\ndate: 2026-07-02\n---\nlone \ud83d text\n")
    blog.write("content/posts/escaped.md", '---\ntitle: "x \\ud83d"\ndate: 2026-07-02\n---\nText.\n')
    blog.post("cdata", "2026-07-03", "```\n<![CDATA[ x ]]>\n```\n", title="]]> & <b")
    done = blog.run("build", "feed")
    # A lone surrogate is neither UTF-8 nor YAML: such posts are named, the others go out.
    assert done.returncode == 1
    assert {"S102", "S103"} <= set(done.stdout.split())
    assert_valid(blog, 2)
    assert "]]>" in json.loads(blog.feed("feed.json"))["items"][0]["title"]


def test_a_post_of_five_megabytes(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.post("huge", "2026-07-01", "A long sentence with many words in it. " * 130_000)
    blog.daily(3)
    blog.build()
    assert_valid(blog, 4)
    assert all(len(blog.feed(name)) < 500_000 for name in ("rss.xml", "atom.xml", "feed.json"))


@pytest.mark.parametrize("every", ["", 'every = "month"'])
def test_dates_outside_the_usual(tmp_path: Path, every: str) -> None:
    blog = Blog(tmp_path, config=f"[publications.feed]\nlatest = 20\n{every}\n")
    for name, day in {
        "old": "1066-10-14",
        "first": "0001-01-01",
        "epoch": "1969-12-31T23:59:59Z",
        "far": "9999-12-31",
    }.items():
        blog.post(name, day)
    blog.build()
    assert "far" not in {item["title"] for item in blog.items()}
    blog.build("--future")
    assert "far" in {item["title"] for item in blog.items()}
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert [str(finding) for finding in check(blog.feed(name), name)] == []


def test_without_an_address_there_is_an_error_that_says_how_to_set_one(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.write("hugo.toml", 'title = "Notes"\n')
    blog.daily(1)
    done = blog.run("build", "feed")
    assert done.returncode == 1
    assert "F502" in done.stdout
    assert "base_url under [site]" in done.stdout
    assert not (blog.out / "feed").exists()
    blog.write("exporter.toml", '[site]\nbase_url = "https://example.org/"\n')
    blog.build()
    assert_valid(blog, 1)


@pytest.mark.parametrize(
    ("base", "home"),
    [
        ("https://example.org/some/path", "https://example.org/some/path/"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/notes et été/", "https://example.org/notes%20et%20%C3%A9t%C3%A9/"),
        ("http://example.org:8080/", "http://example.org:8080/"),
    ],
)
def test_unusual_addresses(tmp_path: Path, base: str, home: str) -> None:
    blog = Blog(tmp_path, base=base)
    blog.post("名前 mit Leerzeichen & Ümlaut", "2026-07-01", "[link](/posts/x/) ![](/a b/ü.png)")
    blog.build()
    assert_valid(blog, 1)
    feed = json.loads(blog.feed("feed.json"))
    assert feed["home_page_url"] == home
    assert feed["feed_url"] == f"{home}feed/feed.json"
    assert feed["items"][0]["url"].startswith(f"{home}posts/")


def test_two_posts_of_one_address_have_two_ids(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.post("one", "2026-07-01", slug="same")
    blog.post("two", "2026-07-02", slug="same")
    done = blog.build()
    assert "S107" in done.stdout
    ids = [item["id"] for item in blog.items()]
    assert len(set(ids)) == 2
    assert ids[1] == "https://example.org/posts/same/"
    assert_valid(blog, 2)


def test_an_enclosure_that_is_missing_is_not_announced(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.post("one", "2026-07-01", audio="/none.mp3", cover={"image": "/none.jpg"})
    done = blog.build()
    assert "S115" in done.stdout
    assert "A401" in done.stdout
    assert b"none." not in blog.feed("rss.xml")
    assert_valid(blog, 1)


def test_a_tag_of_any_text_has_a_feed_that_is_listed(tmp_path: Path) -> None:
    blog = Blog(tmp_path, config='[publications.topics]\nbackend = "feeds"\neach = "tag"\n')
    blog.post("one", "2026-07-01", tags=["../../etc", "C++", "C#", "日本語", "a & <b>", " "])
    done = blog.run("build", "topics")
    assert done.returncode == 0, done.stdout
    feeds = sorted(blog.out.glob("topics/*/rss.xml"))
    assert len(feeds) == 5
    assert (blog.out / "feeds.opml").read_text().count("/topics/") == 5
    for path in feeds:
        assert [str(finding) for finding in check(path.read_bytes(), path.name)] == []
