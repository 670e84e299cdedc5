"""What a reader meets over HTTP: the whole history once, news once, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import feedparser
import pytest
from lxml import etree

from tests.feeds.blog import Blog, published

ARCHIVED = '[publications.feed]\nevery = "month"\nlatest = 5\n'
LINK = "{http://www.w3.org/2005/Atom}link"


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """200 days of posts, up to 19 July, and an archive by months."""
    blog = Blog(tmp_path_factory.mktemp("archived"), config=ARCHIVED)
    blog.daily(200)
    blog.build()
    return blog


def serve(address: str, url: str) -> bytes:
    """What lies at ``url``, which is on example.org, on the server at ``address``."""
    with urlopen(address + urlsplit(url).path.lstrip("/")) as answer:
        content: bytes = answer.read()
    return content


def follow_xml(address: str, url: str) -> Iterator[list[str]]:
    """The ids of each document, from the one that is subscribed to back to the first (RFC 5005, 4.2)."""
    while url:
        content = serve(address, url)
        yield [entry.id for entry in feedparser.parse(content).entries]
        links = {link.get("rel"): link.get("href") for link in etree.fromstring(content).iter(LINK)}
        url = links.get("prev-archive") or ""


def follow_json(address: str, url: str) -> Iterator[list[str]]:
    while url:
        feed = json.loads(serve(address, url))
        yield [item["id"] for item in feed["items"]]
        url = feed.get("next_url", "")


@pytest.mark.parametrize(
    ("name", "follow"), [("rss.xml", follow_xml), ("atom.xml", follow_xml), ("feed.json", follow_json)]
)
def test_who_follows_the_archive_sees_every_post_once(name: str, follow: object, archived: Blog) -> None:
    with published(archived.out) as address:
        documents = list(follow(address, f"https://example.org/feed/{name}"))  # type: ignore[operator]
    assert len(documents) == 1 + 6
    met = Counter(known for document in documents[1:] for known in document)
    assert set(met.values()) == {1}
    assert {*met, *documents[0]} == {f"https://example.org/posts/post-{n:03}/" for n in range(200)}


def test_what_is_closed_stays_byte_for_byte(archived: Blog) -> None:
    closed = {name: text for name, text in archived.files().items() if name.count("/") == 2}
    archived.daily(40, since=200)
    archived.build(now="2026-09-01T00:00:00Z")
    after = archived.files()
    assert len(closed) == 6 * 3
    assert {name: after[name] for name in closed} == closed
    assert {name for name in after if name.startswith("feed/2026-07/")}


def test_bytes_change_only_when_content_does(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.daily(3)
    blog.build()
    before = blog.files()
    blog.build("--fresh", now="2026-07-21T00:00:00Z")
    assert blog.files() == before


# --- newsboat -----------------------------------------------------------------------------------------------------


class Newsboat:
    """A subscription of the reader newsboat, its own database read back."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        folder.mkdir()
        (folder / "urls").write_text(f"{url}\n")
        (folder / "config").write_text("use-proxy no\n")

    def reload(self) -> dict[str, tuple[str, str]]:
        """Title and text of each item, by its guid."""
        files = [
            f"-u{self._folder / 'urls'}",
            f"-c{self._folder / 'cache.db'}",
            f"-C{self._folder / 'config'}",
        ]
        plain = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        environment = {**plain, "HOME": str(self._folder)}
        subprocess.run(
            ["newsboat", "-q", *files, "-x", "reload"],
            check=True,
            capture_output=True,
            timeout=60,
            env=environment,
        )
        with sqlite3.connect(self._folder / "cache.db") as database:
            rows = database.execute("select guid, title, content from rss_item").fetchall()
        database.close()
        return {guid: (title, content) for guid, title, content in rows}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_newsboat_meets_each_post_once_and_what_is_new_once(name: str, tmp_path: Path) -> None:
    assert shutil.which("newsboat"), "scripts/system-packages test installs it"
    blog = Blog(tmp_path)
    blog.daily(15)
    blog.build()
    with published(blog.out) as address:
        reader = Newsboat(tmp_path / "reader", f"{address}feed/{name}")
        first = reader.reload()
        assert {title for title, _ in first.values()} == {f"post-{n:03}" for n in range(15)}
        assert all(f"The text of number {int(title[-3:])}." in text for title, text in first.values())
        assert reader.reload() == first
        time.sleep(1.1)  # Last-Modified counts seconds: within one the server would say that nothing changed
        blog.post("post-007", "2026-01-08", "Its text was edited.")
        blog.post("brand-new", "2026-07-19", "Something new.")
        blog.build()
        second = reader.reload()
    assert {title for guid, (title, _) in second.items() if guid not in first} == {"brand-new"}
    changed = {guid for guid in first if second[guid] != first[guid]}
    assert changed == {"https://example.org/posts/post-007/"}
    assert "Its text was edited." in second[changed.pop()][1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_newsboat_sees_the_recording_of_an_episode(name: str, tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.write("static/one.mp3", b"not looked at")
    blog.post("one", "2026-07-01", audio="/one.mp3")
    blog.build()
    with published(blog.out) as address:
        Newsboat(tmp_path / "reader", f"{address}feed/{name}").reload()
    with closing(sqlite3.connect(tmp_path / "reader/cache.db")) as database:
        rows = database.execute("select url, enclosure_url, enclosure_type from rss_item").fetchall()
    assert rows == [("https://example.org/posts/one/", "https://example.org/one.mp3", "audio/mpeg")]


# --- WebSub -------------------------------------------------------------------------------------------------------


class Hub(BaseHTTPRequestHandler):
    told: list[dict[str, list[str]]]
    status = 204

    def do_POST(self) -> None:
        self.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[tuple[str, type[Hub]]]:
    handler = type("OneHub", (Hub,), {"told": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", handler
    server.shutdown()
    server.server_close()


def test_each_open_feed_tells_its_hub(tmp_path: Path, hub: tuple[str, type[Hub]]) -> None:
    address, handler = hub
    blog = Blog(tmp_path, config=f'{ARCHIVED}hub = "{address}"\n')
    blog.daily(40)
    blog.build()
    refused = blog.run("feed", "ping")
    assert (refused.returncode, handler.told) == (1, [])
    assert "--allow-private" in refused.stderr
    done = blog.run("feed", "ping", "feed", "--allow-private")
    assert done.returncode == 0, done.stderr
    assert handler.told == [
        {"hub.mode": ["publish"], "hub.url": [f"https://example.org/feed/{name}"]}
        for name in ("atom.xml", "feed.json", "rss.xml")
    ]


def test_a_hub_that_refuses_is_told_of(tmp_path: Path, hub: tuple[str, type[Hub]]) -> None:
    address, handler = hub
    handler.status = 500
    blog = Blog(tmp_path, config=f'[publications.feed]\nhub = "{address}"\n')
    blog.daily(1)
    blog.build()
    done = blog.run("feed", "ping", "--allow-private")
    assert done.returncode == 1
    assert "answers 500" in done.stdout


def test_without_a_hub_nobody_is_told(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.daily(1)
    blog.build()
    done = blog.run("feed", "ping")
    assert done.returncode == 0
    assert "no feed names a hub" in done.stdout
