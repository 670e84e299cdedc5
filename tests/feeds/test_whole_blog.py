"""The whole history of a real blog, followed back by a real parser over HTTP: every post once, and closed for good."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.feeds.blog import Blog, published
from tests.feeds.test_readers import follow_json, follow_xml

NOW, LATER = "2026-11-23T00:00:00Z", "2027-02-02T00:00:00Z"
HOME = "https://ai.negi-lab.com/"


@pytest.mark.slow
def test_every_post_of_a_blog_is_met_once(corpora: Path, tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    shutil.rmtree(blog.root)
    shutil.copytree(corpora / "negi", blog.root, ignore=shutil.ignore_patterns("static", ".git"))
    blog.write("exporter.toml", '[publications.feed]\nbackend = "feeds"\nevery = "month"\n')
    blog.build(now=NOW)
    wanted = posts(blog)
    closed = {name: text for name, text in blog.files().items() if name.count("/") == 2}
    assert wanted.total() > 1800
    assert len(closed) % 3 == 0
    with published(blog.out) as address:
        for name, follow in FOLLOW.items():
            documents = list(follow(address, f"{HOME}feed/{name}"))
            met = Counter(known for document in documents[1:] for known in document)
            assert len(documents) == len(closed) // 3 + 1
            assert set(met.values()) == {1}
            assert_all(wanted, {*met, *documents[0]})
    for n in range(30):
        blog.post(f"new-{n:02}", f"2026-12-{n + 1:02}T09:00:00+09:00")
    blog.build(now=LATER)
    after = blog.files()
    # What closed in November was open before: it is new, all others keep their bytes.
    assert {name: after[name] for name in closed} == closed
    assert {name.split("/")[1] for name in after if name.count("/") == 2} > {n.split("/")[1] for n in closed}


FOLLOW: dict[str, Callable[[str, str], Iterator[list[str]]]] = {
    "rss.xml": follow_xml,
    "atom.xml": follow_xml,
    "feed.json": follow_json,
}


def assert_all(wanted: Counter[str], met: set[str]) -> None:
    """Of posts that share an address one has it as its id, and the others the same with their file's name."""
    assert Counter(known.partition("#")[0] for known in met) == wanted


def posts(blog: Blog) -> Counter[str]:
    """The addresses of all posts, by what the program lists, and how many posts have each."""
    lines = blog.run("list", "posts", "--json", now=NOW).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    return Counter(post["url"] for post in found if post["published"] and not (post["draft"] or post["page"]))
