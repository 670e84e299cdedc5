"""Whether what a feed names is there, as the site's files tell."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.checks.feed_items import File, Item
from exporter.checks.feed_links import judge_links
from exporter.commands.places import SitePlaces
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.world.memory import MemoryFiles
from tests.backends.feeds.samples import post

ONE = post(
    "one",
    url="https://example.org/notes/posts/2026/one/",
    source="content/posts/one/index.md",
    aliases=("/old/",),
)
TWO = post("two", url="https://example.org/notes/posts/zwölf/", source="content/posts/two.md")
FILES = MemoryFiles(
    {
        "hugo.toml": 'baseURL = "https://example.org/notes/"',
        "static/a b.png": b"123",
        "content/posts/one/map.png": b"12345",
        "content/posts/one/index.md": b"",
    }
)
PLACES = SitePlaces(FILES, open_site(FILES, SiteSettings(), {}), [ONE, TWO], ["feed/rss.xml"])


def judged(html: str, *files: File, **fields: Any) -> list[str]:
    item = Item(**({"id": "x", "title": "t", "url": ONE.url, "html": html, "files": files} | fields))
    return [message for _, message in judge_links((item,), PLACES)]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/notes/",
        "https://example.org/notes/posts/2026/one/",
        "https://example.org/notes/posts/2026/one/#part",
        "https://example.org/notes/posts/2026/one/map.png",
        "https://example.org/notes/posts/2026/",
        "https://example.org/notes/posts/zw%C3%B6lf",
        "https://example.org/notes/old/",
        "https://example.org/notes/a%20b.png",
        "https://example.org/notes/tags/ink/",
        "https://example.org/notes/feed/rss.xml",
        "https://example.org/elsewhere/",
        "https://example.com/nobody/knows/",
        "mailto:mei@example.org",
    ],
)
def test_what_is_there_and_what_is_out_of_sight_is_fine(url: str) -> None:
    assert judged(f'<a href="{url}">x</a>') == []


@pytest.mark.parametrize("attribute", ["href", "src", "srcset", "poster", "cite"])
def test_what_is_not_there_is_found(attribute: str) -> None:
    url = "https://example.org/notes/posts/none/"
    assert judged(f'<q {attribute}="{url}">x</q><q {attribute}="{url}">y</q>') == [
        f"nothing is published at {url}"
    ]


def test_a_path_that_climbs_out_of_the_site_opens_nothing() -> None:
    assert judged('<img src="https://example.org/notes/../../../etc/passwd"/>') == []


def test_an_enclosure_is_there_and_as_long_as_the_feed_says() -> None:
    picture = "https://example.org/notes/a%20b.png"
    assert judged("", File(picture, 3), File(picture)) == []
    assert judged("", File(picture, 4)) == [f"the enclosure {picture} has 3 bytes, not 4"]
    missing = "https://example.org/notes/none.mp3"
    assert judged("", File(missing, 4)) == [f"the enclosure {missing} is missing"]
